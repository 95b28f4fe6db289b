//! A cart with more units of what is in it, decided again.

use std::borrow::Cow;

use super::case::Case;
use super::combine::Outcome;
use super::eligibility::eligibilities;
use super::line_set::LineSet;
use super::lines::LineViews;
use crate::facts::{Facts, LineFacts};
use crate::items::Items;
use crate::line_filter::LineFilter;
use crate::money::{Amount, Overflow};
use crate::words::Words;

/// The outcome with added units.
pub(super) struct Added {
    /// `price_...`; none if the units may have another price than those that were added.
    pub(super) price: Option<Box<str>>,
    /// The outcome with them.
    pub(super) outcome: Outcome,
}

/// Decides a case with more units of the one price that some lines have. None if there is no such price.
pub(super) fn with_more(case: &Case<'_>, named: &LineSet, units: u64) -> Result<Option<Added>, Overflow> {
    let lines = case.facts().lines.as_deref().unwrap_or_default();
    let Some(place) = of_one_price(lines, named) else { return Ok(None) };
    let Some((price, facts)) = larger(case.facts(), place, units) else { return Ok(None) };
    Ok(Some(Added { price: Some(price.into()), outcome: decided(case, &facts)? }))
}

/// Decides a case with more units of the cheapest of some lines. None if what they cost is not known.
pub(super) fn with_more_of_cheapest(case: &Case<'_>, named: &LineSet, units: u64) -> Result<Option<Added>, Overflow> {
    let lines = case.facts().lines.as_deref().unwrap_or_default();
    let chosen = named.places().filter_map(|place| Some((place, lines.get(place)?)));
    // Of several, the same one in whatever order the lines are.
    let cheapest = chosen
        .filter(|(_, line)| line.quantity > 0)
        .min_by_key(|(_, line)| (line.unit_price, !is_by_unit(line), line.price.as_deref()));
    let larger = cheapest.and_then(|(place, _)| larger(case.facts(), place, units));
    let Some((_, facts)) = larger else { return Ok(None) };
    Ok(Some(Added { price: None, outcome: decided(case, &facts)? }))
}

/// Decides a case with units of a line that a filter names, at the least price that it has: what any such units gain.
/// None where the price of more units of a line in the cart is the only one that is known.
pub(super) fn with_free_units(case: &Case<'_>, filter: &LineFilter, units: u64) -> Result<Option<Added>, Overflow> {
    let facts = case.facts();
    let Some(lines) = facts.lines.as_deref() else { return Ok(None) };
    let items = filter.items.as_ref();
    let first =
        |words: fn(&Items) -> &Words| items.and_then(|items| words(items).first()).map(|word| Cow::from(&**word));
    let bound = filter.unit_price_at_least.as_ref().and_then(|amounts| amounts.get(facts.currency));
    let unit_price = bound.unwrap_or_default();
    let Some(subtotal) = unit_price.get().checked_mul(units).and_then(Amount::new) else { return Ok(None) };
    let line = LineFacts {
        product: first(|items| &items.products),
        price: first(|items| &items.prices),
        tags: Some(first(|items| &items.tags).into_iter().collect()),
        quantity: units,
        unit_price,
        subtotal,
    };
    let Some(sum) = facts.subtotal.checked_add(subtotal) else { return Ok(None) };
    let quantity = facts.quantity.and_then(|quantity| quantity.checked_add(units));
    let lines = Some(lines.iter().cloned().chain([line]).collect());
    let facts = Facts { subtotal: sum, quantity, lines, ..facts.clone() };
    Ok(Some(Added { price: None, outcome: decided(case, &facts)? }))
}

fn decided(case: &Case<'_>, facts: &Facts<'_>) -> Result<Outcome, Overflow> {
    let lines = LineViews::of(case.policy, facts, case.set)?;
    let then = Case::new(case.policy, facts, &lines, case.set, case.now());
    Outcome::from(&then, &eligibilities(&then)?)
}

/// The first of some lines with units, if no line has another price, and none beside them has theirs.
fn of_one_price(lines: &[LineFacts<'_>], named: &LineSet) -> Option<usize> {
    let has_units = |place: &usize| lines.get(*place).is_some_and(|line| line.quantity > 0);
    let place = named.places().find(has_units)?;
    let line = lines.get(place)?;
    let one_price = lines.iter().enumerate().all(|(place, other)| {
        let same = other.price == line.price;
        named.contains(place) == same && (!same || (other.unit_price == line.unit_price && is_by_unit(other)))
    });
    one_price.then_some(place)
}

/// Returns whether each unit of a line costs its unit price. What a package or a tier costs for more units is not known.
fn is_by_unit(line: &LineFacts<'_>) -> bool {
    line.unit_price.get().checked_mul(line.quantity) == Some(line.subtotal.get())
}

/// The cart with more units on a line, and their price.
fn larger<'a>(facts: &'a Facts<'a>, place: usize, units: u64) -> Option<(&'a str, Facts<'a>)> {
    let line = facts.lines.as_deref()?.get(place)?;
    let price = line.price.as_deref()?;
    let has_a_price = line.quantity > 0 && is_by_unit(line);
    let more = line.unit_price.get().checked_mul(units).and_then(Amount::new).filter(|_| has_a_price)?;
    let mut lines = facts.lines.clone()?;
    let line = lines.get_mut(place)?;
    line.quantity = line.quantity.checked_add(units)?;
    line.subtotal = line.subtotal.checked_add(more)?;
    let subtotal = facts.subtotal.checked_add(more)?;
    let quantity = facts.quantity.and_then(|quantity| quantity.checked_add(units));
    Some((price, Facts { subtotal, quantity, lines: Some(lines), ..facts.clone() }))
}
