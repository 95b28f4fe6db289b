//! `give`: the effect, and the part of the cart that it is computed of.

use super::base::base;
use crate::document::{Reader, Table};
use crate::effect::Effect;
use crate::policy::Base;

/// The base and the effect of an offer; none if one of them is faulty.
pub(super) fn effect(reader: &mut Reader, mut give: Table<'_, '_>) -> Option<(Base, Effect)> {
    let before = reader.faults.len();
    let effect = Effect::load(reader, &mut give);
    let base = base(reader, &mut give, effect.as_ref());
    give.finish(reader);
    let found = base.zip(effect);
    found.filter(|_| reader.faults.len() == before)
}
