//! The overview of a policy, for its merchant: each offer in a sentence, the most that a cart can get, the days ahead, and the discount
//! over the value of a cart.
//!
//! - [`sentence`]: an offer in words; [`asks`], [`gives`], [`words`] have its parts
//! - [`most`]: bounds on every discount, with the offers that reach them; [`together`] says which may apply at once
//! - [`calendar`]: the days on which each offer is open
//! - [`kind`], [`curve`]: the shoppers that the offers distinguish, and what each gets

mod asks;
mod calendar;
mod curve;
mod gives;
mod kind;
mod most;
mod sentence;
mod together;
mod words;

pub use calendar::{CalendarRow, DAYS, Open, calendar};
pub use curve::{Curve, Point, curves, values};
pub use kind::ShopperKind;
pub use most::{Bound, Most, Pile, most};
pub use sentence::{Sentence, sentence};

use std::collections::BTreeMap;

use crate::money::Currency;
use crate::policy::{Offer, Policy};

/// The currencies that a policy names, the one that it names most often first.
#[must_use]
pub fn currencies(policy: &Policy) -> Vec<Currency> {
    let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
    let lists = policy.offers.iter().flat_map(|offer: &Offer| {
        let asked = offer.written().flat_map(|(_, condition)| condition.amounts()).map(|(_, amounts)| amounts);
        asked.chain(offer.gives.amounts().into_iter().map(|(_, amounts)| amounts)).collect::<Vec<_>>()
    });
    for (currency, _) in lists.flat_map(|amounts| amounts.iter().collect::<Vec<_>>()) {
        let count = counts.entry(currency).or_default();
        *count = count.saturating_add(1);
    }
    let mut named: Vec<(Currency, usize)> = counts.into_iter().collect();
    named.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    named.into_iter().map(|(currency, _)| currency).collect()
}

#[cfg(test)]
mod tests;
