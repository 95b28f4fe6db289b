//! Conditions on when.

use super::*;
use crate::interaction::InteractionSet;
use crate::{Snapshot, decide};

fn each_moment_is(when: &str, rows: &[(&str, &str)]) {
    let new_york = format!("timezone = \"America/New_York\"\n{}", offer("it", "limited-time", when));
    let policy = policy(&new_york);
    for (now, expected) in rows {
        let decision = decide(&policy, &Snapshot::guest(15_000), InteractionSet::all(), at(now)).unwrap();
        assert_eq!(verdict(&decision), *expected, "{when} at {now}");
    }
}

#[test]
fn window_is_open_from_its_start_to_just_before_its_end() {
    let window = "give.percent = \"10\"\nwhen.starts = 2026-11-27T00:00:00\nwhen.ends = 2026-12-01T00:00:00";
    each_moment_is(
        window,
        &[
            ("2026-11-27T04:59:59Z", r#"not_started "2026-11-27T05:00:00Z" "2026-11-27T04:59:59Z""#),
            ("2026-11-27T05:00:00Z", "applies"),
            ("2026-12-01T04:59:59.999Z", "applies"),
            ("2026-12-01T05:00:00Z", r#"ended "2026-12-01T05:00:00Z" "2026-12-01T05:00:00Z""#),
        ],
    );
}

#[test]
fn weekdays_and_hours_are_those_of_the_shops_wall() {
    each_moment_is(
        "give.percent = \"10\"\nwhen.weekdays = [\"fri\", \"sat\"]\nwhen.hours = [\"17:00-19:00\", \"22:00-02:00\"]",
        &[
            ("2026-06-05T16:59:59-04:00", r#"not_at_this_time "2026-06-05T20:59:59Z""#),
            ("2026-06-05T17:00:00-04:00", "applies"),
            ("2026-06-05T18:59:59-04:00", "applies"),
            ("2026-06-05T19:00:00-04:00", r#"not_at_this_time "2026-06-05T23:00:00Z""#),
            ("2026-06-05T00:30:00-04:00", r#"not_at_this_time "2026-06-05T04:30:00Z""#),
            ("2026-06-07T01:59:59-04:00", "applies"),
            ("2026-06-07T02:00:00-04:00", r#"not_at_this_time "2026-06-07T06:00:00Z""#),
        ],
    );
}

#[test]
fn hours_keep_to_the_wall_when_the_clocks_change() {
    each_moment_is(
        "give.percent = \"10\"\nwhen.hours = [\"17:00-19:00\"]",
        &[
            ("2026-10-31T21:00:00Z", "applies"),
            ("2026-11-01T21:30:00Z", r#"not_at_this_time "2026-11-01T21:30:00Z""#),
            ("2026-11-01T22:00:00Z", "applies"),
        ],
    );
}
