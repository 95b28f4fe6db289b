//! The next instant at which a schedule opens or closes.

use std::iter;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::{Day, Schedule, WEEK, WallClock, instant_of};

impl Schedule {
    /// How far ahead its next change can be: a day of the year comes back on a weekday after 40 years at most, if it is a
    /// leap day.
    const HORIZON_DAYS: i32 = 41 * 366;
    /// The horizon for days that each week has: a week, and another where the clocks skip the first.
    const HORIZON_DAYS_OF_WEEK: i32 = 15;

    /// The next instant after `now`, when the clock shows this, at which it opens or closes; none when it never does.
    #[must_use]
    pub fn next_change(&self, now: Timestamp, clock: WallClock, zone: &TimeZone) -> Option<Timestamp> {
        let open = self.is_open_at(clock.local);
        if let Some(change) = self.next_change_on_the_wall(now, clock, open, zone) {
            return Some(change);
        }
        // The first day with a change has the first change: only a jump of the clocks can come before it.
        let edges = self.days_with_edges(clock.local.date()).map(|day| {
            let changes =
                self.edges(day.date, zone).filter(|edge| edge.at > now && self.is_open_at(edge.local) != open);
            changes.min_by_key(|edge| edge.at)
        });
        let edge = edges.flatten().next()?;
        let mut jumps = zone.following(now).map(|jump| jump.timestamp()).take_while(|jump| *jump < edge.at);
        let by_a_jump = jumps.find(|jump| self.is_open_at(zone.to_datetime(*jump)) != open);
        Some(by_a_jump.unwrap_or(edge.at))
    }

    /// The next change, if no jump of the clocks makes it another one than a clock without jumps shows.
    fn next_change_on_the_wall(
        &self,
        now: Timestamp,
        clock: WallClock,
        open: bool,
        zone: &TimeZone,
    ) -> Option<Timestamp> {
        let WallClock { local, offset, keeps_until } = clock;
        let change = self.next_time(local, open)?;
        if let Some(at) = offset.to_timestamp(change).ok().filter(|at| *at <= keeps_until) {
            return Some(at);
        }
        let AmbiguousOffset::Unambiguous { offset } = zone.to_ambiguous_timestamp(change).offset() else { return None };
        let at = offset.to_timestamp(change).ok()?;
        // A jump to a time between now and the change changes nothing. One to an earlier time comes soon.
        let week = now.checked_add(WEEK).ok()?;
        let mut jumps = zone.following(now).map(|jump| jump.timestamp()).take_while(|jump| *jump < at.min(week));
        (keeps_until == week || jumps.all(|jump| zone.to_datetime(jump) >= local)).then_some(at)
    }

    /// The first time after `local` at which a clock that never jumps shows another state.
    fn next_time(&self, local: DateTime, open: bool) -> Option<DateTime> {
        self.days_with_edges(local.date()).find_map(|day| {
            let times = self.spans().iter().flat_map(|hours| [hours.from, hours.to]);
            let changes =
                times.filter(|time| self.is_open_on(day, *time) != open).map(|time| day.date.to_datetime(time));
            changes.filter(|change| *change > local).min()
        })
    }

    /// The days from `first` on, up to a horizon, on which it can open or close. Days on which no span of the year begins or
    /// ends are passed over at once.
    fn days_with_edges(&self, first: Date) -> impl Iterator<Item = Day> {
        let horizon = if self.days.are_weekly() { Self::HORIZON_DAYS_OF_WEEK } else { Self::HORIZON_DAYS };
        let last = first.checked_add(horizon.days()).unwrap_or(Date::MAX);
        let next = |day: &Day| {
            let date = self.next_to_check(*day)?;
            // The days between are as this one.
            Some(Day { date, begins: self.days.contains(date), began_before: day.begins })
        };
        let days = iter::successors(Some(self.day(first)), next).take_while(move |day| day.date <= last);
        days.filter(|day| self.may_change_on(*day))
    }

    /// The first day after this one that is not known to be as the day before.
    fn next_to_check(&self, day: Day) -> Option<Date> {
        let tomorrow = day.date.tomorrow().ok()?;
        let whole_spans = self.hours.is_empty() && self.days.are_spans_of_the_year();
        let next = match &self.days.dates {
            Some(dates) if whole_spans || !dates.contains(day.date) => dates.next_edge(tomorrow)?,
            _ => tomorrow,
        };
        // No span begins on another weekday.
        if day.begins { Some(next) } else { self.days.weekdays.first_from(next) }
    }

    /// Returns whether it can open or close on a day. Most days of a year are as the ones before them.
    pub(super) fn may_change_on(&self, day: Day) -> bool {
        if self.hours.is_empty() { day.begins != day.began_before } else { day.begins || day.began_before }
    }

    /// Every instant of a day at which the wall clock shows a time that opens or closes it.
    fn edges(&self, date: Date, zone: &TimeZone) -> impl Iterator<Item = Edge> {
        let times = self.spans().iter().flat_map(|hours| [hours.from, hours.to]);
        times.flat_map(move |time| edges_at(date.to_datetime(time), zone))
    }
}

/// An instant, and the time that the clock on the wall shows then.
struct Edge {
    at: Timestamp,
    local: DateTime,
}

/// The instants at which the wall clock shows a time: one, two where it comes twice; for a time that does not exist the
/// jump that skips it.
fn edges_at(local: DateTime, zone: &TimeZone) -> impl Iterator<Item = Edge> {
    use AmbiguousOffset::{Fold, Gap, Unambiguous};
    let shows = |offset: Offset| Some(Edge { at: offset.to_timestamp(local).ok()?, local });
    let edges = match zone.to_ambiguous_timestamp(local).offset() {
        Unambiguous { offset } => [shows(offset), None],
        Fold { before, after } => [shows(before), shows(after)],
        Gap { .. } => {
            let jump = instant_of(local, zone).map(|at| Edge { at, local: zone.to_datetime(at) });
            [jump, None]
        }
    };
    edges.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;
    use crate::schedule::tests::{at, schedule, zone};
    use crate::schedule::{DateSpan, Dates, Days, DaysOfMonth, MonthDay};

    fn next_change(schedule: &Schedule, now: &str, zone: &TimeZone) -> Option<Timestamp> {
        schedule.next_change(at(now), WallClock::at(at(now), zone), zone)
    }

    #[test]
    fn next_change_is_the_first_instant_that_opens_or_closes() {
        let new_york = zone("America/New_York");
        let happy_hour = schedule(&[], &[("17:00", "19:00")]);
        let weekend = schedule(&[Weekday::Saturday, Weekday::Sunday], &[]);
        let night = schedule(&[], &[("01:00", "01:30")]);
        let over_the_jump = schedule(&[], &[("01:30", "02:30")]);
        for (schedule, now, change) in [
            (&happy_hour, "2026-06-03T12:00:00-04:00", "2026-06-03T17:00:00-04:00"),
            (&happy_hour, "2026-06-03T17:00:00-04:00", "2026-06-03T19:00:00-04:00"),
            (&happy_hour, "2026-06-03T19:00:00-04:00", "2026-06-04T17:00:00-04:00"),
            (&weekend, "2026-06-08T00:00:00-04:00", "2026-06-13T00:00:00-04:00"),
            (&weekend, "2026-06-13T00:00:00-04:00", "2026-06-15T00:00:00-04:00"),
            (&night, "2026-11-01T01:30:00-04:00", "2026-11-01T01:00:00-05:00"),
            (&over_the_jump, "2026-03-08T01:45:00-05:00", "2026-03-08T03:00:00-04:00"),
        ] {
            assert_eq!(next_change(schedule, now, &new_york), Some(at(change)), "{now}");
        }
        assert_eq!(next_change(&schedule(&[], &[]), "2026-06-03T12:00:00Z", &new_york), None);
    }

    #[test]
    fn clocks_that_go_back_close_a_span_and_open_it_again() {
        let new_york = zone("America/New_York");
        let night = schedule(&[], &[("01:30", "03:00")]);
        for (now, change) in [
            ("2026-11-01T01:29:59-04:00", "2026-11-01T01:30:00-04:00"),
            ("2026-11-01T01:30:00-04:00", "2026-11-01T01:00:00-05:00"),
            ("2026-11-01T01:59:59-04:00", "2026-11-01T01:00:00-05:00"),
            ("2026-11-01T01:00:00-05:00", "2026-11-01T01:30:00-05:00"),
            ("2026-11-01T01:30:00-05:00", "2026-11-01T03:00:00-05:00"),
        ] {
            assert_eq!(next_change(&night, now, &new_york), Some(at(change)), "{now}");
        }
    }

    /// The schedules of some days of the year: alone, with hours, and with days of the month.
    fn yearly(spans: &[(&str, &str)]) -> [Schedule; 3] {
        let day = |text| MonthDay::parse(text).unwrap();
        let spans = spans.iter().map(|(from, to)| DateSpan { from: day(from), to: day(to) });
        let days = Days { dates: Some(Dates(spans.collect())), ..Days::ALL };
        let of_month = Some(DaysOfMonth::from_iter([1, 13, -1]));
        let hours = schedule(&[], &[("22:00", "02:00")]).hours;
        [
            Schedule { days: days.clone(), hours: Vec::new() },
            Schedule { days: days.clone(), hours },
            Schedule { days: Days { of_month, ..days }, hours: Vec::new() },
        ]
    }

    #[test]
    fn no_day_that_is_passed_over_opens_or_closes() {
        for spans in [
            &[("11-25", "11-30")][..],
            &[("02-29", "02-29")],
            &[("02-20", "02-29"), ("12-24", "12-26")],
            &[("12-30", "01-02")],
            &[("03-01", "02-28")],
            &[("01-01", "12-31")],
            &[("06-01", "06-30"), ("06-15", "07-15")],
        ] {
            for schedule in yearly(spans) {
                let first = jiff::civil::date(2026, 1, 1);
                let all: Vec<Date> = first
                    .series(1.day())
                    .take(1_200)
                    .filter(|day| schedule.may_change_on(schedule.day(*day)))
                    .collect();
                let found = schedule.days_with_edges(first).map(|day| day.date);
                let found: Vec<Date> = found.take_while(|day| first.until(*day).unwrap().get_days() < 1_200).collect();
                assert_eq!(found, all, "{spans:?}");
            }
        }
    }

    #[test]
    fn day_of_the_year_is_found_a_year_ahead() {
        let [black_friday, ..] = yearly(&[("11-25", "11-30")]);
        for (now, change) in
            [("2026-12-01T00:00:00Z", "2027-11-25T00:00:00Z"), ("2027-11-25T00:00:00Z", "2027-12-01T00:00:00Z")]
        {
            assert_eq!(next_change(&black_friday, now, &TimeZone::UTC), Some(at(change)), "{now}");
        }
    }
}
