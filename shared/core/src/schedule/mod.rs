//! Days and hours that come again, read off the wall clock of the shop.

mod cycle;
mod dates;
mod days;
mod weekdays;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

pub use dates::{DateSpan, Dates, MonthDay};
pub use days::{Days, DaysOfMonth, Nth, WeekdaysOfMonth};
pub use weekdays::Weekdays;

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// When an offer that comes back is open: on these days, in these hours of them.
///
/// What counts is what a clock on the shop's wall shows: on the night on which an hour comes twice, it is open
/// in both; an hour that does not exist never comes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Schedule {
    /// The days on which a span may begin.
    pub days: Days,
    /// The spans of a day; the whole day where none is named.
    pub hours: Vec<Hours>,
}

/// A span of the local day, `[from, to)`; one whose end is not after its begin goes past midnight and belongs
/// to the day on which it began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hours {
    /// The first minute.
    pub from: Time,
    /// The minute after the last; midnight is the end of the day.
    pub to: Time,
}

/// The time that the shop's clock shows at an instant.
#[derive(Clone, Copy, Debug)]
pub struct WallClock {
    local: DateTime,
    offset: Offset,
}

impl WallClock {
    /// In a time zone.
    #[must_use]
    pub fn at(instant: Timestamp, zone: &TimeZone) -> Self {
        let offset = zone.to_offset(instant);
        Self { local: offset.to_datetime(instant), offset }
    }

    /// The day that it shows.
    #[must_use]
    pub fn date(self) -> Date {
        self.local.date()
    }
}

impl Hours {
    fn past_midnight(self) -> bool {
        self.to <= self.from
    }
}

impl Schedule {
    /// How far ahead its next change can be: a day of the year comes back on a weekday after 40 years at most, if it is a
    /// leap day.
    const HORIZON_DAYS: i32 = 41 * 366;
    /// The horizon for days that each week has: a week, and another where the clocks skip the first.
    const HORIZON_DAYS_OF_WEEK: i32 = 15;

    /// Open at any time.
    pub(crate) const ALWAYS: Self = Self { days: Days::ALL, hours: Vec::new() };

    /// The keys that say when it is open, in the order of the documentation.
    #[must_use]
    pub fn written(&self) -> Vec<&'static str> {
        let keys = [
            ("weekdays", self.days.weekdays != Weekdays::ALL),
            ("days_of_month", self.days.of_month.is_some()),
            ("weekdays_of_month", self.days.weekdays_of_month.is_some()),
            ("dates", self.days.dates.is_some()),
            ("hours", !self.hours.is_empty()),
        ];
        keys.into_iter().filter(|(_, written)| *written).map(|(key, _)| key).collect()
    }

    /// Returns whether it is open when the clock shows this.
    #[must_use]
    pub fn is_open(&self, clock: WallClock) -> bool {
        self.is_open_at(clock.local)
    }

    /// Returns whether it is open when the shop's clock shows `local`.
    pub(crate) fn is_open_at(&self, local: DateTime) -> bool {
        let today = self.days.contains(local.date());
        if self.hours.is_empty() {
            return today;
        }
        let yesterday = local.date().yesterday().is_ok_and(|yesterday| self.days.contains(yesterday));
        let time = local.time();
        self.hours.iter().any(|hours| {
            if hours.past_midnight() {
                (today && time >= hours.from) || (yesterday && time < hours.to)
            } else {
                today && time >= hours.from && time < hours.to
            }
        })
    }

    /// The next instant after `now`, when the clock shows this, at which it opens or closes; none when it never does.
    #[must_use]
    pub fn next_change(&self, now: Timestamp, clock: WallClock, zone: &TimeZone) -> Option<Timestamp> {
        let WallClock { local, offset } = clock;
        let open = self.is_open_at(local);
        if let Some(change) = self.next_change_without_a_jump(now, clock, open, zone) {
            return Some(change);
        }
        let horizon = if self.days.are_weekly() { Self::HORIZON_DAYS_OF_WEEK } else { Self::HORIZON_DAYS };
        let days = (0..=horizon).filter_map(|day| local.date().checked_add(day.days()).ok());
        // The first day with a change has the first change: only a jump of the clocks can come before it.
        let edges = days.filter(|date| self.may_change_on(*date)).map(|date| {
            let changes = self.edges(date, zone).filter(|edge| edge.at > now && self.is_open_at(edge.local) != open);
            changes.min_by_key(|edge| edge.at)
        });
        let edge = edges.flatten().next()?;
        // Clocks that jump come back to their offset only after months.
        if edge.offset == offset && edge.at.duration_since(now) < WEEK {
            return Some(edge.at);
        }
        let mut jumps = zone.following(now).map(|jump| jump.timestamp()).take_while(|jump| *jump < edge.at);
        let by_a_jump = jumps.find(|jump| self.is_open_at(zone.to_datetime(*jump)) != open);
        Some(by_a_jump.unwrap_or(edge.at))
    }

    /// The next change, if it is within a week and the clocks keep their offset until then: most are, and the zone is asked once.
    fn next_change_without_a_jump(
        &self,
        now: Timestamp,
        clock: WallClock,
        open: bool,
        zone: &TimeZone,
    ) -> Option<Timestamp> {
        let WallClock { local, offset } = clock;
        let mut day = local.date();
        for _ in 0..=7 {
            if self.may_change_on(day) {
                let times = self.spans().iter().flat_map(|hours| [hours.from, hours.to]);
                let edges = times.map(|time| day.to_datetime(time));
                let change = edges.filter(|edge| *edge > local && self.is_open_at(*edge) != open).min();
                if let Some(at) = change.and_then(|change| offset.to_timestamp(change).ok()) {
                    // Clocks that jump come back to their offset only after months.
                    let keeps_offset = at.duration_since(now) < WEEK && zone.to_offset(at) == offset;
                    return keeps_offset.then_some(at);
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The spans of a day.
    fn spans(&self) -> &[Hours] {
        const WHOLE_DAY: &[Hours] = &[Hours { from: Time::midnight(), to: Time::midnight() }];
        if self.hours.is_empty() { WHOLE_DAY } else { &self.hours }
    }

    /// Returns whether it can open or close on a day. Most days of a year are as the ones before them.
    fn may_change_on(&self, date: Date) -> bool {
        let today = self.days.contains(date);
        let yesterday = date.yesterday().is_ok_and(|yesterday| self.days.contains(yesterday));
        if self.hours.is_empty() { today != yesterday } else { today || yesterday }
    }

    /// Every instant of a day at which the wall clock shows a time that opens or closes it.
    fn edges(&self, date: Date, zone: &TimeZone) -> impl Iterator<Item = Edge> {
        let times = self.spans().iter().flat_map(|hours| [hours.from, hours.to]);
        times.flat_map(move |time| edges_at(date.to_datetime(time), zone))
    }
}

/// An instant, and what the clock on the wall shows then.
struct Edge {
    at: Timestamp,
    local: DateTime,
    offset: Offset,
}

/// The instants at which the wall clock shows a time: one, two where it comes twice; for a time that does not exist the
/// jump that skips it.
fn edges_at(local: DateTime, zone: &TimeZone) -> impl Iterator<Item = Edge> {
    use jiff::tz::AmbiguousOffset::{Fold, Gap, Unambiguous};
    let shows = |offset: Offset| Some(Edge { at: offset.to_timestamp(local).ok()?, local, offset });
    let edges = match zone.to_ambiguous_timestamp(local).offset() {
        Unambiguous { offset } => [shows(offset), None],
        Fold { before, after } => [shows(before), shows(after)],
        Gap { after, .. } => {
            let jump = instant_of(local, zone).map(|at| Edge { at, local: zone.to_datetime(at), offset: after });
            [jump, None]
        }
    };
    edges.into_iter().flatten()
}

/// The instant of a local time: of two the earlier; for one that does not exist the first after the gap.
pub(crate) fn instant_of(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    use jiff::tz::AmbiguousOffset::{Fold, Gap, Unambiguous};
    match zone.to_ambiguous_timestamp(local).offset() {
        Unambiguous { offset } | Fold { before: offset, .. } => offset.to_timestamp(local).ok(),
        Gap { after, .. } => {
            // With the later offset the time lies before the jump that skips it.
            let before_jump = after.to_timestamp(local).ok()?;
            zone.following(before_jump).next().map(|jump| jump.timestamp())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;

    fn zone(name: &str) -> TimeZone {
        jiff::tz::TimeZoneDatabase::bundled().get(name).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn next_change(schedule: &Schedule, now: &str, zone: &TimeZone) -> Option<Timestamp> {
        schedule.next_change(at(now), WallClock::at(at(now), zone), zone)
    }

    fn schedule(days: &[Weekday], spans: &[(&str, &str)]) -> Schedule {
        let weekdays = if days.is_empty() { Weekdays::ALL } else { days.iter().copied().collect() };
        let days = Days { weekdays, ..Days::ALL };
        let hours = spans.iter().map(|(from, to)| Hours { from: from.parse().unwrap(), to: to.parse().unwrap() });
        Schedule { days, hours: hours.collect() }
    }

    #[test]
    fn span_is_open_from_its_first_minute_to_just_before_its_last() {
        let happy_hour = schedule(&[], &[("17:00", "19:00")]);
        for (now, open) in [
            ("2026-06-03T16:59:59-04:00", false),
            ("2026-06-03T17:00:00-04:00", true),
            ("2026-06-03T18:59:59.999-04:00", true),
            ("2026-06-03T19:00:00-04:00", false),
        ] {
            assert_eq!(happy_hour.is_open(WallClock::at(at(now), &zone("America/New_York"))), open, "{now}");
        }
    }

    #[test]
    fn span_past_midnight_belongs_to_the_weekday_of_its_start() {
        let friday_night = schedule(&[Weekday::Friday], &[("22:00", "02:00")]);
        for (now, open) in [
            ("2026-06-05T01:00:00Z", false), // the night from Thursday
            ("2026-06-05T22:00:00Z", true),
            ("2026-06-06T01:59:59Z", true),
            ("2026-06-06T02:00:00Z", false),
            ("2026-06-06T23:00:00Z", false), // Saturday
        ] {
            assert_eq!(friday_night.is_open(WallClock::at(at(now), &TimeZone::UTC)), open, "{now}");
        }
    }

    #[test]
    fn weekdays_are_those_of_the_shop_and_not_of_utc() {
        let monday = schedule(&[Weekday::Monday], &[]);
        let tokyo = zone("Asia/Tokyo");
        assert!(monday.is_open(WallClock::at(at("2026-06-07T15:00:00Z"), &tokyo)), "Sunday in UTC, Monday in Tokyo");
        assert!(!monday.is_open(WallClock::at(at("2026-06-08T15:00:00Z"), &tokyo)), "Monday in UTC, Tuesday in Tokyo");
    }

    #[test]
    fn repeated_hour_opens_twice_and_skipped_hour_never() {
        let new_york = zone("America/New_York");
        let night = schedule(&[], &[("01:00", "01:30")]);
        for (now, open) in [
            ("2026-11-01T01:15:00-04:00", true),
            ("2026-11-01T01:45:00-04:00", false),
            ("2026-11-01T01:15:00-05:00", true),
        ] {
            assert_eq!(night.is_open(WallClock::at(at(now), &new_york)), open, "{now}");
        }
        let skipped = schedule(&[], &[("02:00", "03:00")]);
        assert!(!skipped.is_open(WallClock::at(at("2026-03-08T01:59:59-05:00"), &new_york)));
        assert!(!skipped.is_open(WallClock::at(at("2026-03-08T03:00:00-04:00"), &new_york)));
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
    fn local_time_is_one_instant_even_if_skipped_or_repeated() {
        let new_york = zone("America/New_York");
        for (local, instant) in [
            ("2026-06-01T00:00:00", "2026-06-01T00:00:00-04:00"),
            ("2026-03-08T02:30:00", "2026-03-08T03:00:00-04:00"),
            ("2026-11-01T01:30:00", "2026-11-01T01:30:00-04:00"),
        ] {
            assert_eq!(instant_of(local.parse().unwrap(), &new_york), Some(at(instant)), "{local}");
        }
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
}
