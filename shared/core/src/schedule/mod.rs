//! Days and hours that come again, read off the wall clock of the shop.

mod change;
mod cycle;
mod dates;
mod days;
#[cfg(test)]
mod jumps;
mod weekdays;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use dates::{DateSpan, Dates, MonthDay};
pub use days::{Days, DaysOfMonth, Nth, WeekdaysOfMonth};
pub use weekdays::Weekdays;

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

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The time that the shop's clock shows at an instant.
#[derive(Clone, Copy, Debug)]
pub struct WallClock {
    local: DateTime,
    offset: Offset,
    /// An instant until which the clock keeps its offset.
    keeps_until: Timestamp,
}

/// A day as a schedule has it.
#[derive(Clone, Copy, Debug)]
struct Day {
    date: Date,
    /// True if a span may begin on it.
    begins: bool,
    /// True if one may have begun on the day before.
    began_before: bool,
}

impl WallClock {
    /// In a time zone.
    #[must_use]
    pub fn at(instant: Timestamp, zone: &TimeZone) -> Self {
        let offset = zone.to_offset(instant);
        let week = instant.checked_add(WEEK).ok();
        // Clocks that jump come back to their offset only after weeks.
        let keeps_until = week.filter(|week| zone.to_offset(*week) == offset).unwrap_or(instant);
        Self { local: offset.to_datetime(instant), offset, keeps_until }
    }

    /// This clock at a later instant, if it is known to keep its offset until then.
    #[must_use]
    pub(crate) fn later(self, instant: Timestamp) -> Option<Self> {
        (instant <= self.keeps_until).then(|| Self { local: self.offset.to_datetime(instant), ..self })
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
        if self.hours.is_empty() {
            return self.days.contains(local.date());
        }
        self.is_open_on(self.day(local.date()), local.time())
    }

    /// Returns whether it is open at a time of a day.
    fn is_open_on(&self, day: Day, time: Time) -> bool {
        if self.hours.is_empty() {
            return day.begins;
        }
        self.hours.iter().any(|hours| {
            if hours.past_midnight() {
                (day.begins && time >= hours.from) || (day.began_before && time < hours.to)
            } else {
                day.begins && time >= hours.from && time < hours.to
            }
        })
    }

    fn day(&self, date: Date) -> Day {
        let began_before = date.yesterday().is_ok_and(|yesterday| self.days.contains(yesterday));
        Day { date, begins: self.days.contains(date), began_before }
    }

    /// The spans of a day.
    fn spans(&self) -> &[Hours] {
        const WHOLE_DAY: &[Hours] = &[Hours { from: Time::midnight(), to: Time::midnight() }];
        if self.hours.is_empty() { WHOLE_DAY } else { &self.hours }
    }
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

    pub(super) fn zone(name: &str) -> TimeZone {
        jiff::tz::TimeZoneDatabase::bundled().get(name).unwrap()
    }

    pub(super) fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    pub(super) fn schedule(days: &[Weekday], spans: &[(&str, &str)]) -> Schedule {
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
}
