//! The next change of random schedules near jumps of the clocks, compared with a walk in steps of a quarter of an hour.

#![expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]

use jiff::civil::{Time, Weekday};
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;

use super::tests::{at, zone};
use super::*;

/// Zones, and instants at which their clocks jump: an hour, half an hour, a day that is left out, and an hour in a month.
const JUMPS: [(&str, &str); 8] = [
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z"),
    ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
    ("Africa/Casablanca", "2026-03-22T02:00:00Z"),
    ("UTC", "2026-03-01T00:00:00Z"),
];
const QUARTER: SignedDuration = SignedDuration::from_mins(15);
const QUARTERS_OF_A_DAY: i32 = 4 * 24;

/// Weekdays or spans of the year near a jump, with hours of the night.
fn schedules(jump: Date) -> impl Strategy<Value = Schedule> {
    let span = (-9_i32..9, 0_i32..3).prop_map(move |(from, length)| {
        let day = |days: i32| MonthDay::of(jump.checked_add(days.days()).unwrap());
        DateSpan { from: day(from), to: day(from + length) }
    });
    let days = prop_oneof![
        Just(Days::ALL),
        prop::collection::vec(0_i8..7, 1..4).prop_map(|days| {
            let weekdays = days.into_iter().map(|day| Weekday::from_monday_zero_offset(day).unwrap());
            Days { weekdays: weekdays.collect(), ..Days::ALL }
        }),
        prop::collection::vec(span, 1..3).prop_map(|spans| Days { dates: Some(Dates(spans)), ..Days::ALL }),
    ];
    // From 22:00 to 04:00.
    let time = (0_i8..24).prop_map(|quarter| Time::constant((22 + quarter / 4) % 24, quarter % 4 * 15, 0, 0));
    let hours = prop::collection::vec((time.clone(), time).prop_map(|(from, to)| Hours { from, to }), 0..3);
    (days, hours).prop_map(|(days, hours)| Schedule { days, hours })
}

fn cases() -> impl Strategy<Value = (TimeZone, Schedule, Timestamp)> {
    let jumps = prop::sample::select(&JUMPS[..]);
    jumps.prop_flat_map(|(name, jump)| {
        let (zone, jump) = (zone(name), at(jump));
        let now = (-9 * QUARTERS_OF_A_DAY..2 * QUARTERS_OF_A_DAY).prop_map(move |quarters| jump + QUARTER * quarters);
        (Just(zone.clone()), schedules(zone.to_datetime(jump).date()), now)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn next_change_is_the_first_that_a_walk_meets((zone, schedule, now) in cases()) {
        let is_open = |at: Timestamp| schedule.is_open(WallClock::at(at, &zone));
        let step = |quarters| now + QUARTER * quarters;
        let met = (1..=10 * QUARTERS_OF_A_DAY).map(step).find(|at| is_open(*at) != is_open(now));
        let found = schedule.next_change(now, WallClock::at(now, &zone), &zone);
        prop_assert_eq!(found.filter(|change| *change <= step(10 * QUARTERS_OF_A_DAY)), met);
    }
}
