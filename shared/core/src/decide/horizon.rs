//! When time alone can change a decision, and when an offer ends for good.

use jiff::{SignedDuration, Timestamp};

use super::case::Case;
use super::combine::Outcome;
use super::eligibility::Eligibilities;
use crate::money::{Amount, Overflow};
use crate::policy::{Exclusive, Offer};
use crate::reason::Code;

/// How often an opening is pushed on by another condition before it counts as never.
const TRIES: usize = 32;

/// The span before an end in which the last opening is searched first: a schedule of weekdays changes within 15 days.
const REACH: SignedDuration = SignedDuration::from_hours(16 * 24);

/// The offers that lack nothing but time, in their order, and when each opens.
pub(super) type Openings = Vec<(usize, Timestamp)>;

/// Finds them. The time from which a code is valid stays secret.
pub(super) fn openings(case: &Case<'_>, eligibilities: &Eligibilities<'_>) -> Result<Openings, Overflow> {
    let mut openings = Vec::new();
    for (index, offer, gives) in eligibilities.iter().filter(|(_, offer, _)| !offer.asks_for_a_code()) {
        // The first reason against an offer that lacks time alone is one of time.
        if gives.is_err_and(Code::passes) && waits_for_time_alone(case, *index, offer)? {
            openings.extend(opens_at(case, *index, offer).map(|at| (*index, at)));
        }
    }
    Ok(openings)
}

/// The next moment at which an offer becomes eligible or stops being so, or excludes others or stops that, if nothing but time
/// passes.
pub(super) fn valid_until(
    case: &Case<'_>,
    eligibilities: &Eligibilities<'_>,
    openings: &Openings,
) -> Option<Timestamp> {
    let open = eligibilities.iter().filter(|(index, offer, gives)| {
        gives.is_ok() || (offer.exclusive == Exclusive::Always && case.holds(*index, offer))
    });
    let closings = open.filter_map(|(index, offer, _)| case.closes_at(*index, offer));
    closings.chain(openings.iter().map(|(_, at)| *at)).min()
}

/// The instant from which the offers of an outcome can no longer all be had: the end of the last opening of the one that
/// ends first. None if each lasts, or comes back, without end.
pub(super) fn ends_at(case: &Case<'_>, outcome: &Outcome) -> Option<Timestamp> {
    let applied = |index: usize| outcome.parts.iter().any(|part| part.offer == index);
    case.offers().filter(|(index, _)| applied(*index)).filter_map(|(index, offer)| end_of(case, index, offer)).min()
}

/// The end of the last opening of an offer that is open now.
fn end_of(case: &Case<'_>, index: usize, offer: &Offer) -> Option<Timestamp> {
    let context = case.context(index, offer);
    let end = offer.conditions.iter().filter_map(|condition| condition.ends_at(&context)).min()?;
    let mut reach = REACH;
    loop {
        let from = end.checked_sub(reach).map_or(case.now(), |from| from.max(case.now()));
        let last = last_closing(&case.at(from), index, offer, end);
        if last.is_some() || from == case.now() {
            return last;
        }
        reach = reach.saturating_mul(4);
    }
}

/// The last moment before or at `end` at which an offer closes; none if it does not open from now on.
fn last_closing(case: &Case<'_>, index: usize, offer: &Offer, end: Timestamp) -> Option<Timestamp> {
    let mut last = None;
    let mut then = case.clone();
    while let Some(opening) = opens_at(&then, index, offer).filter(|opening| *opening < end) {
        then = case.at(opening);
        let closing = then.closes_at(index, offer)?;
        last = Some(closing.min(end));
        then = case.at(closing);
    }
    last
}

fn waits_for_time_alone(case: &Case<'_>, index: usize, offer: &Offer) -> Result<bool, Overflow> {
    if !case.unmet(index, offer).all(|(_, code)| code.passes()) {
        return Ok(false);
    }
    let gives = case.gives(index, offer, case.whole(offer))?.is_ok_and(|amount| amount > Amount::ZERO);
    // One that excludes the others changes a decision whatever it gives.
    Ok(gives || offer.exclusive == Exclusive::Always)
}

/// The first moment from now on at which all of an offer's conditions on time hold; none if that never is.
fn opens_at(case: &Case<'_>, index: usize, offer: &Offer) -> Option<Timestamp> {
    let mut on_time = offer.conditions.iter().filter(|condition| condition.changes_with_time());
    if let (Some(only), None) = (on_time.next(), on_time.next()) {
        return only.holds_from(&case.context(index, offer));
    }
    let mut then = case.clone();
    for _ in 0..TRIES {
        let mut later = then.now();
        for condition in &offer.conditions {
            later = later.max(condition.holds_from(&then.context(index, offer))?);
        }
        if later == then.now() {
            return Some(later);
        }
        then = case.at(later);
    }
    None
}
