//! The days ahead on which each offer is open.

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::policy::{Condition, ConditionTable, Offer, OfferId, Policy};
use crate::schedule::WallClock;

/// The number of days ahead.
pub const DAYS: usize = 60;
/// Changes of one day that are followed.
const CHANGES: usize = 200;

/// The part of a day on which an offer is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Open {
    /// None of it.
    Closed,
    /// Some of it.
    Part,
    /// All of it.
    Whole,
}

/// The days of one offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalendarRow {
    /// The offer.
    pub offer: OfferId,
    /// A value for each day of the shop's clock, from today on.
    pub days: Vec<Open>,
}

/// The first day, and a row for each offer that has a time and not just the shopper's own.
#[must_use]
pub fn calendar(policy: &Policy, now: Timestamp) -> (Date, Vec<CalendarRow>) {
    let first = now.to_zoned(policy.zone.clone()).date();
    let rows = policy.offers.iter().filter(|offer| has_times(offer)).map(|offer| {
        let mut days = Vec::with_capacity(DAYS);
        let mut date = first;
        for _ in 0..DAYS {
            let next = date.checked_add(Span::new().days(1)).unwrap_or(date);
            days.push(on_day(policy, offer, date, next));
            date = next;
        }
        CalendarRow { offer: offer.id.clone(), days }
    });
    (first, rows.collect())
}

/// The first moment from now on, within the days ahead, at which an offer is open.
pub(super) fn next_opening(policy: &Policy, offer: &Offer, now: Timestamp) -> Option<Timestamp> {
    let end = now.checked_add(jiff::SignedDuration::from_hours(24 * 60)).unwrap_or(now);
    let mut then = now;
    while then < end {
        if is_open(policy, offer, then) {
            return Some(then);
        }
        then = next_change(policy, offer, then)?;
    }
    None
}

fn on_day(policy: &Policy, offer: &Offer, date: Date, next: Date) -> Open {
    let begin = |date: Date| date.to_zoned(policy.zone.clone()).map(|day| day.timestamp()).ok();
    let (Some(from), Some(to)) = (begin(date), begin(next)) else { return Open::Closed };
    let (mut some, mut all, mut then) = (false, true, from);
    for _ in 0..CHANGES {
        let open = is_open(policy, offer, then);
        (some, all) = (some || open, all && open);
        match next_change(policy, offer, then).filter(|change| *change < to) {
            Some(change) => then = change,
            None => break,
        }
    }
    match (some, all) {
        (true, true) => Open::Whole,
        (true, false) => Open::Part,
        (false, _) => Open::Closed,
    }
}

/// The conditions on time that are the same for every shopper: those under `when`, and exclusions of nothing else.
fn timed(offer: &Offer) -> impl Iterator<Item = &Condition> {
    let is_timed =
        |written: &Condition| matches!(written, Condition::Starts(_) | Condition::Ends(_) | Condition::Schedule(_));
    offer.conditions.iter().filter(move |condition| condition.written().iter().all(is_timed))
}

fn has_times(offer: &Offer) -> bool {
    timed(offer).next().is_some()
}

fn is_open(policy: &Policy, offer: &Offer, then: Timestamp) -> bool {
    let clock = WallClock::at(then, &policy.zone);
    let holds = |written: &Condition| match written {
        Condition::Starts(starts) => starts.0 <= then,
        Condition::Ends(ends) => then < ends.0,
        Condition::Schedule(schedule) => schedule.is_open(clock),
        _ => true,
    };
    timed(offer).all(|condition| match condition.table() {
        ConditionTable::When => condition.written().iter().all(holds),
        ConditionTable::Unless => !condition.written().iter().all(holds),
    })
}

fn next_change(policy: &Policy, offer: &Offer, then: Timestamp) -> Option<Timestamp> {
    let clock = WallClock::at(then, &policy.zone);
    let change = |written: &Condition| match written {
        Condition::Starts(starts) => Some(starts.0),
        Condition::Ends(ends) => Some(ends.0),
        Condition::Schedule(schedule) => schedule.next_change(then, clock, &policy.zone),
        _ => None,
    };
    timed(offer).flat_map(Condition::written).filter_map(change).filter(|change| *change > then).min()
}
