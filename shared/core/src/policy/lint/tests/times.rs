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
    let window = "when.starts = 2026-07-03\nwhen.ends = 2026-07-05\n"; // Friday and Saturday
    let row = |lines: &str, expected| (sale(&format!("{window}{lines}")), expected);
    each_is_found(&[
        row("when.weekdays = [\"sat\"]", ""),
        row("when.weekdays = [\"sun\"]", "never-holds 2026-07-05"),
        row("when.weekdays = [\"thu\"]\nwhen.hours = [\"22:00-02:00\"]", ""),
        row("when.weekdays = [\"thu\"]\nwhen.hours = [\"20:00-22:00\"]", "never-holds 2026-07-05"),
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
    assert_eq!(found(since), "", "a few hours do not matter there");
}
