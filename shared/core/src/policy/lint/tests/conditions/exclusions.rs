//! Conditions under `unless`.

use super::*;

#[test]
fn exclusion_of_all_that_is_asked_for_never_holds() {
    each_condition_is_found(
        &[
            ("when.tier = [\"gold\"]\nunless.tier = [\"gold\"]", "never-holds [\"gold\"]"),
            ("when.tier = [\"gold\"]\nunless.tier = [\"gold\", \"silver\"]", "never-holds [\"gold\", \"silver\"]"),
            ("when.tier = [\"gold\", \"silver\"]\nunless.tier = [\"gold\"]", ""),
            ("when.currency = [\"usd\"]\nunless.currency = [\"usd\"]", "never-holds [\"usd\"]"),
            ("when.country = [\"US\"]\nunless.country = [\"US\", \"CA\"]", "never-holds [\"US\", \"CA\"]"),
            ("when.region = [\"US-HI\"]\nunless.country = [\"US\"]", "never-holds [\"US\"]"),
            ("when.country = [\"US\"]\nunless.region = [\"US-HI\"]", ""),
            (
                "when.subtotal_at_least = { usd = \"5\" }\nunless.subtotal_over = { usd = \"4.99\" }",
                "never-holds subtotal_over",
            ),
            ("when.subtotal_at_least = { usd = \"5\" }\nunless.subtotal_over = { usd = \"5\" }", ""),
            ("when.orders_at_least = 3\nunless.orders_at_least = 3", "never-holds 3"),
            ("when.orders_at_least = 3\nunless.orders_at_least = 4", ""),
            (
                "unless.weekdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]",
                "never-holds [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]",
            ),
            ("unless.weekdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\"]", ""),
            ("when.weekdays = [\"mon\"]\nunless.weekdays = [\"mon\", \"tue\"]", "never-holds [\"mon\", \"tue\"]"),
        ]
        .map(|(when, found)| (when, found)),
    );
    let twice =
        offer("a", "cart-threshold", "when.quantity_at_least = 1\nunless.quantity_at_least = 1\ngive.percent = \"5\"");
    each_is_found(&[(twice, "never-holds 1")]);
}

#[test]
fn exclusion_of_nobody_is_told() {
    each_condition_is_found(&[
        ("when.tier = [\"gold\"]\nunless.tier = [\"silver\"]", "never-excludes [\"silver\"]"),
        ("when.country = [\"US\"]\nunless.country = [\"CA\"]", "never-excludes [\"CA\"]"),
        ("when.country = [\"US\"]\nunless.country = [\"PR\"]", ""),
        ("when.country = [\"PR\"]\nunless.country = [\"US\"]", "never-holds [\"US\"]"),
        ("when.country = [\"US\"]\nunless.region = [\"CA-ON\"]", "never-excludes [\"CA-ON\"]"),
        (
            "when.subtotal_at_least = { usd = \"5\" }\nunless.subtotal_below = { usd = \"5\" }",
            "never-excludes subtotal_below",
        ),
        ("when.subtotal_at_least = { usd = \"5\" }\nunless.subtotal_below = { usd = \"5.01\" }", ""),
        ("when.orders_at_least = 3\nunless.first_order = true", "never-excludes true"),
        (
            "unless.starts = 2026-07-02T00:00:00\nunless.ends = 2026-07-01T00:00:00",
            "never-excludes 2026-07-01T00:00:00",
        ),
        ("unless.starts = 2026-07-01T00:00:00\nunless.ends = 2026-07-02T00:00:00", ""),
        ("unless.days_of_month = [31]\nunless.dates = [\"02-01..02-28\"]", "never-excludes [\"02-01..02-28\"]"),
        ("when.weekdays = [\"mon\"]\nunless.weekdays = [\"tue\"]", "never-excludes [\"tue\"]"),
    ]);
}

#[test]
fn words_under_unless_are_checked_as_those_under_when() {
    each_condition_is_found(&[
        ("unless.country = [\"UK\"]", "unknown-country \"UK\""),
        ("unless.region = [\"US-XX\"]", "unknown-region \"US-XX\""),
        ("unless.tier = [\"gold\", \"Gold\"]", "repeated \"Gold\""),
        ("unless.segment = [\"vip, new\"]", "never-fits \"vip, new\""),
        ("unless.contains.products = [\"price_1\"]", "never-fits \"price_1\""),
        ("unless.metadata = { \"a[b]\" = [\"app\"] }", "never-fits [\"app\"]"),
        ("unless.contains.products = [\"Kettle\"]", "not-an-id \"Kettle\""),
        ("unless.tier = [\"go\u{ad}ld\"]", "invisible-character \"go\u{ad}ld\""),
        ("unless = { country = [\"US\"], postal_prefix = [\"ABC\"] }", "postal-form \"ABC\""),
        ("when.country = [\"US\"]\nunless.postal_prefix = [\"ABC\"]", "postal-form \"ABC\""),
    ]);
    let place =
        |text: &str| offer("a", "cart-threshold", &format!("when.quantity_at_least = 1\ngive.percent = \"5\"\n{text}"));
    let found_in = |text: &str| {
        let text = format!("limits.max_percent = \"50\"\n{}", place(text));
        found(&text)
    };
    assert_eq!(found_in("unless.ends = 2026-07-01T00:00:00"), "no-timezone 2026-07-01T00:00:00");
    assert_eq!(found_in("unless.weekdays = [\"mon\"]"), "no-timezone [\"mon\"]");
    assert_eq!(found_in("unless.orders_at_least = 3"), "no-history 3");
    assert_eq!(found_in("unless.tier = [\"gold\"]"), "");
    let delivered = format!("checkout.countries = [\"US\"]\n{GUARDED}{}", place("unless.country = [\"CA\"]"));
    assert_eq!(found(&delivered), "not-delivered \"CA\"");
}

#[test]
fn what_one_excludes_the_other_may_ask_for() {
    let exclusive =
        |id: &str, lines: &str| offer(id, "loyalty", &format!("exclusive = true\ngive.percent = \"5\"\n{lines}"));
    each_is_found(&[
        (
            format!(
                "{}{}",
                exclusive("a", "when.tier = [\"gold\"]"),
                exclusive("b", "when.segment = [\"vip\"]\nunless.tier = [\"gold\"]")
            ),
            "",
        ),
        (
            format!(
                "{}{}",
                exclusive("a", "when.tier = [\"gold\"]"),
                exclusive("b", "when.segment = [\"vip\"]\nunless.tier = [\"silver\"]")
            ),
            "equal-priorities true",
        ),
    ]);
}

#[test]
fn offer_is_beaten_by_one_that_excludes_no_more() {
    let offer = |id: &str, percent: &str, lines: &str| cart(id, &format!("give.percent = \"{percent}\"\n{lines}"));
    let both = |one: &str, other: &str| format!("{}{}", offer("a", "9", one), offer("b", "5", other));
    each_is_found(&[
        (both("unless.tier = [\"gold\"]", "unless.tier = [\"gold\", \"silver\"]"), "always-beaten \"b\""),
        (both("unless.tier = [\"gold\", \"silver\"]", "unless.tier = [\"gold\"]"), ""),
        (both("unless.tier = [\"gold\"]", ""), ""),
        (both("", "unless.tier = [\"gold\"]"), "always-beaten \"b\""),
        (both("unless.region = [\"US-HI\"]", "unless.country = [\"US\"]"), "always-beaten \"b\""),
        (both("unless.country = [\"US\"]", "unless.region = [\"US-HI\"]"), ""),
        (both("unless.subtotal_at_least.usd = \"9\"", "unless.subtotal_at_least.usd = \"8\""), "always-beaten \"b\""),
        (both("unless.subtotal_at_least.usd = \"8\"", "unless.subtotal_at_least.usd = \"9\""), ""),
        (both("unless.subtotal_at_least.usd = \"9\"", "when.subtotal_below.usd = \"9\""), "always-beaten \"b\""),
    ]);
}
