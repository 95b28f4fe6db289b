//! The eligibility of each offer by itself, before any competes with another.

use super::case::Case;
use super::offer_amount::OfferAmount;
use crate::money::{Amount, Overflow};
use crate::policy::{Group, Offer, Policy};

/// The amount of each offer of a set by itself, or the first reason against it.
pub(super) type Eligibilities<'a> = Vec<Eligibility<'a>>;

/// The amount of one offer by itself, or the first reason against it.
pub(super) type Eligibility<'a> = (usize, &'a Offer, OfferAmount);

/// The offers of each group, which follow one another, and each offer that is in none.
pub(super) fn runs<'v, 'a>(
    policy: &'a Policy,
    eligibilities: &'v [Eligibility<'a>],
) -> impl Iterator<Item = (&'v [Eligibility<'a>], Option<&'a Group>)> {
    let runs = eligibilities.chunk_by(|(_, one, _), (_, next, _)| one.group.is_some() && one.group == next.group);
    runs.map(|run| (run, run.first().and_then(|(_, offer, _)| policy.group_of(offer))))
}

/// Evaluates every offer of the set by itself.
pub(super) fn eligibilities<'a>(case: &Case<'a>) -> Result<Eligibilities<'a>, Overflow> {
    let mut eligibilities = Vec::with_capacity(case.policy.offers.len());
    for (index, offer) in case.offers() {
        eligibilities.push((index, offer, case.amount(index, offer)?));
    }
    Ok(eligibilities)
}

/// The eligible offers with their amounts, in their order.
pub(super) fn eligible<'v, 'a>(
    eligibilities: &'v [Eligibility<'a>],
) -> impl Iterator<Item = (usize, &'a Offer, Amount)> + use<'v, 'a> {
    eligibilities.iter().filter_map(|(index, offer, gives)| Some((*index, *offer, gives.ok()?)))
}
