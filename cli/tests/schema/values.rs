//! How values are written: what the loader takes fits, and what it refuses does not, as far as a schema can tell.

mod refused;

use crate::read::{against, faults};

/// An offer with lines of its own.
fn offer(lines: &str) -> String {
    format!("[[offer]]\nid = \"a\"\ninteraction = \"cart-threshold\"\nname = \"A\"\n{lines}\n")
}

fn when(lines: &str) -> String {
    offer(&format!("give.percent = \"5\"\nwhen.quantity_at_least = 1\n{lines}"))
}

fn give(lines: &str) -> String {
    offer(&format!("when.quantity_at_least = 1\n{lines}"))
}

#[test]
fn both_accept_valid_values() {
    for text in [
        String::new(),
        "timezone = \"Europe/Berlin\"\ncombine = \"sum\"\nrounding = \"half-up\"\nreplace_foreign = true".to_owned(),
        "combine = \"sequential\"\nrounding = \"down\"\ncombined_name = \"Ü\"".to_owned(),
        "[limits]\nmax_percent = \"100\"\nmax_amount = { usd = \"1\" }\nminimum_charge = { kwd = \"0.000\", isk = \"100.0\" }".to_owned(),
        "[limits]\nmax_percent = \"00.0001\"\nwrites_per_session = 1".to_owned(),
        "[customer]\ntier = \"a\"\nsegments = \"b\"\norders = \"c\"\nlifetime_spend = \"d\"\nlast_order_at = \"e\"".to_owned(),
        "[customer]\nhistory_since = 2026-01-01".to_owned(),
        "[limits]\ncodes_per_session = 1".to_owned(),
        "[limits]\ncodes_per_session = 33".to_owned(),
        format!("[customer]\nuses = \" {} \"", "u".repeat(38)),
        "[customer]\nuses = \"u\"".to_owned(),
        "[customer]\nverified_email = \"mail\"\ncounts = \"imported\"".to_owned(),
        format!("[customer]\norders = \"{}\"\nlifetime_spend = \"{}\"", "o".repeat(40), "s".repeat(36)),
        "[checkout]\nreturn_url = \"https://shop.example:8443/a?b#c\"\nprices = [\"price_1a\"]\nproducts = [\"prod_1\"]".to_owned(),
        "[checkout]\nreturn_url = \"http://localhost:3000/return\"\nserver_only = [\"line_items\", \"shipping_details\"]".to_owned(),
        "[checkout]\nreturn_url = \"http://127.0.0.1\"\ncountries = [\"US\"]\nshipping_rates = [\"shr_1\"]\ngrace = \"024h\"".to_owned(),
        "[checkout]\nreturn_url = \"http://[::1]:3000/\"\ncustomer_claim = \"a\"\ngrace = \"86400s\"".to_owned(),
        "[checkout]\ngrace = \"1440m\"".to_owned(),
        give("give.amount_off = { usd = \"0.01\", jpy = \"1\", kwd = \"0.010\", isk = \"1\", eur = \"007.5\" }"),
        give("give.percent = \"0100.0000\"\ngive.cap = { usd = \"5\" }\npriority = -5\nexclusive = true\npublic = false"),
        give("give.percent = \"0.05\"\ngive.on = { tags = [\"a\"] }\ngive.except = { unit_price_at_most = { usd = \"0\" } }"),
        give("give.amount_off.usd = \"5\"\ngive.per_unit = true\ngive.max_units = 2"),
        give("give.percent = \"50\"\ngive.cheapest = true\ngive.per_unit = false"),
        give("give.ladder = [{ over.usd = \"0\", percent = \"5\", cap.usd = \"9\" }, { at_least.usd = \"9\", amount_off.usd = \"1\" }]"),
        give("give.shipping = \"free\"\ngive.cap = { usd = \"5.90\" }\ngive.rates = [\"shr_1\", \"shr_A_2\"]"),
        give("give.shipping = { percent = \"50\", cap.usd = \"1\", rates = [\"shr_1\"] }"),
        give("give.shipping = { amount_off = { usd = \"5\" } }\ngive.per_unit = false"),
        when("when.tier = [\"a\"]\nwhen.segment = [\" b \"]\nwhen.customer = [\"cus_A1\"]\nwhen.email_domain = [\"a.edu\", \"B.C.D\"]"),
        when("when.first_order = true\nwhen.every_nth_order = 1\nwhen.orders_at_least = 1\nwhen.orders_at_most = 0"),
        when("when.lifetime_spend_at_least = { usd = \"1\" }\nwhen.days_since_last_order_at_least = 1\nwhen.customer_for_days_at_least = 1"),
        when("when.subtotal_over = { usd = \"0\" }\nwhen.subtotal_at_least = { usd = \"1\" }\nwhen.subtotal_below = { usd = \"9\" }"),
        when("when.contains = { products = [\"p\"], quantity_at_least = 2, subtotal_at_least = { usd = \"1\" } }\nwhen.contains_none = { tags = [\"a\"] }"),
        when("when.country = [\"US\"]\nwhen.region = [\"US-CA\", \"US-1A2\"]\nwhen.postal_prefix = [\"1\"]\nwhen.currency = [\"usd\"]"),
        when("when.starts = 2026-11-27T00:00:00\nwhen.ends = \"2026-12-01T00:00:00.5-05:00\""),
        when("when.starts = 2026-11-27 08:30:00Z\nwhen.ends = \"2026-12-01 10:00\""),
        when("when.weekdays = [\"mon\", \"sun\"]\nwhen.hours = [\"22:00-02:00\", \"09:30 - 24:00\"]"),
        when("when.customer_metadata = { plan = [\"pro\"] }\nwhen.anniversary = { of = \"birthday\", days_after = 180 }"),
        when("when.days_of_month = [1, -31]\nwhen.weekdays_of_month = [\"1st mon\", \"last  fri\"]"),
        when("when.dates = [\"02-29\", \"12-24..01-06\", \"11-30 .. 12-31\"]"),
        when("when.subtotal_at_most = { usd = \"1\" }\nwhen.days_since_last_order_at_most = 1"),
        when("when.metadata = { channel = [\"app\"], \"\" = [\"a\"] }"),
        when("when.uses_at_most = 1\nwhen.code = [\"SPRING\", \" spring 26 \", \"é\"]"),
    ] {
        assert_eq!((faults(&text), against(&text)), (String::new(), Vec::new()), "{text}");
    }
}

#[test]
fn both_judge_exceptions_shares_and_lists_alike() {
    for (lines, good) in [
        ("unless.tier = [\"a\"]\nunless.weekdays = [\"mon\"]", true),
        ("when.country = [\"US\"]\nunless.postal_prefix = [\"1\"]", true),
        ("unless.tier = []", false),
        ("unless.moon = [\"full\"]", false),
        ("unless = 5", false),
        ("when.share = { percent = \"10.5\", of = \"session\", experiment = \"a\" }", true),
        ("when.share = { percent = \"0\", of = \"session\", experiment = \"a\" }", false),
        ("when.share = { percent = \"10\", of = \"guest\", experiment = \"a\" }", false),
        ("when.share = { percent = \"10\", of = \"customer\" }", false),
        ("when.contains = { tags = [\"a\"], quantity_at_most = 1 }", true),
        ("when.contains = [{ tags = [\"a\"] }, { products = [\"b\"], quantity_at_most = 3 }]", true),
        ("when.contains = [{ tags = [\"a\"] }, { quantity_at_most = 3 }]", false),
        ("when.contains = { tags = [\"a\"], quantity_at_most = 0 }", false),
        ("when.contains = []", false),
        ("when.contains = [\"a\"]", false),
    ] {
        let text = give(&format!("give.percent = \"5\"\n{lines}"));
        assert_eq!((faults(&text).is_empty(), against(&text).is_empty()), (good, good), "{text}");
    }
}

#[test]
fn both_judge_effects_on_units_alike() {
    for (lines, good) in [
        ("give.unit_price = { usd = \"0\" }\ngive.max_units = 2", true),
        ("give.ladder = [{ at_least.usd = \"0\", percent = \"5\" }]", true),
        ("give.percent = \"5\"\ngive.every = 3\ngive.units = 2\ngive.at_most = 1\ngive.rank = \"dearest\"", true),
        ("give.percent = \"5\"\ngive.for_each = { tags = [\"a\"] }\ngive.units = 2\ngive.at_most = 1", true),
        ("give.percent = \"5\"\ngive.for_each = { tags = [\"a\"] }\ngive.rank = \"dearest\"", false),
        ("give.percent = \"5\"\ngive.for_each = {}", false),
        ("give.percent = \"5\"\ngive.every = 2\ngive.for_each = { tags = [\"a\"] }", false),
        (
            "give.bundle = [{ tags = [\"a\"], quantity = 2 }, { unit_price_at_most.usd = \"5\" }]\ngive.bundle_price.usd = \"5\"",
            true,
        ),
        ("give.bundle = [{ tags = [\"a\"] }]", false),
        ("give.percent = \"5\"\ngive.bundle_price.usd = \"5\"", false),
        ("give.bundle = [{ quantity = 2 }]\ngive.bundle_price.usd = \"5\"", false),
        ("give.bundle = []\ngive.bundle_price.usd = \"5\"", false),
        ("give.bundle = [{ tags = [\"a\"] }]\ngive.bundle_price.usd = \"5\"\ngive.every = 2", false),
        ("give.percent = \"5\"\ngive.every = 1", false),
        ("give.percent = \"5\"\ngive.every = 3\ngive.units = 0", false),
        ("give.percent = \"5\"\ngive.every = 3\ngive.rank = \"cheap\"", false),
        ("give.percent = \"5\"\ngive.every = 3\ngive.cheapest = true", false),
        ("give.percent = \"5\"\ngive.units = 2", false),
        ("give.percent = \"5\"\ngive.rank = \"dearest\"", false),
        ("give.percent = \"5\"\ngive.unit_price.usd = \"5\"", false),
        ("give.unit_price = \"5\"", false),
    ] {
        let text = give(lines);
        assert_eq!((faults(&text).is_empty(), against(&text).is_empty()), (good, good), "{text}");
    }
}

#[test]
fn both_read_names_by_language() {
    for (names, good) in [
        (r#"{ default = "Together", de = "Zusammen", pt-BR = "Juntos" }"#, true),
        (r#"{ default = "Together" }"#, true),
        (r#"{ de = "Zusammen" }"#, false),
        (r#"{ default = "A", german = "Z" }"#, false),
        (r#"{ default = "A", de = " Z" }"#, false),
        (r#"{ default = "A", de = 5 }"#, false),
    ] {
        let text = format!("combined_name = {names}");
        assert_eq!((faults(&text).is_empty(), against(&text).is_empty()), (good, good), "{text}");
    }
}

/// Rules that need several keys, or arithmetic.
#[test]
fn loader_alone_checks_rules_over_several_keys() {
    for text in [
        [give("give.percent = \"5\""), give("give.percent = \"5\"")].concat(),
        offer("give.percent = \"5\""),
        give("give.ladder = [{ over.usd = \"5\", percent = \"5\" }, { over.usd = \"5\", percent = \"6\" }]"),
        give("give.amount_off.usd = \"99999999999.00\""),
        give("give.percent = \"5\"\ngive.on = { unit_price_at_least.usd = \"5\", unit_price_at_most.usd = \"4\" }"),
        when("when.hours = [\"17:00-17:00\"]"),
        when("when.starts = \"2026-13-01\""),
        when(&format!("when.code = [\"{}\"]", "a".repeat(101))),
    ] {
        assert!(!faults(&text).is_empty(), "it loads:\n{text}");
        assert_eq!(against(&text), [""; 0], "\n{text}");
    }
}

/// The schema asks for one spelling; `discounts check` warns of a country that there is not.
#[test]
fn schema_alone_asks_for_one_spelling() {
    for text in [
        "timezone = \"europe/berlin\"".to_owned(),
        when("when.currency = [\"USD\"]"),
        when("when.country = [\"us\"]"),
        when("when.country = [\"UK\"]"),
        when("when.region = [\"us-ca\"]"),
    ] {
        assert_eq!(faults(&text), "", "{text}");
        assert!(!against(&text).is_empty(), "it fits the schema:\n{text}");
    }
}
