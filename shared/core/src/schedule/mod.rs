//! Weekdays and hours, read off the wall clock of the shop.

mod week;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// When an offer that comes back is open: on these weekdays, in these hours of them.
///
/// What counts is what a clock on the shop's wall shows: on the night on which an hour comes twice, it is open
/// in both; an hour that does not exist never comes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Schedule {
    /// The weekdays on which a span may begin; every one where none is named.
    pub weekdays: Weekdays,
    /// The spans of a day; the whole day where none is named.
    pub hours: Vec<Hours>,
}

/// A set of weekdays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Weekdays(u8);

/// A span of the local day, `[from, to)`; one whose end is not after its begin goes past midnight and belongs
/// to the weekday on which it began.
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
}

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// Returns whether the day is one of them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |set, day| set | (1 << day.to_monday_zero_offset())))
    }
}

impl Hours {
    fn past_midnight(self) -> bool {
        self.to <= self.from
    }
}

impl Schedule {
    /// How far ahead its next change can be: a week, and another where the clocks skip the first.
    const HORIZON_DAYS: i8 = 15;

    /// Returns whether it is open when the clock shows this.
    #[must_use]
    pub fn is_open(&self, clock: WallClock) -> bool {
        self.is_open_at(clock.local)
    }

    /// Returns whether it is open when the shop's clock shows `local`.
    pub(crate) fn is_open_at(&self, local: DateTime) -> bool {
        let today = self.weekdays.contains(local.date().weekday());
        if self.hours.is_empty() {
            return today;
        }
        let yesterday = self.weekdays.contains(local.date().weekday().previous());
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
        let days = (0..=Self::HORIZON_DAYS).filter_map(|day| local.date().checked_add(day.days()).ok());
        // The first day with a change has the first change: only a jump of the clocks can come before it.
        let edges = days.map(|date| {
            let changes = self.edges(date, zone).filter(|edge| edge.at > now && self.is_open_at(edge.local) != open);
            changes.min_by_key(|edge| edge.at)
        });
        let edge = edges.flatten().next()?;
        if edge.offset == offset {
            return Some(edge.at);
        }
        let mut jumps = zone.following(now).map(|jump| jump.timestamp()).take_while(|jump| *jump < edge.at);
        let by_a_jump = jumps.find(|jump| self.is_open_at(zone.to_datetime(*jump)) != open);
        Some(by_a_jump.unwrap_or(edge.at))
    }

    /// Every instant of a day at which the wall clock shows a time that opens or closes it.
    fn edges(&self, date: Date, zone: &TimeZone) -> impl Iterator<Item = Edge> {
        const WHOLE_DAY: &[Hours] = &[Hours { from: Time::midnight(), to: Time::midnight() }];
        let spans = if self.hours.is_empty() { WHOLE_DAY } else { &self.hours };
        let times = spans.iter().flat_map(|hours| [hours.from, hours.to]);
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
        let hours = spans.iter().map(|(from, to)| Hours { from: from.parse().unwrap(), to: to.parse().unwrap() });
        Schedule { weekdays, hours: hours.collect() }
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
    fn a_weekday_that_is_named_twice_is_one_of_them_all_the_same() {
        let days: Weekdays = [Weekday::Friday, Weekday::Monday, Weekday::Friday].into_iter().collect();
        for (day, named) in [(Weekday::Friday, true), (Weekday::Monday, true), (Weekday::Saturday, false)] {
            assert_eq!(days.contains(day), named, "{day:?}");
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
