//! The base of an effect: `on`, `except`, and the selection of units.

use crate::document::{Reader, Table, Value};
use crate::effect::{Effect, Row};
use crate::line_filter::LineFilter;
use crate::policy::{Base, Lines};
use crate::selection::{self, Selection};
use crate::words::enumerated;

/// The base of an effect; none for a faulty one. Faults are reported beside those of the effect.
pub(super) fn base(reader: &mut Reader, give: &mut Table<'_, '_>, effect: Option<&Effect>) -> Option<Base> {
    let before = reader.faults.len();
    let on =
        give.take("on").filter(|value| !is_whole_cart(value)).and_then(|value| LineFilter::load(reader, value, "on"));
    let except = give.take("except").and_then(|value| LineFilter::load(reader, value, "except"));
    let selection = Selection::load(reader, give);
    if let (Some(value), Some(effect)) = (Selection::given(give), effect.filter(|effect| !effect.row().of_selection)) {
        reader.fault(value.span(), not_beside(effect.row()));
    }
    if let (Some(selection), Some(each)) = (selection.as_ref().filter(|it| it.row().of_each), give.get("per_unit"))
        && each.get_ref().as_bool() == Some(false)
    {
        let wrong = format!("{} gives an amount for each unit: leave per_unit out", selection.row().key());
        reader.fault(each.span(), wrong);
    }
    if let (Some(value), Some(effect)) = (give.get("on"), effect.filter(|effect| !effect.filters().is_empty())) {
        let wrong =
            format!("a {} names its own lines: take on out, or leave lines out with except", effect.row().key());
        reader.fault(value.span(), wrong);
    }
    if effect.is_some_and(|effect| !effect.row().of_goods) {
        for (key, value) in ["on", "except"].into_iter().filter_map(|key| Some((key, give.get(key)?))) {
            reader.fault(value.span(), format!("{key} names goods, and shipping is not one of them: take it out"));
        }
        return (reader.faults.len() == before).then_some(Base::Shipping);
    }
    let whole = on.is_none() && except.is_none() && selection.is_none();
    let counts_units = effect.is_some_and(Effect::counts_units);
    let base = if whole && !counts_units { Base::Cart } else { Base::Lines(Box::new(Lines { on, except, selection })) };
    (reader.faults.len() == before).then_some(base)
}

/// Returns whether `on` confirms that the whole cart is meant.
fn is_whole_cart(on: &Value<'_>) -> bool {
    on.get_ref().as_str() == Some("cart")
}

fn not_beside(row: &Row) -> String {
    let selections: Vec<&str> = Selection::ROWS.iter().map(selection::Row::key).collect();
    let effects: Vec<&str> = Effect::ROWS.iter().filter(|row| row.of_selection).map(Row::key).collect();
    format!("{} go with {}, not with {}", enumerated(&selections, "and"), enumerated(&effects, "or"), row.key())
}
