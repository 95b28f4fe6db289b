//! `give`: the effect, and the part of the cart that it is computed of.

use super::base::base;
use crate::document::{Reader, Table};
use crate::effect::Effect;
use crate::policy::Base;

/// The base and the effect of an offer; none if one of them is faulty.
pub(super) fn effect(reader: &mut Reader, mut give: Table<'_, '_>) -> Option<(Base, Effect)> {
    let before = reader.faults.len();
    let mut effect = Effect::load(reader, &mut give);
    let base = base(reader, &mut give, effect.as_ref());
    if let (Some(Base::Lines(lines)), Some(effect)) = (&base, &mut effect)
        && lines.selection.as_ref().is_some_and(|selection| selection.row().of_each)
    {
        effect.give_for_each();
    }
    give.finish(reader);
    let found = base.zip(effect);
    found.filter(|_| reader.faults.len() == before)
}
