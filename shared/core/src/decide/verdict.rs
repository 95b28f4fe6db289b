//! The verdict on each offer by itself, before any competes with another.

use super::case::Case;
use super::offer_amount::OfferAmount;
use crate::money::{Amount, Overflow};
use crate::policy::{Group, Offer, Policy};

/// The amount of each offer of a set by itself, or the first reason against it.
pub(super) type Verdicts<'a> = Vec<Verdict<'a>>;

/// The amount of one offer by itself, or the first reason against it.
pub(super) type Verdict<'a> = (usize, &'a Offer, OfferAmount);

/// The offers of each group, which follow one another, and each offer that is in none.
pub(super) fn runs<'v, 'a>(
    policy: &'a Policy,
    verdicts: &'v [Verdict<'a>],
) -> impl Iterator<Item = (&'v [Verdict<'a>], Option<&'a Group>)> {
    let runs = verdicts.chunk_by(|(_, one, _), (_, next, _)| one.group.is_some() && one.group == next.group);
    runs.map(|run| (run, run.first().and_then(|(_, offer, _)| policy.group_of(offer))))
}

/// Evaluates every offer of the set by itself.
pub(super) fn verdicts<'a>(case: &Case<'a>) -> Result<Verdicts<'a>, Overflow> {
    let mut verdicts = Vec::with_capacity(case.policy.offers.len());
    for (index, offer) in case.offers() {
        verdicts.push((index, offer, case.amount(index, offer)?));
    }
    Ok(verdicts)
}

/// The eligible offers with their amounts, in their order.
pub(super) fn eligible<'v, 'a>(
    verdicts: &'v [Verdict<'a>],
) -> impl Iterator<Item = (usize, &'a Offer, Amount)> + use<'v, 'a> {
    verdicts.iter().filter_map(|(index, offer, gives)| Some((*index, *offer, gives.ok()?)))
}
