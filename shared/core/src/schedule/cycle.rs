//! When two schedules are open at the same time, and when one is open only while another is.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday, date};

use super::Schedule;

/// A Monday: the clock on the wall shows the same times in every week.
const MONDAY: Date = date(2026, 6, 1);

impl Schedule {
    /// Returns whether it is open at some time.
    pub(crate) fn comes(&self) -> bool {
        self.meets(self)
    }

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

/// Every time of a cycle at which one of them may open or close, and the first one.
fn times(one: &Schedule, other: &Schedule) -> impl Iterator<Item = DateTime> {
    let hours = one.hours.iter().chain(&other.hours);
    let mut times: Vec<Time> = hours.flat_map(|hours| [hours.from, hours.to]).chain([Time::midnight()]).collect();
    times.sort_unstable();
    times.dedup();
    let is_weekly = one.days.are_weekly() && other.days.are_weekly();
    let spans = if is_weekly { vec![(MONDAY, 7)] } else { years() };
    let days = spans.into_iter().flat_map(|(first, length)| {
        (0..length).filter_map(move |day| Some((first, first.checked_add(day.days()).ok()?)))
    });
    let changes = |first: Date, day: Date| {
        first == day || [one, other].iter().any(|schedule| schedule.may_change_on(schedule.day(day)))
    };
    let days: Vec<Date> = days.filter(|(first, day)| changes(*first, *day)).map(|(_, day)| day).collect();
    days.into_iter().flat_map(move |day| times.clone().into_iter().map(move |time| day.to_datetime(time)))
}

/// A year of each kind, with its days: they begin on each weekday, with a leap day and without.
fn years() -> Vec<(Date, i32)> {
    let mut kinds: Vec<(bool, Weekday)> = Vec::new();
    // The calendar of a century without a skipped leap day repeats after 28 years.
    let years = (2000..2028).filter_map(|year| Date::new(year, 1, 1).ok()).filter(|first| {
        let kind = (first.in_leap_year(), first.weekday());
        let new = !kinds.contains(&kind);
        kinds.push(kind);
        new
    });
    years.map(|first| (first, first.days_in_year().into())).collect()
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

    #[test]
    fn days_of_month_and_year_meet_as_the_calendar_does() {
        let written = |when: &str| policy(&offer("a", "limited-time", &format!("{when}\ngive.percent = \"5\"")));
        let rows = [
            ("days_of_month = [31]", "weekdays_of_month = [\"5th mon\"]", true, false),
            ("weekdays_of_month = [\"1st mon\"]", "days_of_month = [1, 2, 3, 4, 5, 6, 7]", true, true),
            ("weekdays_of_month = [\"1st mon\"]", "days_of_month = [8]", false, false),
            ("weekdays_of_month = [\"5th mon\"]", "weekdays_of_month = [\"last mon\"]", true, true),
            ("weekdays_of_month = [\"last mon\"]", "weekdays = [\"mon\"]", true, true),
            ("dates = [\"02-29\"]", "days_of_month = [28]", true, false),
            ("dates = [\"02-28..02-29\"]", "days_of_month = [-1, -2]", true, true),
            ("dates = [\"12-30..01-02\"]", "dates = [\"01-01\"]", true, false),
            ("dates = [\"01-01\"]", "dates = [\"12-30..01-02\"]", true, true),
            ("dates = [\"06-01..06-30\"]", "dates = [\"07-01..05-31\"]", false, false),
            ("dates = [\"12-31\"]\nwhen.hours = [\"22:00-02:00\"]", "dates = [\"01-01\"]", true, false),
            ("dates = [\"12-31\"]\nwhen.hours = [\"22:00-02:00\"]", "dates = [\"12-31..01-01\"]", true, true),
        ];
        for (inner, outer, both, inside) in rows {
            let (one, other) = (written(&format!("when.{inner}")), written(&format!("when.{outer}")));
            assert_eq!(schedule(&one).meets(schedule(&other)), both, "{inner} meets {outer}");
            assert_eq!(schedule(&one).is_within(schedule(&other)), inside, "{inner} within {outer}");
        }
    }

    #[test]
    fn a_schedule_comes_if_its_keys_share_a_day() {
        for (when, comes) in [
            ("days_of_month = [31]", true),
            ("days_of_month = [31]\nwhen.dates = [\"02-01..02-29\"]", false),
            ("days_of_month = [8]\nwhen.weekdays_of_month = [\"1st mon\"]", false),
            ("days_of_month = [-1]\nwhen.weekdays_of_month = [\"5th mon\"]", true),
            ("dates = [\"02-29\"]\nwhen.weekdays = [\"mon\"]", true),
        ] {
            let text = offer("a", "limited-time", &format!("when.{when}\ngive.percent = \"5\""));
            assert_eq!(schedule(&policy(&text)).comes(), comes, "{when}");
        }
    }
}
