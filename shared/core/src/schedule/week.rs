//! When two schedules are open at the same time of a week, and when one is open only while another is.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};

use super::Schedule;

/// A Monday: the clock on the wall shows the same times in every week.
const MONDAY: Date = date(2026, 6, 1);

impl Schedule {
    /// Returns whether both are open at some time.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        // A time at which both are open lies after an opening of one of them, with nothing but open times between.
        times(self, other).any(|time| self.is_open_at(time) && other.is_open_at(time))
    }

    /// Returns whether the other is open whenever this is.
    pub(crate) fn is_within(&self, outer: &Self) -> bool {
        !times(self, outer).any(|time| self.is_open_at(time) && !outer.is_open_at(time))
    }
}

/// Every time of a week at which one of them may open or close.
fn times(one: &Schedule, other: &Schedule) -> impl Iterator<Item = DateTime> {
    let hours = one.hours.iter().chain(&other.hours);
    let mut times: Vec<Time> = hours.flat_map(|hours| [hours.from, hours.to]).chain([Time::midnight()]).collect();
    times.sort_unstable();
    times.dedup();
    let days = (0..7_i8).filter_map(|day| MONDAY.checked_add(day.days()).ok());
    days.flat_map(move |day| times.clone().into_iter().map(move |time| day.to_datetime(time)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Condition, Policy};
    use crate::test_support::{offer, policy};

    fn schedule(policy: &Policy) -> &Schedule {
        let Condition::Schedule(schedule) = &policy.offers[0].conditions[0] else { panic!("it has one") };
        schedule
    }

    #[test]
    fn schedules_meet_and_lie_within_each_other_as_their_times_do() {
        let written = |when: &str| policy(&offer("a", "limited-time", &format!("{when}\ngive.percent = \"5\"")));
        for (inner, outer, both, inside) in [
            ("when.weekdays = [\"fri\"]", "when.weekdays = [\"fri\", \"sat\"]", true, true),
            ("when.weekdays = [\"fri\"]", "when.weekdays = [\"sat\"]", false, false),
            ("when.hours = [\"10:00-11:00\"]", "when.hours = [\"11:00-12:00\"]", false, false),
            ("when.hours = [\"10:00-11:01\"]", "when.hours = [\"11:00-12:00\"]", true, false),
            ("when.hours = [\"10:00-12:00\"]", "when.hours = [\"10:00-11:00\", \"11:00-12:00\"]", true, true),
            ("when.weekdays = [\"fri\"]\nwhen.hours = [\"22:00-02:00\"]", "when.weekdays = [\"fri\"]", true, false),
            (
                "when.weekdays = [\"fri\"]\nwhen.hours = [\"22:00-02:00\"]",
                "when.weekdays = [\"fri\", \"sat\"]",
                true,
                true,
            ),
            ("when.weekdays = [\"fri\"]\nwhen.hours = [\"22:00-02:00\"]", "when.weekdays = [\"sat\"]", true, false),
            ("when.weekdays = [\"sun\"]\nwhen.hours = [\"22:00-02:00\"]", "when.weekdays = [\"mon\"]", true, false),
        ] {
            let (one, other) = (written(inner), written(outer));
            assert_eq!(schedule(&one).meets(schedule(&other)), both, "{inner} meets {outer}");
            assert_eq!(schedule(&other).meets(schedule(&one)), both, "{outer} meets {inner}");
            assert_eq!(schedule(&one).is_within(schedule(&other)), inside, "{inner} within {outer}");
        }
    }
}
