//! A cart with more units of what is in it, decided again.

use super::case::Case;
use super::combine::{self, Outcome};
use super::lines::{LineViews, lines_named};
use crate::facts::{Facts, LineFacts};
use crate::items::Items;
use crate::money::{Amount, Overflow};

/// The price of units that are added, and the outcome then.
pub(super) struct Added {
    /// `price_...`
    pub(super) price: Box<str>,
    /// The outcome with them.
    pub(super) outcome: Outcome,
}

/// Decides a case with more units of the one price that these items have in the cart. None if there is no such price.
pub(super) fn with_more(case: &Case<'_>, items: &Items, units: u64) -> Result<Option<Added>, Overflow> {
    let Some((price, facts)) = larger(case.facts(), items, units) else { return Ok(None) };
    let price = price.into();
    let lines = LineViews::of(case.policy, &facts, case.set)?;
    let then = Case::new(case.policy, &facts, &lines, case.set, case.now());
    let outcome = Outcome::from(&then, &combine::verdicts(&then)?)?;
    Ok(Some(Added { price, outcome }))
}

/// The cart with these units, and their price.
fn larger<'a>(facts: &'a Facts<'a>, items: &Items, units: u64) -> Option<(&'a str, Facts<'a>)> {
    let lines = facts.lines.as_deref()?;
    let named = lines_named(lines, items);
    let mut places = named.iter().enumerate().filter(|(_, named)| **named).map(|(place, _)| place);
    let place = places.next()?;
    let line = lines.get(place)?;
    let price = line.price.as_deref()?;
    let same = |other: &LineFacts<'_>| other.price.as_deref() == Some(price) && other.unit_price == line.unit_price;
    let one_price = places.all(|place| lines.get(place).is_some_and(same));
    // What a package or a tier costs for more units is not known from the line.
    let by_unit = line.unit_price.get().checked_mul(line.quantity) == Some(line.subtotal.get()) && line.quantity > 0;
    if !one_price || !by_unit {
        return None;
    }
    let more = line.unit_price.get().checked_mul(units).and_then(Amount::new)?;
    let mut lines = lines.to_vec();
    let line = lines.get_mut(place)?;
    line.quantity = line.quantity.checked_add(units)?;
    line.subtotal = line.subtotal.checked_add(more)?;
    let subtotal = facts.subtotal.checked_add(more)?;
    let quantity = facts.quantity.and_then(|quantity| quantity.checked_add(units));
    Some((price, Facts { subtotal, quantity, lines: Some(lines), ..facts.clone() }))
}
