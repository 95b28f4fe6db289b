use super::*;

fn sale(lines: &str) -> String {
    offer("a", "limited-time", &format!("{lines}\ngive.percent = \"5\""))
}

#[test]
fn windows_lie_ahead_and_in_order() {
    let row = |lines: &str, expected| (sale(lines), expected);
    each_is_found(&[
        row("when.starts = 2026-07-01\nwhen.ends = 2026-08-01", ""),
        row("when.starts = 2026-08-01\nwhen.ends = 2026-07-01", "empty-window 2026-07-01"),
        row("when.starts = 2026-07-01\nwhen.ends = 2026-07-01", "empty-window 2026-07-01"),
        row("when.ends = 2026-06-03T12:00:01", ""),
        row("when.ends = 2026-06-03T12:00:00", "window-over 2026-06-03T12:00:00"),
        row("when.starts = 2025-01-01\nwhen.ends = \"2025-02-01\"", "window-over \"2025-02-01\""),
    ]);
}

#[test]
fn a_schedule_has_a_time_in_its_window() {
    let window = "when.starts = 2026-07-03\nwhen.ends = 2026-07-05T00:00:00\n"; // Friday and Saturday
    let row = |lines: &str, expected| (sale(&format!("{window}{lines}")), expected);
    each_is_found(&[
        row("when.weekdays = [\"sat\"]", ""),
        row("when.weekdays = [\"sun\"]", "never-holds 2026-07-05T00:00:00"),
        row("when.weekdays = [\"thu\"]\nwhen.hours = [\"22:00-02:00\"]", ""),
        row("when.weekdays = [\"thu\"]\nwhen.hours = [\"20:00-22:00\"]", "never-holds 2026-07-05T00:00:00"),
    ]);
}

#[test]
fn days_of_a_schedule_come_in_some_year() {
    let row = |lines: &str, expected| (sale(lines), expected);
    each_is_found(&[
        row("when.days_of_month = [1, 15, -1]", ""),
        row("when.weekdays_of_month = [\"last fri\", \"1st mon\"]", ""),
        row("when.dates = [\"12-30..01-02\", \"02-29\"]", ""),
        row("when.weekdays_of_month = [\"1st mon\"]\nwhen.days_of_month = [7]", ""),
        row("when.weekdays_of_month = [\"1st mon\"]\nwhen.days_of_month = [8]", "never-holds [\"1st mon\"]"),
        row("when.dates = [\"11-01..11-30\"]\nwhen.days_of_month = [31]", "never-holds [\"11-01..11-30\"]"),
        row(
            "when.dates = [\"07-06\"]\nwhen.starts = 2026-07-03\nwhen.ends = 2026-07-06T00:00:00",
            "never-holds 2026-07-06T00:00:00",
        ),
        row("when.dates = [\"07-06\"]\nwhen.starts = 2026-07-03\nwhen.ends = 2026-07-06T00:00:01", ""),
    ]);
}

#[test]
fn days_of_some_months_name_them() {
    let row = |lines: &str, expected| (sale(lines), expected);
    each_is_found(&[
        row("when.days_of_month = [28, -28]", ""),
        row("when.days_of_month = [1, 31]", "not-every-month 31"),
        row("when.days_of_month = [29, -29]", "not-every-month 29\nnot-every-month -29"),
        row("when.days_of_month = [31]\nwhen.dates = [\"10-31\"]", ""),
        row("when.weekdays_of_month = [\"4th thu\"]", ""),
        row("when.weekdays_of_month = [\"last fri\", \"5th mon\"]", "not-every-month \"5th mon\""),
    ]);
}

#[test]
fn times_of_the_shops_clock_need_to_know_where_the_shop_is() {
    for (lines, expected) in [
        ("when.hours = [\"17:00-19:00\"]", "no-timezone [\"17:00-19:00\"]"),
        ("when.weekdays = [\"fri\"]", "no-timezone [\"fri\"]"),
        ("when.starts = 2026-07-01T00:00:00", "no-timezone 2026-07-01T00:00:00"),
        ("when.ends = \"2026-07-01\"", "no-timezone \"2026-07-01\""),
        ("when.starts = 2026-07-01T00:00:00Z", ""),
        ("when.ends = \"2026-07-01T00:00:00-04:00\"", ""),
    ] {
        let limits = "[limits]\nmax_percent = \"50\"\n";
        assert_eq!(found(&format!("{limits}{}", sale(lines))), expected, "{lines}");
        assert_eq!(found(&format!("timezone = \"UTC\"\n{limits}{}", sale(lines))), "", "{lines}");
    }
    let since = "[limits]\nmax_percent = \"50\"\n[customer]\nhistory_since = 2026-01-01\n";
    assert_eq!(found(&format!("{since}{}", cart("a", "give.percent = \"5\""))), "", "a few hours do not matter there");
}

#[test]
fn a_last_day_is_written_with_its_time() {
    let row = |name: &str, ends: &str, found: bool| {
        let text = sale(&format!("when.ends = {ends}")).replace("name = \"a\"", &format!("name = \"{name}\""));
        (text, if found { format!("last-day {ends}") } else { String::new() })
    };
    let rows = [
        row("a", "2026-06-30", true),
        row("a", "\"2026-06-30\"", true),
        row("a", "2026-06-30T23:59:59", false),
        row("a", "2026-06-30T00:00:00", false),
        row("a", "2026-07-01", false),
        row("July sale", "2026-07-01", false),
        row("Until July 1", "2026-07-01", true),
        row("Until 1st of July", "2026-07-01", false),
        row("Until 1 July", "2026-07-01", true),
    ];
    each_is_found(&rows.each_ref().map(|(text, expected)| (text.clone(), expected.as_str())));
}

#[test]
fn zones_without_summer_time_are_reported() {
    for (zone, found_there) in [
        ("America/New_York", false),
        ("US/Eastern", false),
        ("UTC", false),
        ("CET", false),
        ("EST5EDT", false),
        ("Asia/Tokyo", false),
        ("EST", true),
        ("MST", true),
        ("GMT", true),
        ("Etc/GMT+5", true),
    ] {
        let text =
            format!("timezone = \"{zone}\"\n[limits]\nmax_percent = \"50\"\n{}", sale("when.weekdays = [\"fri\"]"));
        let expected = if found_there { format!("fixed-timezone \"{zone}\"") } else { String::new() };
        assert_eq!(found(&text), expected);
    }
}

#[test]
fn fixed_zone_is_replaced_by_a_city_that_is_as_far_away() {
    for (zone, city) in [
        ("EST", "America/New_York"),
        ("GMT", "Europe/London"),
        ("Etc/GMT+5", "America/New_York"),
        ("Etc/GMT-1", "Europe/Berlin"),
    ] {
        let text =
            format!("timezone = \"{zone}\"\n[limits]\nmax_percent = \"50\"\n{}", cart("a", "give.percent = \"5\""));
        let help = lint(&policy(&text), &text, at(NOON)).remove(0).help;
        assert!(help.contains(city), "{zone}: {help}");
    }
}

#[test]
fn counts_of_orders_need_a_first_day() {
    let text = |since: &str, when: &str| {
        format!(
            "timezone = \"UTC\"\n{since}[limits]\nmax_percent = \"50\"\n{}",
            cart("a", &format!("{when}\ngive.percent = \"5\""))
        )
    };
    for (when, expected) in [
        ("when.first_order = true", "no-history true"),
        ("when.uses_at_most = 1", "no-history 1"),
        ("when.orders_at_most = 2", "no-history 2"),
        ("when.orders_at_least = 2", ""),
    ] {
        assert_eq!(found(&text("", when)), expected);
        assert_eq!(found(&text("customer.history_since = \"2026-01-01\"\n", when)), "");
    }
}
