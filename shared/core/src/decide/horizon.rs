//! When time alone can change a decision.

use jiff::Timestamp;

use super::combine::Verdicts;
use super::eligible::{Case, days_after};
use super::reason::Code;
use crate::money::{Amount, Overflow};
use crate::policy::{Condition, Offer};

/// How often an opening is pushed on by another condition before it counts as never.
const TRIES: usize = 32;

/// The offers that lack nothing but time, and when each opens.
pub(super) type Openings = Vec<(usize, Timestamp)>;

/// Finds them. When a code will be good is not told.
pub(super) fn openings(case: &Case<'_>, verdicts: &Verdicts<'_>) -> Result<Openings, Overflow> {
    let mut openings = Vec::new();
    for (index, offer, gives) in verdicts.iter().filter(|(_, offer, _)| !offer.asks_for_a_code()) {
        // The first reason against an offer that lacks time alone is one of time.
        if gives.is_err_and(is_timely) && waits_for_time_alone(case, *index, offer)? {
            openings.extend(opens_at(case, offer).map(|at| (*index, at)));
        }
    }
    Ok(openings)
}

/// The next moment at which an offer becomes eligible or stops being so, if nothing but time passes.
pub(super) fn valid_until(case: &Case<'_>, verdicts: &Verdicts<'_>, openings: &Openings) -> Option<Timestamp> {
    let eligible = verdicts.iter().filter(|(.., gives)| gives.is_ok());
    let closings = eligible.filter_map(|(_, offer, _)| closes_at(case, offer));
    closings.chain(openings.iter().map(|(_, at)| *at)).min()
}

const fn is_timely(code: Code) -> bool {
    matches!(code, Code::NotStarted | Code::NotAtThisTime | Code::OrderedTooRecently | Code::CustomerTooNew)
}

fn waits_for_time_alone(case: &Case<'_>, index: usize, offer: &Offer) -> Result<bool, Overflow> {
    let waits = case.unmet(index, offer).all(|(_, code)| is_timely(code));
    Ok(waits && case.gives(index, offer, case.subtotal)?.is_ok_and(|amount| amount > Amount::ZERO))
}

/// The first moment after now at which one of an eligible offer's conditions on time fails.
fn closes_at(case: &Case<'_>, offer: &Offer) -> Option<Timestamp> {
    // What ends has not ended yet: the offer is eligible.
    let edges = offer.conditions.iter().filter_map(|condition| match condition {
        Condition::Ends(end) => Some(*end),
        Condition::Schedule(schedule) => schedule.next_change(case.now, case.clock(), &case.policy.zone),
        _ => None,
    });
    edges.min()
}

/// The first moment from now on at which all of an offer's conditions on time hold; none if that never is.
fn opens_at(case: &Case<'_>, offer: &Offer) -> Option<Timestamp> {
    let mut on_time = offer.conditions.iter().filter(|condition| condition.changes_with_time());
    if let (Some(only), None) = (on_time.next(), on_time.next()) {
        return holds_from(case, only);
    }
    let mut then = case.clone();
    for _ in 0..TRIES {
        let mut later = then.now;
        for condition in &offer.conditions {
            later = later.max(holds_from(&then, condition)?);
        }
        if later == then.now {
            return Some(later);
        }
        then = case.at(later);
    }
    None
}

/// The first moment of a case's now or later at which a condition on time holds; now for any other.
fn holds_from(case: &Case<'_>, condition: &Condition) -> Option<Timestamp> {
    let (now, shopper) = (case.now, case.facts.shopper.as_ref());
    match condition {
        Condition::Starts(start) => Some(now.max(*start)),
        Condition::Ends(end) => (now < *end).then_some(now),
        Condition::Schedule(schedule) if schedule.is_open(case.clock()) => Some(now),
        Condition::Schedule(schedule) => schedule.next_change(now, case.clock(), &case.policy.zone),
        Condition::DaysSinceLastOrderAtLeast(days) => {
            let last = shopper.and_then(|shopper| shopper.last_order_at)?;
            days_after(last, *days).map(|passed| now.max(passed))
        }
        Condition::CustomerForDaysAtLeast(days) => {
            let since = shopper.and_then(|shopper| shopper.since)?;
            days_after(since, *days).map(|passed| now.max(passed))
        }
        _ => Some(now),
    }
}
