//! When time alone can change a decision.

use jiff::Timestamp;

use super::eligible::{Case, days_after};
use super::reason::Code;
use crate::money::{Amount, Overflow};
use crate::policy::{Condition, Offer};

/// How often an opening is pushed on by another condition before it counts as never.
const TRIES: usize = 32;

/// The next moment at which an offer becomes eligible or stops being so, if nothing but time passes.
pub(super) fn valid_until(case: &Case<'_>) -> Result<Option<Timestamp>, Overflow> {
    let mut next: Option<Timestamp> = None;
    for (index, offer) in case.offers() {
        let edge = match case.amount(index, offer)? {
            Ok(_) => closes_at(case, offer),
            Err(_) if waits_for_time_alone(case, index, offer)? => opens_at(case, offer),
            Err(_) => None,
        };
        next = [next, edge].into_iter().flatten().min();
    }
    Ok(next)
}

fn waits_for_time_alone(case: &Case<'_>, index: usize, offer: &Offer) -> Result<bool, Overflow> {
    use Code::{CustomerTooNew, NotAtThisTime, NotStarted, OrderedTooRecently};
    let timely = |code| matches!(code, NotStarted | NotAtThisTime | OrderedTooRecently | CustomerTooNew);
    let waits = case.unmet(index, offer).all(|(_, code)| timely(code));
    Ok(waits && case.gives(&offer.gives, case.subtotal)?.is_ok_and(|amount| amount > Amount::ZERO))
}

/// The first moment after now at which one of an eligible offer's conditions on time fails.
fn closes_at(case: &Case<'_>, offer: &Offer) -> Option<Timestamp> {
    let edges = offer.conditions.iter().filter_map(|condition| match condition {
        Condition::Ends(end) => Some(*end),
        Condition::Schedule(schedule) => schedule.next_change(case.now, &case.policy.zone),
        _ => None,
    });
    edges.filter(|edge| *edge > case.now).min()
}

/// The first moment from now on at which all of an offer's conditions on time hold; none if that never is.
pub(super) fn opens_at(case: &Case<'_>, offer: &Offer) -> Option<Timestamp> {
    let mut at = case.now;
    for _ in 0..TRIES {
        let mut later = at;
        for condition in &offer.conditions {
            later = later.max(holds_from(case, condition, at)?);
        }
        if later == at {
            return Some(at);
        }
        at = later;
    }
    None
}

/// The first moment from `at` on at which a condition on time holds; `at` itself for any other.
fn holds_from(case: &Case<'_>, condition: &Condition, at: Timestamp) -> Option<Timestamp> {
    let shopper = case.facts.shopper.as_ref();
    match condition {
        Condition::Starts(start) => Some(at.max(*start)),
        Condition::Ends(end) => (at < *end).then_some(at),
        Condition::Schedule(schedule) if schedule.is_open(at, &case.policy.zone) => Some(at),
        Condition::Schedule(schedule) => schedule.next_change(at, &case.policy.zone),
        Condition::DaysSinceLastOrderAtLeast(days) => {
            let last = shopper.and_then(|shopper| shopper.last_order_at)?;
            days_after(last, *days).map(|passed| at.max(passed))
        }
        Condition::CustomerForDaysAtLeast(days) => {
            let since = shopper.and_then(|shopper| shopper.since)?;
            days_after(since, *days).map(|passed| at.max(passed))
        }
        _ => Some(at),
    }
}
