//! The lines that an amount is computed of: `on`, `except`, and the units on them.

use std::num::NonZeroU64;

use crate::document::{Reader, Table, Value, values};
use crate::items::Items;
use crate::policy::{Base, LineFilter, Lines, Units};

/// The keys of `give` that say which part of the cart counts.
pub(super) struct Scope<'v, 't> {
    on: Option<&'v Value<'t>>,
    except: Option<&'v Value<'t>>,
    per_unit: Option<&'v Value<'t>>,
    max_units: Option<&'v Value<'t>>,
    cheapest: Option<&'v Value<'t>>,
}

/// What is given, as far as the scope has to fit it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    AmountOff,
    Percent,
    Ladder,
}

impl<'v, 't> Scope<'v, 't> {
    /// Takes them out of the table.
    pub(super) fn take(give: &mut Table<'v, 't>) -> Self {
        Self {
            on: give.take("on"),
            except: give.take("except"),
            per_unit: give.take("per_unit"),
            max_units: give.take("max_units"),
            cheapest: give.take("cheapest"),
        }
    }

    /// What the offer's amount is computed of, and whether it is given for each unit.
    pub(super) fn read(&self, reader: &mut Reader, given: Option<Given>) -> Option<(Base, bool)> {
        let before = reader.faults.len();
        let on = self.on.filter(|value| !is_whole_cart(value)).and_then(|value| filter(reader, value, "on"));
        let except = self.except.and_then(|value| filter(reader, value, "except"));
        let units = self.units(reader, given);
        let per_unit = self.per_unit.and_then(|value| reader.boolean(value, "per_unit")).unwrap_or_default();
        if let Some(value) = self.per_unit.filter(|_| per_unit && given.is_some_and(|given| given != Given::AmountOff))
        {
            reader.fault(value.span(), "per_unit gives an amount for each unit: it stands beside amount_off");
        }
        let whole = on.is_none() && except.is_none() && units == Units::Every && !per_unit;
        let base = if whole { Base::Cart } else { Base::Lines(Box::new(Lines { on, except, units })) };
        (reader.faults.len() == before).then_some((base, per_unit))
    }

    fn units(&self, reader: &mut Reader, given: Option<Given>) -> Units {
        let most = self.max_units.and_then(|value| reader.count(value, "max_units", 1)).and_then(NonZeroU64::new);
        let cheapest = self.cheapest.filter(|value| reader.boolean(value, "cheapest") == Some(true));
        let chosen = cheapest.or(self.max_units);
        if let (Some(value), Some(Given::Ladder)) = (chosen, given) {
            reader.fault(value.span(), "max_units and cheapest stand beside amount_off or percent, not beside ladder");
        }
        if let (Some(value), Some(_)) = (cheapest, self.max_units) {
            reader.fault(value.span(), "cheapest is one unit: it can't stand beside max_units");
        }
        match (cheapest, most) {
            (Some(_), _) => Units::Cheapest,
            (None, Some(most)) => Units::Dearest(most),
            (None, None) => Units::Every,
        }
    }
}

/// Returns whether `on` confirms that the whole cart is meant.
fn is_whole_cart(on: &Value<'_>) -> bool {
    on.get_ref().as_str() == Some("cart")
}

fn filter(reader: &mut Reader, value: &Value<'_>, key: &str) -> Option<LineFilter> {
    let mut table = reader.table(value, key)?;
    let items = Items::read(reader, &mut table);
    let mut bound = |key| table.take(key).and_then(|value| values::amounts(reader, value, key, 0));
    let (unit_price_at_least, unit_price_at_most) = (bound("unit_price_at_least"), bound("unit_price_at_most"));
    if let (Some(least), Some(most)) = (&unit_price_at_least, &unit_price_at_most)
        && let Some((currency, _)) = least.iter().find(|(currency, least)| most.get(*currency) < Some(*least))
    {
        let wrong = match most.get(currency) {
            Some(_) => format!("no price is at least unit_price_at_least and at most unit_price_at_most in {currency}"),
            None => format!("unit_price_at_most lacks {currency}, which unit_price_at_least has"),
        };
        reader.fault(value.span(), wrong);
    }
    if table.is_empty() {
        let wrong = format!("{key} names nothing: list products, prices or tags, or bound the unit price");
        reader.fault(value.span(), wrong);
    }
    table.finish(reader);
    Some(LineFilter { items, unit_price_at_least, unit_price_at_most })
}
