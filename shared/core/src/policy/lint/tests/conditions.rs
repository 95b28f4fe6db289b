mod exclusions;

use super::*;

/// Every row is what an offer asks, and what is found of it.
fn each_condition_is_found(rows: &[(&str, &str)]) {
    let rows: Vec<_> =
        rows.iter().map(|(when, expected)| (cart("a", &format!("{when}\ngive.percent = \"5\"")), *expected)).collect();
    each_is_found(&rows);
}

#[test]
fn conditions_that_contradict_each_other_are_told() {
    each_condition_is_found(&[
        ("when.orders_at_least = 3\nwhen.orders_at_most = 3", ""),
        ("when.orders_at_least = 4\nwhen.orders_at_most = 3", "never-holds 4"),
        ("when.first_order = true\nwhen.orders_at_least = 1", "never-holds 1"),
        ("when.first_order = true\nwhen.every_nth_order = 1", ""),
        ("when.first_order = true\nwhen.every_nth_order = 2", "never-holds 2"),
        ("when.every_nth_order = 10\nwhen.orders_at_most = 8", "never-holds 10"),
        ("when.every_nth_order = 10\nwhen.orders_at_most = 9", ""),
        ("when.every_nth_order = 10\nwhen.orders_at_least = 10\nwhen.orders_at_most = 18", "never-holds 10"),
        ("when.every_nth_order = 10\nwhen.orders_at_least = 10\nwhen.orders_at_most = 19", ""),
        ("when.first_order = true\nwhen.days_since_last_order_at_least = 5", "never-holds 5"),
        ("when.first_order = true\nwhen.days_since_last_order_at_most = 5", "never-holds 5"),
        ("when.days_since_last_order_at_least = 6\nwhen.days_since_last_order_at_most = 5", "never-holds 5"),
        ("when.days_since_last_order_at_least = 5\nwhen.days_since_last_order_at_most = 5", ""),
        (
            "when.subtotal_over = { usd = \"5\" }\nwhen.subtotal_at_most = { usd = \"5\" }",
            "never-holds subtotal_at_most",
        ),
        ("when.subtotal_at_least = { usd = \"5\" }\nwhen.subtotal_at_most = { usd = \"5\" }", ""),
        (
            "when.first_order = true\nwhen.lifetime_spend_at_least = { usd = \"5\" }",
            "never-holds lifetime_spend_at_least",
        ),
        ("when.orders_at_most = 1\nwhen.days_since_last_order_at_least = 5", ""),
        (
            "when.subtotal_at_least = { usd = \"5\" }\nwhen.subtotal_below = { usd = \"5\" }",
            "never-holds subtotal_below",
        ),
        ("when.subtotal_at_least = { usd = \"5\" }\nwhen.subtotal_below = { usd = \"5.01\" }", ""),
        (
            "when.subtotal_over = { usd = \"5\" }\nwhen.subtotal_below = { usd = \"5.01\" }",
            "never-holds subtotal_below",
        ),
        ("when.subtotal_over = { usd = \"5\", eur = \"5\" }\nwhen.subtotal_below = { usd = \"4\", eur = \"9\" }", ""),
        ("when.contains.tags = [\"a\"]\nwhen.contains_none.tags = [\"a\", \"b\"]", "never-holds contains_none"),
        ("when.contains.tags = [\"a\", \"c\"]\nwhen.contains_none.tags = [\"a\", \"b\"]", ""),
        ("when.contains.tags = [\"a\"]\nwhen.contains_none.products = [\"a\"]", ""),
    ]);
}

#[test]
fn each_region_has_its_country_named_and_each_country_a_region() {
    each_condition_is_found(&[
        ("when.country = [\"US\"]\nwhen.region = [\"US-CA\", \"us-ny\"]", ""),
        ("when.country = [\"US\"]\nwhen.region = [\"CA-ON\"]", "never-holds [\"CA-ON\"]"),
        ("when.country = [\"US\"]\nwhen.region = [\"US-CA\", \"CA-ON\"]", "never-holds \"CA-ON\""),
        ("when.country = [\"PR\"]\nwhen.region = [\"US-PR\"]", ""),
        ("when.country = [\"PR\"]\nwhen.region = [\"US-NY\"]", "never-holds [\"US-NY\"]"),
        ("when.country = [\"US\", \"CA\"]\nwhen.region = [\"US-CA\"]", "never-holds \"CA\""),
    ]);
}

#[test]
fn countries_are_those_of_iso_3166() {
    each_condition_is_found(&[
        ("when.country = [\"GB\", \"xk\"]", ""),
        ("when.country = [\"US\", \"UK\"]", "unknown-country \"UK\""),
        ("when.country = [\"XX\"]", "unknown-country \"XX\""),
        ("when.region = [\"IE-D\"]", ""),
        ("when.region = [\"UK-LND\"]", "unknown-country \"UK-LND\""),
    ]);
    let text = format!("{GUARDED}{}", cart("a", "when.country = [\"UK\"]\ngive.percent = \"5\""));
    assert_eq!(lint(&policy(&text), &text, at(NOON))[0].help, "write GB");
}

#[test]
fn words_that_nothing_can_be_equal_to_are_told() {
    let long_key = format!("when.metadata = {{ {} = [\"a\"] }}", "k".repeat(41));
    let long_value = format!("when.metadata = {{ k = [\"a\", \"{}\"] }}", "v".repeat(501));
    each_condition_is_found(&[
        ("when.segment = [\"vip\", \"win-back\"]", ""),
        ("when.segment = [\"vip, win-back\"]", "never-fits \"vip, win-back\""),
        ("when.tier = [\"gold, silver\"]", ""),
        ("when.contains.tags = [\"a\", \"b,c\"]", "never-fits \"b,c\""),
        ("when.contains_none.tags = [\"b,c\"]", "never-fits \"b,c\""),
        ("when.contains.products = [\"prod_1\", \"my-own\"]", ""),
        ("when.contains.products = [\"price_1\"]", "never-fits \"price_1\""),
        ("give.on.prices = [\"prod_1\"]", "never-fits \"prod_1\""),
        ("give.except.tags = [\"b,c\"]", "never-fits \"b,c\""),
        ("when.metadata = { \"\" = [\"app\"] }", "never-fits [\"app\"]"),
        ("when.metadata = { \"a[b]\" = [\"app\"] }", "never-fits [\"app\"]"),
        ("when.customer_metadata = { plan = [\"pro\"] }", ""),
        ("when.customer_metadata = { \"a[b]\" = [\"pro\"] }", "never-fits [\"pro\"]"),
        ("unless.customer_metadata = { \"a[b]\" = [\"pro\"] }", "never-fits [\"pro\"]"),
        ("when.anniversary = { of = \"birthday\" }", ""),
        ("when.anniversary = { of = \"birth[day]\" }", "never-fits \"birth[day]\""),
        (&long_key, "never-fits [\"a\"]"),
        (&long_key.replacen('k', "", 1), ""),
        (&long_value.replacen('v', "", 1), ""),
    ]);
    each_is_found(&[(
        cart("a", &format!("{long_value}\ngive.percent = \"5\"")),
        &format!("never-fits \"{}\"", "v".repeat(501)),
    )]);
}

#[test]
fn no_word_stands_twice_in_a_list() {
    each_condition_is_found(&[
        ("when.tier = [\"gold\", \"silver\", \"gold\"]", "repeated \"gold\""),
        ("when.tier = [\"gold\", \"Gold\"]", "repeated \"Gold\""),
        ("when.email_domain = [\"a.edu\", \"A.EDU\"]", "repeated \"A.EDU\""),
        ("when.email_domain = [\"m.a.edu\", \"a.edu\", \"*.a.edu\"]", "repeated \"m.a.edu\""),
        ("when.country = [\"GB\"]\nwhen.postal_prefix = [\"N1\", \"N19\", \"NE1\"]", ""),
        ("when.country = [\"GB\"]\nwhen.postal_prefix = [\"N1\", \"N1C\"]", "repeated \"N1C\""),
        ("when.country = [\"US\", \"us\"]", "repeated \"us\""),
        ("when.currency = [\"usd\", \"eur\", \"usd\"]", "repeated \"usd\""),
        ("when.country = [\"US\"]\nwhen.postal_prefix = [\"10\", \"11\"]", ""),
        ("when.country = [\"US\"]\nwhen.postal_prefix = [\"10\", \"101\"]", "repeated \"101\""),
        ("when.country = [\"US\"]\nwhen.postal_prefix = [\"101\", \"10\"]", "repeated \"101\""),
        ("when.metadata.channel = [\"app\", \"app\"]", "repeated \"app\""),
        ("when.contains.tags = [\"a\", \"a\"]", "repeated \"a\""),
        ("when.contains_none.products = [\"a\", \"a\"]", "repeated \"a\""),
        ("give.on = { prices = [\"a\", \"a\"] }", "repeated \"a\""),
    ]);
}

#[test]
fn lines_that_are_taken_out_again_are_told() {
    each_condition_is_found(&[
        ("give.on.tags = [\"a\"]\ngive.except.tags = [\"a\", \"b\"]", "never-holds except"),
        ("give.on.tags = [\"a\", \"c\"]\ngive.except.tags = [\"a\", \"b\"]", ""),
        ("give.on.tags = [\"a\"]\ngive.except = { tags = [\"a\"], unit_price_at_most = { usd = \"5\" } }", ""),
    ]);
    let set = "give.bundle = [{ tags = [\"a\"] }, { tags = [\"c\"] }]\ngive.bundle_price.usd = \"9\"";
    let row = |except: &str, expected| (cart("a", &format!("{set}\ngive.except = {{ {except} }}")), expected);
    each_is_found(&[
        row("tags = [\"a\", \"b\"]", "never-holds except"),
        row("tags = [\"b\"]", ""),
        row("tags = [\"a\"], unit_price_at_most.usd = \"5\"", ""),
    ]);
}

#[test]
fn a_place_where_nothing_is_delivered_to_is_told() {
    let row = |when: &str, expected| {
        (
            format!("checkout.countries = [\"US\", \"CA\"]\n{}", cart("a", &format!("{when}\ngive.percent = \"5\""))),
            expected,
        )
    };
    let rows = [
        row("when.country = [\"US\", \"ca\"]", ""),
        row("when.country = [\"US\", \"MX\"]", "not-delivered \"MX\""),
        row("when.region = [\"US-CA\", \"MX-JAL\"]", "not-delivered \"MX-JAL\""),
        row("when.country = [\"PR\"]", ""),
        row("when.tier = [\"gold\"]", ""),
    ];
    for (text, expected) in rows {
        let text = format!("{}{text}", GUARDED.replace("[limits]\nmax", "limits.max"));
        assert_eq!(found(&text), expected, "\n{text}\n");
    }
    each_condition_is_found(&[("when.country = [\"MX\"]", "")]);
    let checkout = "[checkout]\ncountries = [\"US\", \"UK\"]\n";
    each_is_found(&[(format!("{checkout}{}", cart("a", "give.percent = \"5\"")), "unknown-country \"UK\"")]);
}

#[test]
fn one_key_can_not_hold_two_facts() {
    let row = |keys: &str, expected| {
        let keys: Vec<String> = keys.lines().map(|key| format!("customer.{key}")).collect();
        (format!("{}\n{GUARDED}{}", keys.join("\n"), cart("a", "give.percent = \"5\"")), expected)
    };
    let rows = [
        row("tier = \"group\"\nsegments = \"group\"", ""),
        row("tier = \"group\"\norders = \"group\"", "shared-key \"group\""),
        row("last_order_at = \"orders\"", "shared-key \"orders\""),
        row("orders = \"last_order_at\"", "shared-key \"last_order_at\""),
        row("uses = \"used\"\nsegments = \"used_5\"", "shared-key \"used\""),
        row("uses = \"used\"\nsegments = \"used_6\"", ""),
        row("segments = \"offer_uses_2\"", "shared-key \"offer_uses_2\""),
    ];
    for (text, expected) in rows {
        assert_eq!(found(&text), expected, "\n{text}\n");
    }
}

#[test]
fn a_public_offer_does_not_tell_its_code() {
    let of = |id: &str, lines: &str| offer(id, "code", &format!("give.percent = \"5\"\n{lines}"));
    let codes = "when.code = [\"HELLO\", \"Spring-26\"]";
    each_is_found(&[
        (of("spring26", codes), ""),
        (of("spring-26", &format!("public = true\n{codes}")), "code-told true"),
        (of("spring26", &format!("public = true\n{codes}")), "code-told true"),
        (of("hello", &format!("public = true\n{codes}")), "code-told true"),
        (of("letter", &format!("public = true\n{codes}")), ""),
    ]);
}

#[test]
fn codes_are_words_of_which_a_session_holds_one() {
    let of = |id: &str, lines: &str| offer(id, "code", &format!("give.percent = \"5\"\n{lines}"));
    let exclusive = |id: &str, code: &str| of(id, &format!("exclusive = true\nwhen.code = [\"{code}\"]"));
    each_is_found(&[
        (of("a", "when.code = [\"spring\", \"SPR ING\"]"), "repeated \"SPR ING\""),
        (exclusive("a", "xxx") + &exclusive("b", "yyy"), ""),
        (exclusive("a", "xxx") + &exclusive("b", " XXX"), "always-beaten \"b\"\nequal-priorities true"),
        (of("a", "when.code = [\"xxx\"]") + &of("b", "when.code = [\"xxx\", \"yyy\"]"), "always-beaten \"a\""),
    ]);
}

#[test]
fn share_of_all_is_told_and_one_excludes_a_smaller_one() {
    let share = |table: &str, percent: &str, name: &str| {
        format!("{table}.share = {{ percent = \"{percent}\", of = \"session\", experiment = \"{name}\" }}\n")
    };
    let both = |percent: &str, name: &str| share("when", "10", "a") + &share("unless", percent, name);
    each_condition_is_found(&[
        (&share("when", "100", "a"), "whole-share \"100\""),
        (&share("unless", "100", "a"), "whole-share \"100\""),
        (&share("when", "99.9999", "a"), ""),
        (&both("9", "a"), ""),
        (&both("10", "a"), "never-holds share"),
        (&both("11", "a"), "never-holds share"),
        (&both("11", "b"), ""),
    ]);
}

#[test]
fn requirements_of_a_list_are_checked_each() {
    each_condition_is_found(&[
        ("when.contains = [{ tags = [\"a\"] }, { tags = [\"b\"] }]", ""),
        ("when.contains = [{ tags = [\"a\"] }, { tags = [\"a\"] }]", "repeated-items { tags = [\"a\"] }"),
        ("when.contains = [{ tags = [\"a\"] }, { tags = [\"b,c\"] }]", "never-fits \"b,c\""),
        ("when.contains = [{ tags = [\"a\"] }, { tags = [\"b\", \"b\"] }]", "repeated \"b\""),
        (
            "when.contains = [{ tags = [\"a\"] }, { tags = [\"b\"] }]\nwhen.contains_none.tags = [\"b\"]",
            "never-holds contains_none",
        ),
    ]);
}

#[test]
fn list_is_beaten_only_by_one_that_asks_for_no_more() {
    let offer = |id: &str, percent: &str, lines: &str| cart(id, &format!("give.percent = \"{percent}\"\n{lines}"));
    let both = |one: &str, other: &str| {
        let contains = |tables: &str| format!("when.contains = {tables}");
        format!("{}{}", offer("a", "9", &contains(one)), offer("b", "5", &contains(other)))
    };
    let (a, b) = ("{ tags = [\"a\"] }", "{ tags = [\"b\"] }");
    let most = |units: &str| format!("{{ tags = [\"a\"], quantity_at_most = {units} }}");
    let worth = |cents: &str| format!("{{ tags = [\"a\"], subtotal_at_least.usd = \"{cents}\" }}");
    let beaten = "always-beaten \"b\"";
    each_is_found(&[
        (both(a, &format!("[{a}, {b}]")), beaten),
        (both(&format!("[{a}, {b}]"), a), ""),
        (both(&format!("[{a}, {b}]"), &format!("[{a}, {b}]")), beaten),
        (both(&most("3"), &most("2")), beaten),
        (both(&most("2"), &most("3")), ""),
        (both(&most("2"), a), ""),
        (both(a, &most("2")), beaten),
        (both(&worth("1"), &worth("2")), beaten),
        (both(&worth("1"), &format!("[{}, {b}]", worth("2"))), ""),
    ]);
}
