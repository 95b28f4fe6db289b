//! When time alone can change a decision, and when an offer ends for good.

use discounts_ledger::Period;
use jiff::{SignedDuration, Timestamp};

use super::case::Case;
use super::combine::{Outcome, Part};
use super::findings::{Finding, Findings};
use crate::money::Amount;
use crate::policy::{Exclusive, Offer};
use crate::reason::Code;

/// How often an opening is pushed on by another condition before it counts as never.
const TRIES: usize = 32;

/// The span before an end in which the last opening is searched first: a schedule of weekdays changes within 15 days.
const REACH: SignedDuration = SignedDuration::from_hours(16 * 24);

/// The offers that lack nothing but time, in their order, and when each opens.
pub(super) type Openings = Vec<(usize, Timestamp)>;

/// Finds them. The time from which a code is valid stays secret.
pub(super) fn openings(case: &Case<'_>, findings: &Findings<'_>) -> Openings {
    let waiting = findings.iter().filter(waits_for_time_alone).filter(|finding| !finding.offer.asks_for_a_code());
    waiting.filter_map(|finding| Some((finding.index, opens_at(case, finding.index, finding.offer)?))).collect()
}

/// The next moment at which an offer becomes eligible or stops being so, or excludes others or stops that, if nothing but time
/// passes.
pub(super) fn valid_until(case: &Case<'_>, findings: &Findings<'_>, openings: &Openings) -> Option<Timestamp> {
    let open = findings.iter().filter(|finding| {
        finding.eligibility.is_ok()
            || (finding.offer.exclusive == Exclusive::Always && case.holds(finding.index, finding.offer))
    });
    let closings = open.filter_map(|finding| case.closes_at(finding.index, finding.offer));
    let renewals = findings.iter().filter_map(|finding| renews_at(case, finding));
    closings.chain(openings.iter().map(|(_, at)| *at)).chain(renewals).min()
}

/// The end of the period of an offer's limits, where it could give something in the next one.
fn renews_at(case: &Case<'_>, finding: Finding<'_, '_>) -> Option<Timestamp> {
    let per = finding.offer.limit.as_ref()?.per?;
    let exhausted = [Code::USES_EXHAUSTED, Code::BUDGET_EXHAUSTED, Code::SHOPPER_LIMIT_REACHED];
    if finding.eligibility.is_err_and(|code| !exhausted.contains(&code)) {
        return None;
    }
    let zone = &case.policy.zone;
    let end = Period::of(per.length(), zone.to_datetime(case.now()).date()).end();
    end.to_zoned(zone.clone()).ok().map(|end| end.timestamp())
}

/// The instant from which the offers of an outcome can no longer all be had: the end of the last opening of the one that
/// ends first. None if each lasts, or comes back, without end.
pub(super) fn ends_at(case: &Case<'_>, outcome: &Outcome) -> Option<Timestamp> {
    let end = |part: &Part| end_of(case, part.offer, case.policy.offers.get(part.offer)?);
    outcome.parts.iter().filter_map(end).min()
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

fn waits_for_time_alone(finding: &Finding<'_, '_>) -> bool {
    // One that excludes the others changes a decision whatever it gives.
    let counts =
        || finding.gives.is_ok_and(|amount| amount > Amount::ZERO) || finding.offer.exclusive == Exclusive::Always;
    // The first reason against an offer that lacks time alone is one of time.
    finding.eligibility.is_err_and(Code::passes) && finding.unmet.iter().all(|(_, code)| code.passes()) && counts()
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
