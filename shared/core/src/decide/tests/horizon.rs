//! Until when a decision holds, if only time passes.

use super::*;
use crate::interaction::InteractionSet;
use crate::{Snapshot, decide};

/// Every row is what an offer asks, a moment, and until when the decision of that moment holds.
fn each_holds_until(session: &Snapshot, interaction: &str, rows: &[(&str, &str, Option<&str>)]) {
    for (when, now, until) in rows {
        let lines = format!("give.amount_off.usd = \"5.00\"\n{when}");
        let policy = policy(&format!("timezone = \"America/New_York\"\n{}", offer("it", interaction, &lines)));
        let decision = decide(&policy, session, InteractionSet::all(), at(now)).unwrap();
        assert_eq!(decision.valid_until, until.map(at), "{when} at {now}");
    }
}

#[test]
fn a_window_changes_a_decision_when_it_opens_and_when_it_closes() {
    let window = "when.starts = 2026-11-27T00:00:00\nwhen.ends = 2026-12-01T00:00:00";
    each_holds_until(
        &Snapshot::guest(15_000),
        "limited-time",
        &[
            (window, "2026-11-01T00:00:00Z", Some("2026-11-27T05:00:00Z")),
            (window, "2026-11-27T05:00:00Z", Some("2026-12-01T05:00:00Z")),
            (window, "2026-12-01T05:00:00Z", None),
            ("when.starts = 2026-11-27T00:00:00Z", "2026-11-27T00:00:00Z", None),
            ("when.starts = 2026-12-01\nwhen.ends = 2026-11-01", "2026-06-01T00:00:00Z", None),
            ("when.starts = 2026-12-01\nwhen.ends = 2026-12-01", "2026-06-01T00:00:00Z", None),
        ],
    );
}

#[test]
fn hours_and_weekdays_change_it_on_the_shops_clock() {
    let friday_night = "when.weekdays = [\"fri\"]\nwhen.hours = [\"22:00-02:00\"]";
    each_holds_until(
        &Snapshot::guest(15_000),
        "limited-time",
        &[
            ("when.hours = [\"17:00-19:00\"]", "2026-06-03T12:00:00Z", Some("2026-06-03T21:00:00Z")),
            ("when.hours = [\"17:00-19:00\"]", "2026-06-03T22:00:00Z", Some("2026-06-03T23:00:00Z")),
            ("when.hours = [\"17:00-19:00\"]", "2026-10-31T23:00:00Z", Some("2026-11-01T22:00:00Z")),
            (friday_night, "2026-06-03T12:00:00Z", Some("2026-06-06T02:00:00Z")),
            (friday_night, "2026-06-06T03:00:00Z", Some("2026-06-06T06:00:00Z")),
            ("when.hours = [\"00:00-24:00\"]", "2026-06-03T12:00:00Z", None),
        ],
    );
}

#[test]
fn days_that_come_again_change_it_on_the_shops_clock() {
    let eve = "when.dates = [\"12-31\"]\nwhen.hours = [\"22:00-02:00\"]";
    let twice = "when.dates = [\"12-31\"]\nwhen.hours = [\"10:00-11:00\", \"14:00-15:00\"]";
    let long = "when.dates = [\"11-01..05-01\"]";
    let leap_monday = "when.dates = [\"02-29\"]\nwhen.weekdays = [\"mon\"]";
    each_holds_until(
        &Snapshot::guest(15_000),
        "limited-time",
        &[
            ("when.days_of_month = [-1]", "2028-02-01T12:00:00Z", Some("2028-02-29T05:00:00Z")),
            ("when.days_of_month = [-1]", "2028-02-29T05:00:00Z", Some("2028-03-01T05:00:00Z")),
            ("when.days_of_month = [31, 1]", "2026-10-31T12:00:00Z", Some("2026-11-02T05:00:00Z")),
            ("when.weekdays_of_month = [\"last fri\"]", "2026-11-27T05:00:00Z", Some("2026-11-28T05:00:00Z")),
            ("when.weekdays_of_month = [\"last fri\"]", "2026-11-28T05:00:00Z", Some("2026-12-25T05:00:00Z")),
            // The clocks go back on the first Sunday of November.
            ("when.weekdays_of_month = [\"1st sun\"]", "2026-11-01T04:00:00Z", Some("2026-11-02T05:00:00Z")),
            ("when.dates = [\"12-24..12-26\"]", "2026-06-03T12:00:00Z", Some("2026-12-24T05:00:00Z")),
            ("when.dates = [\"12-24..12-26\"]", "2026-12-26T12:00:00Z", Some("2026-12-27T05:00:00Z")),
            ("when.dates = [\"02-29\"]", "2027-01-01T12:00:00Z", Some("2027-02-28T05:00:00Z")),
            (leap_monday, "2028-03-01T12:00:00Z", Some("2033-02-28T05:00:00Z")),
            (long, "2026-06-03T12:00:00Z", Some("2026-11-01T04:00:00Z")),
            (long, "2026-11-01T05:30:00Z", Some("2027-05-02T04:00:00Z")),
            (eve, "2026-06-03T12:00:00Z", Some("2027-01-01T03:00:00Z")),
            (eve, "2027-01-01T03:00:00Z", Some("2027-01-01T07:00:00Z")),
            (twice, "2026-06-03T12:00:00Z", Some("2026-12-31T15:00:00Z")),
            (twice, "2026-12-31T15:00:00Z", Some("2026-12-31T16:00:00Z")),
            (twice, "2026-12-31T16:00:00Z", Some("2026-12-31T19:00:00Z")),
        ],
    );
}

#[test]
fn an_anniversary_begins_and_ends_on_the_shops_clock() {
    let born = |day: &str| Snapshot::customer([("birthday", day)]);
    let week = "when.anniversary = { of = \"birthday\", days_before = 3, days_after = 3 }";
    for (day, now, until) in [
        ("1990-06-10", "2026-06-03T12:00:00Z", "2026-06-07T04:00:00Z"),
        ("1990-06-10", "2026-06-07T04:00:00Z", "2026-06-14T04:00:00Z"),
        ("1990-06-10", "2026-06-14T04:00:00Z", "2027-06-07T04:00:00Z"),
        ("--01-01", "2026-12-28T12:00:00Z", "2026-12-29T05:00:00Z"),
        ("--01-01", "2026-12-31T12:00:00Z", "2027-01-05T05:00:00Z"),
        ("1992-02-29", "2027-02-01T12:00:00Z", "2027-02-25T05:00:00Z"),
        ("2026-06-02", "2026-06-03T12:00:00Z", "2027-05-30T04:00:00Z"),
        ("2030-06-02", "2026-06-03T12:00:00Z", "2031-05-30T04:00:00Z"),
    ] {
        each_holds_until(&born(day), "loyalty", &[(week, now, Some(until))]);
    }
    each_holds_until(&born("soon"), "loyalty", &[(week, "2026-06-03T12:00:00Z", None)]);
}

#[test]
fn clocks_that_go_back_over_midnight_close_a_day_again() {
    // Clocks in Havana go back from 1:00 to 0:00, those in Asuncion went back from 0:00 to 23:00 of the day before.
    let text = |zone: &str, dates: &str| {
        let when = format!("when.dates = [\"{dates}\"]\ngive.amount_off.usd = \"5.00\"");
        policy(&format!("timezone = \"{zone}\"\n{}", offer("it", "limited-time", &when)))
    };
    for (zone, dates, now, until) in [
        ("America/Havana", "11-01..05-01", "2026-11-01T04:30:00Z", "2027-05-02T04:00:00Z"),
        ("America/Asuncion", "03-24..11-30", "2024-03-24T02:59:00Z", "2024-03-24T04:00:00Z"),
        ("America/Asuncion", "03-23", "2024-03-24T02:59:00Z", "2024-03-24T04:00:00Z"),
        ("America/Asuncion", "03-23", "2024-03-24T03:30:00Z", "2024-03-24T04:00:00Z"),
    ] {
        let decision = decide(&text(zone, dates), &Snapshot::guest(15_000), InteractionSet::all(), at(now)).unwrap();
        assert_eq!(decision.valid_until, Some(at(until)), "{zone} {dates} at {now}");
    }
}

#[test]
fn opening_is_the_first_moment_at_which_all_times_hold() {
    let after_start =
        "when.starts = 2026-06-04T12:00:00\nwhen.weekdays = [\"thu\", \"sat\"]\nwhen.hours = [\"10:00-11:00\"]";
    let too_late = "when.ends = 2026-06-03T20:00:00Z\nwhen.hours = [\"17:00-19:00\"]";
    let cut_short = "when.ends = 2026-06-03T22:00:00Z\nwhen.hours = [\"17:00-19:00\"]";
    each_holds_until(
        &Snapshot::guest(15_000),
        "limited-time",
        &[
            (after_start, "2026-06-03T12:00:00Z", Some("2026-06-06T14:00:00Z")),
            (too_late, "2026-06-03T12:00:00Z", None),
            (cut_short, "2026-06-03T21:30:00Z", Some("2026-06-03T22:00:00Z")),
        ],
    );
}

#[test]
fn a_customers_history_ripens() {
    let pause = "when.days_since_last_order_at_least = 30";
    let session = Snapshot::customer([("last_order_at", "1777896000")]).created("2026-05-04T12:00:00Z");
    each_holds_until(
        &session,
        "loyalty",
        &[
            (pause, "2026-06-03T11:59:59Z", Some("2026-06-03T12:00:00Z")),
            (pause, "2026-06-03T12:00:00Z", None),
            ("when.customer_for_days_at_least = 31", "2026-06-03T12:00:00Z", Some("2026-06-04T12:00:00Z")),
            ("when.customer_for_days_at_least = 31\nwhen.ends = 2026-06-04T01:00:00Z", "2026-06-03T12:00:00Z", None),
        ],
    );
}

#[test]
fn what_time_alone_can_not_change_has_no_horizon() {
    let starts = "when.starts = 2026-07-01";
    let small = Snapshot::guest(15_000);
    each_holds_until(
        &small,
        "limited-time",
        &[
            (&format!("{starts}\nwhen.subtotal_over.usd = \"500.00\""), "2026-06-03T12:00:00Z", None),
            (&format!("{starts}\nwhen.tier = [\"gold\"]"), "2026-06-03T12:00:00Z", None),
            (&format!("{starts}\nwhen.currency = [\"eur\"]"), "2026-06-03T12:00:00Z", None),
        ],
    );
    each_holds_until(&small, "cart-threshold", &[("when.quantity_at_least = 1", "2026-06-03T12:00:00Z", None)]);
    each_holds_until(&small.pays_in("eur"), "limited-time", &[(starts, "2026-06-03T12:00:00Z", None)]);
}

#[test]
fn of_several_offers_the_first_edge_counts() {
    let timed = |id: &str, when: &str| offer(id, "limited-time", &format!("{when}\ngive.percent = \"5\""));
    let text = [
        timed("a", "when.ends = 2026-07-03T00:00:00Z"),
        timed("b", "when.starts = 2026-07-02T00:00:00Z"),
        timed("c", "when.ends = 2026-07-04T00:00:00Z"),
    ];
    let decision = decided(&policy(&text.concat()), &Snapshot::guest(15_000));
    assert_eq!(decision.valid_until, Some(at("2026-07-02T00:00:00Z")));
}

#[test]
fn opening_offer_that_gives_nothing_changes_nothing() {
    for (percent, until) in [("0.0066", None), ("0.0067", Some("2026-07-01T00:00:00Z"))] {
        // 150.00: of it, 0.0067 % are the first cent.
        let text = offer("it", "limited-time", &format!("give.percent = \"{percent}\"\nwhen.starts = 2026-07-01"));
        let decision = decided(&policy(&text), &Snapshot::guest(15_000));
        assert_eq!(decision.valid_until, until.map(at), "{percent}");
    }
}

/// Every row is what an offer asks, a moment at which it applies, and the instant from which it can't be had any more.
fn each_ends_at(session: &Snapshot, interaction: &str, rows: &[(&str, &str, Option<&str>)]) {
    for (when, now, end) in rows {
        let lines = format!("give.amount_off.usd = \"5.00\"\n{when}");
        let policy = policy(&format!("timezone = \"America/New_York\"\n{}", offer("it", interaction, &lines)));
        let decision = decide(&policy, session, InteractionSet::all(), at(now)).unwrap();
        assert_eq!((decision.off(), decision.ends_at), (500, end.map(at)), "{when} at {now}");
    }
}

#[test]
fn offer_ends_with_its_last_opening() {
    // 2026-12-01 is a Tuesday.
    let sale = "when.starts = 2026-11-27T00:00:00\nwhen.ends = 2026-12-01T00:00:00";
    let evenings = "when.ends = 2026-12-01T12:00:00\nwhen.hours = [\"17:00-19:00\"]";
    let cut_short = "when.ends = 2026-12-01T18:00:00\nwhen.hours = [\"17:00-19:00\"]";
    let mondays = "when.ends = 2026-12-31T12:00:00\nwhen.weekdays = [\"mon\"]\nwhen.hours = [\"22:00-02:00\"]";
    let last_today = "when.ends = 2026-11-27T23:00:00\nwhen.hours = [\"17:00-19:00\"]";
    each_ends_at(
        &Snapshot::guest(15_000),
        "limited-time",
        &[
            (sale, "2026-11-27T05:00:00Z", Some("2026-12-01T05:00:00Z")),
            (evenings, "2026-11-27T22:30:00Z", Some("2026-12-01T00:00:00Z")),
            (cut_short, "2026-11-27T22:30:00Z", Some("2026-12-01T23:00:00Z")),
            (mondays, "2026-11-24T03:30:00Z", Some("2026-12-29T07:00:00Z")),
            (mondays, "2024-01-02T03:30:00Z", Some("2026-12-29T07:00:00Z")),
            (last_today, "2026-11-27T22:30:00Z", Some("2026-11-28T00:00:00Z")),
            ("when.hours = [\"17:00-19:00\"]", "2026-11-27T22:30:00Z", None),
            ("when.starts = 2026-11-27T00:00:00", "2026-11-27T22:30:00Z", None),
            (
                "when.hours = [\"00:00-24:00\"]\nwhen.ends = 2026-12-01",
                "2026-11-27T22:30:00Z",
                Some("2026-12-01T05:00:00Z"),
            ),
        ],
    );
    each_ends_at(
        &Snapshot::guest(15_000),
        "cart-threshold",
        &[("when.quantity_at_least = 1", "2026-11-27T22:30:00Z", None)],
    );
    let ripe = Snapshot::customer([]).created("2026-05-04T12:00:00Z");
    let days = "when.customer_for_days_at_least = 3\nwhen.ends = 2026-12-01";
    let bought = Snapshot::customer([("last_order_at", "1795000000")]); // 2026-11-18T11:06:40Z
    let soon = "when.days_since_last_order_at_most = 10";
    each_ends_at(&bought, "loyalty", &[(soon, "2026-11-27T22:30:00Z", Some("2026-11-29T11:06:40Z"))]);
    each_ends_at(&ripe, "loyalty", &[(days, "2026-11-27T22:30:00Z", Some("2026-12-01T05:00:00Z"))]);
}

#[test]
fn discount_ends_with_the_first_applied_offer_that_ends() {
    let timed = |id: &str, when: &str, off: &str| {
        offer(id, "limited-time", &format!("when.ends = {when}\ngive.amount_off.usd = \"{off}\""))
    };
    let ends = "2026-07-03T00:00:00Z";
    let text = [
        timed("smaller", "2026-07-01T00:00:00Z", "1.00"),
        timed("larger", ends, "3.00"),
        timed("over", "2026-06-01T00:00:00Z", "9.00"),
    ]
    .concat();
    for (combine, end) in [("best", ends), ("sum", "2026-07-01T00:00:00Z")] {
        let decision = decided(&policy(&format!("combine = \"{combine}\"\n{text}")), &Snapshot::guest(15_000));
        assert_eq!(decision.ends_at, Some(at(end)), "{combine}");
    }
    let none = decided(&policy(&timed("over", "2026-06-01T00:00:00Z", "9.00")), &Snapshot::guest(15_000));
    assert_eq!(none.ends_at, None);
}

#[test]
fn window_of_an_always_exclusive_offer_bounds_a_decision() {
    let quiet = |window: &str| {
        let lines = format!("exclusive = \"always\"\n{window}\ngive.amount_off.eur = \"1\"");
        offer("quiet", "limited-time", &lines) + &for_all("five", "give.amount_off.usd = \"5\"")
    };
    for (window, off, until) in [
        ("when.ends = 2026-06-04T00:00:00Z", 0, Some("2026-06-04T00:00:00Z")),
        ("when.starts = 2026-06-04T00:00:00Z", 500, Some("2026-06-04T00:00:00Z")),
        ("when.ends = 2026-06-01T00:00:00Z", 500, None),
    ] {
        let decision = decided(&policy(&quiet(window)), &Snapshot::guest(15_000));
        assert_eq!((decision.off(), decision.valid_until), (off, until.map(at)), "{window}");
        assert_eq!((decision.hints, decision.ends_at), (vec![], None), "{window}");
    }
}
