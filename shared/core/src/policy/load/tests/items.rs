use super::*;
use crate::policy::Base;

fn each_is_refused_in(table: &str, rows: &[(&str, &str)]) {
    let text = |lines: &str| match table {
        "when" => format!("{CART_OFFER}give.percent = \"5\"\n[offer.when]\nquantity_at_least = 1\n{lines}"),
        _ => format!("{CART_OFFER}when.quantity_at_least = 1\n[offer.give]\n{lines}"),
    };
    let rows: Vec<_> = rows.iter().map(|(lines, fault)| (text(lines), *fault)).collect();
    each_is_refused(&rows);
}

#[test]
fn what_a_cart_contains_is_named() {
    each_is_refused_in(
        "when",
        &[
            ("contains = {}", "p.toml:8:12: contains names nothing: list products, prices or tags"),
            (
                "contains = { quantity_at_least = 2 }",
                "p.toml:8:12: contains names nothing: list products, prices or tags",
            ),
            ("contains = [\"sale\"]", "p.toml:8:13: contains must be a table, not a string"),
            (
                "contains = { tags = [] }",
                "p.toml:8:21: tags lists nothing, so it could never hold: name at least one or leave it out",
            ),
            ("contains = { tags = \"sale\" }", "p.toml:8:21: tags must be a list, such as [\"...\"], not a string"),
            ("contains = { tags = [\" \"] }", "p.toml:8:22: \" \" is blank: name something"),
            (
                "contains = { tags = [\"sale\"], quantity_at_least = 0 }",
                "p.toml:8:51: quantity_at_least must be at least 1",
            ),
            (
                "contains = { tag = [\"sale\"], products = [\"prod_1\"] }",
                "p.toml:8:14: \"tag\" is not a key of contains: did you mean \"tags\"?",
            ),
            (
                "contains_none = { tags = [\"sale\"], quantity_at_least = 2 }",
                "p.toml:8:36: \"quantity_at_least\" is not a key of contains_none: there are products, prices, tags",
            ),
        ],
    );
}

#[test]
fn the_whole_cart_may_be_named_as_the_base() {
    let whole = format!("{CART_OFFER}when.quantity_at_least = 1\ngive.percent = \"5\"\ngive.on = \"cart\"");
    assert_eq!(policy(&whole).offers[0].base, Base::Cart);
    let except = policy(&format!("{whole}\ngive.except.tags = [\"sale\"]"));
    assert!(matches!(&except.offers[0].base, Base::Lines(lines) if lines.on.is_none() && lines.except.is_some()));
}

#[test]
fn the_lines_that_are_the_base_are_named_or_bounded() {
    each_is_refused_in(
        "give",
        &[
            (
                "percent = \"5\"\non = {}",
                "p.toml:8:6: on names nothing: list products, prices or tags, or bound the unit price",
            ),
            (
                "percent = \"5\"\nexcept = {}",
                "p.toml:8:10: except names nothing: list products, prices or tags, or bound the unit price",
            ),
            (
                "percent = \"5\"\non = { unit_price_at_least = { usd = \"9.00\" }, unit_price_at_most = { usd = \"8.99\" } }",
                "p.toml:8:6: no price is at least unit_price_at_least and at most unit_price_at_most in usd",
            ),
            (
                "percent = \"5\"\non = { unit_price_at_least = { usd = \"9.00\" }, unit_price_at_most = { eur = \"10.00\" } }",
                "p.toml:8:6: unit_price_at_most lacks usd, which unit_price_at_least has",
            ),
            (
                "percent = \"5\"\non = { unit_price_at_lest = { usd = \"9.00\" } }",
                "p.toml:8:8: \"unit_price_at_lest\" is not a key of on: did you mean \"unit_price_at_least\"?",
            ),
        ],
    );
}

#[test]
fn bounds_on_unit_prices_may_leave_a_single_price() {
    let bounds = "unit_price_at_least = { usd = \"9.00\" }, unit_price_at_most = { usd = \"9.00\" }";
    let give = format!("give = {{ percent = \"5\", on = {{ {bounds} }} }}");
    policy(&format!("{CART_OFFER}when.quantity_at_least = 1\n{give}"));
}

#[test]
fn units_stand_beside_what_they_can_count() {
    each_is_refused_in(
        "give",
        &[
            (
                "percent = \"5\"\nper_unit = true",
                "p.toml:8:12: per_unit gives an amount for each unit: use it with amount_off",
            ),
            (
                "ladder = [{ over = { usd = \"1.00\" }, percent = \"5\" }]\nmax_units = 2",
                "p.toml:8:13: {selections} go with {selectable}, not with ladder",
            ),
            (
                "percent = \"5\"\nmax_units = 2\ncheapest = true",
                "p.toml:9:12: cheapest is one unit: it can't be combined with max_units",
            ),
            ("percent = \"5\"\nmax_units = 0", "p.toml:8:13: max_units must be at least 1"),
            ("percent = \"5\"\ncheapest = 1", "p.toml:8:12: cheapest must be true or false, not a number"),
        ],
    );
}

#[test]
fn groups_of_units_say_what_repeats() {
    let alone = |key: &str| format!("{key} is of what repeats: use it with every or for_each");
    each_is_refused_in(
        "give",
        &[
            ("percent = \"5\"\nunits = 2", &format!("p.toml:8:9: {}", alone("units"))),
            ("percent = \"5\"\nat_most = 2", &format!("p.toml:8:11: {}", alone("at_most"))),
            ("percent = \"5\"\nrank = \"dearest\"", "p.toml:8:8: rank is of a group of units: use it with every"),
            (
                "percent = \"5\"\nfor_each = { tags = [\"a\"] }\nrank = \"dearest\"",
                "p.toml:9:8: rank is of a group of units: use it with every",
            ),
            ("percent = \"5\"\nfor_each = { tags = [\"a\"] }\nunits = 0", "p.toml:9:9: units must be at least 1"),
            (
                "percent = \"5\"\nfor_each = {}",
                "p.toml:8:12: for_each names nothing: list products, prices or tags, or bound the unit price",
            ),
            (
                "percent = \"5\"\nevery = 2\nfor_each = { tags = [\"a\"] }",
                "p.toml:9:12: for_each is a number of units: it can't be combined with every",
            ),
            ("percent = \"5\"\nevery = 1", "p.toml:8:9: every must be at least 2"),
            (
                "percent = \"5\"\nevery = 3\nunits = 3",
                "p.toml:9:9: units must be less than every: of 3 units some keep their price",
            ),
            ("percent = \"5\"\nevery = 3\nunits = 0", "p.toml:9:9: units must be at least 1"),
            (
                "percent = \"5\"\nevery = 3\nat_most = \"2\"",
                "p.toml:9:11: at_most must be a whole number, not a string",
            ),
            (
                "percent = \"5\"\nevery = 3\nrank = \"cheap\"",
                "p.toml:9:8: \"cheap\" is not a rank: did you mean \"cheapest\"?",
            ),
            (
                "percent = \"5\"\nmax_units = 2\nevery = 3",
                "p.toml:9:9: every is a number of units: it can't be combined with max_units",
            ),
            (
                "amount_off.usd = \"5\"\nper_unit = false\nevery = 3",
                "p.toml:8:12: every gives an amount for each unit: leave per_unit out",
            ),
        ],
    );
}

#[test]
fn bundles_name_their_parts_and_one_price() {
    let price = "bundle_price = { usd = \"9\" }";
    let with = |lines: &str| format!("{price}\n{lines}");
    let rows = [
        (
            "bundle = [{ tags = [\"a\"] }]".to_owned(),
            "p.toml:7:10: a bundle needs bundle_price: what one full set costs",
        ),
        (format!("percent = \"5\"\n{price}"), "p.toml:8:16: bundle_price is what a full set costs: use it with bundle"),
        (
            with("bundle = []"),
            "p.toml:8:10: bundle lists nothing, so it could never hold: name at least one or leave it out",
        ),
        (
            with("bundle = [{ quantity = 2 }]"),
            "p.toml:8:11: a part of the bundle names nothing: list products, prices or tags, or bound the unit price",
        ),
        (with("bundle = [{ tags = [\"a\"], quantity = 0 }]"), "p.toml:8:38: quantity must be at least 1"),
        (
            with("bundle = [{ tags = [\"a\"], units = 2 }]"),
            "p.toml:8:27: \"units\" is not a key of a part of the bundle: there are quantity, products, prices, tags, \
             unit_price_at_least, unit_price_at_most",
        ),
        (
            with("bundle = [{ tags = [\"a\"] }]\non = { tags = [\"a\"] }"),
            "p.toml:9:6: a bundle names its own lines: take on out, or leave lines out with except",
        ),
        (
            with("bundle = [{ tags = [\"a\"] }]\nevery = 2"),
            "p.toml:9:9: {selections} go with {selectable}, not with bundle",
        ),
        (
            "bundle_price.usd = \"0\"\nbundle = [{ tags = [\"a\"] }]".to_owned(),
            "p.toml:7:20: bundle_price must be more than 0",
        ),
        (
            with(&format!("bundle = [{}]", "{ tags = [\"a\"] }, ".repeat(17))),
            "p.toml:8:10: a bundle has at most 16 parts",
        ),
    ];
    let rows: Vec<(&str, &str)> = rows.iter().map(|(lines, fault)| (lines.as_str(), *fault)).collect();
    each_is_refused_in("give", &rows);
}

#[test]
fn bundle_of_the_most_parts_loads() {
    let parts = "{ tags = [\"a\"] }, ".repeat(16);
    let give = format!("give = {{ bundle = [{parts}], bundle_price.usd = \"5\" }}");
    crate::test_support::policy(&format!("{CART_OFFER}{give}\n"));
}

#[test]
fn contains_asks_about_the_quantity_only_if_it_counts() {
    let offer = |contains: &str| format!("{CART_OFFER}give.percent = \"5\"\nwhen.contains = {contains}\n");
    let refused = crate::test_support::faults(&offer("{ tags = [\"sale\"] }"));
    assert!(refused.contains("an offer of cart-threshold must ask about the subtotal or the quantity"), "{refused}");
    for contains in [
        "{ tags = [\"sale\"], quantity_at_least = 1 }",
        "{ tags = [\"sale\"], subtotal_at_least = { usd = \"5.00\" } }",
    ] {
        crate::test_support::policy(&offer(contains));
        let elsewhere = offer(contains).replace("cart-threshold", "location");
        let refused = crate::test_support::faults(&elsewhere);
        assert!(refused.contains("an offer of location must ask about"), "{refused}");
    }
}
