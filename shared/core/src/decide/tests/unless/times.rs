//! Exclusions that time alone opens and closes.

use super::*;

/// Checks the decision for a guest at each moment: the verdict's code, `valid_until` and `ends_at`, without their common end.
fn moments(unless: &str, rows: &[(&str, &str, &str, &str)]) {
    let policy = excluding(unless);
    for (now, code, until, ends) in rows {
        let decision = decide(&policy, &Snapshot::guest(15_000), InteractionSet::all(), at(now)).unwrap();
        let said = verdict(&decision);
        let word = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let found = (said.split(' ').next().unwrap(), word(decision.valid_until), word(decision.ends_at));
        assert_eq!(found, (*code, (*until).to_owned(), (*ends).to_owned()), "{unless} at {now}");
    }
}

#[test]
fn time_opens_what_it_excluded_and_excludes_it_again() {
    let starts = "starts = 2026-06-10T00:00:00Z";
    moments(
        starts,
        &[
            ("2026-06-09T23:59:59Z", "applies", "2026-06-10T00:00:00Z", "2026-06-10T00:00:00Z"),
            ("2026-06-10T00:00:00Z", "excluded_by_starts", "", ""),
        ],
    );
    let ends = "ends = 2026-06-10T00:00:00Z";
    moments(
        ends,
        &[
            ("2026-06-09T23:59:59Z", "excluded_by_ends", "2026-06-10T00:00:00Z", ""),
            ("2026-06-10T00:00:00Z", "applies", "", ""),
        ],
    );
    moments(
        &format!("{starts}\nends = 2026-06-12T00:00:00Z"),
        &[
            ("2026-06-09T23:59:59Z", "applies", "2026-06-10T00:00:00Z", ""),
            ("2026-06-10T00:00:00Z", "excluded_by_ends", "2026-06-12T00:00:00Z", ""),
            ("2026-06-12T00:00:00Z", "applies", "", ""),
        ],
    );
    let night = "weekdays = [\"wed\"]\nhours = [\"22:00-02:00\"]";
    moments(
        night,
        &[
            ("2026-06-03T21:59:59Z", "applies", "2026-06-03T22:00:00Z", ""),
            ("2026-06-03T22:00:00Z", "excluded_by_hours", "2026-06-04T02:00:00Z", ""),
            ("2026-06-04T02:00:00Z", "applies", "2026-06-10T22:00:00Z", ""),
        ],
    );
}

#[test]
fn days_since_exclude_from_their_moment_on() {
    let session = with("last_order_at", "1780401600"); // 2026-06-02 at noon
    for (unless, code, until, ends) in [
        ("days_since_last_order_at_least = 2", "applies", "2026-06-04T12:00:00Z", "2026-06-04T12:00:00Z"),
        ("days_since_last_order_at_least = 1", "excluded_by_days_since_last_order_at_least 1 1", "", ""),
        (
            "days_since_last_order_at_most = 1",
            "excluded_by_days_since_last_order_at_most 1 1",
            "2026-06-04T12:00:00Z",
            "",
        ),
    ] {
        let decision = decided(&excluding(unless), &session);
        let word = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let found = (verdict(&decision), word(decision.valid_until), word(decision.ends_at));
        assert_eq!(found, (code.to_owned(), until.to_owned(), ends.to_owned()), "{unless}");
    }
    let session = with("birthday", "1990-06-05");
    let decision = decided(&excluding("anniversary = { of = \"birthday\", days_before = 3 }"), &session);
    assert_eq!(verdict(&decision).split(' ').next(), Some("excluded_by_anniversary"));
    assert_eq!(decision.valid_until, Some(at("2026-06-06T00:00:00Z")));
}
