use super::*;

#[test]
fn a_policy_without_guard_rails_is_told_so() {
    for (limits, expected) in [
        ("", "no-guard-rails "),
        ("[limits]\nwrites_per_session = 5", "no-guard-rails limits"),
        ("[limits]\nmax_percent = \"100\"", ""),
        ("[limits]\nmax_amount = { usd = \"9\" }", ""),
    ] {
        assert_eq!(found(limits), expected, "{limits}");
    }
}

#[test]
fn guard_rails_have_every_currency_that_is_used_anywhere() {
    let with = |offer: &str| {
        let text = format!("[limits]\nmax_amount = {{ usd = \"999999\" }}\n{offer}");
        found(&text)
    };
    let lacks = "guard-rail-currency max_amount";
    assert_eq!(with(&cart("a", "give.amount_off = { usd = \"1\" }")), "");
    for lines in [
        "give.amount_off = { eur = \"1\" }",
        "give.percent = \"5\"\ngive.cap = { eur = \"1\" }",
        "when.subtotal_over = { eur = \"9\" }\ngive.percent = \"5\"",
        "when.contains = { tags = [\"a\"], subtotal_at_least = { eur = \"9\" } }\ngive.percent = \"5\"",
        "when.currency = [\"eur\"]\ngive.percent = \"5\"",
        "give.ladder = [{ over = { eur = \"9\" }, percent = \"5\" }]",
        "give.ladder = [{ over = { eur = \"9\" }, amount_off = { eur = \"5\" } }]",
        "give.percent = \"5\"\ngive.on = { unit_price_at_most = { eur = \"9\" } }",
    ] {
        assert_eq!(with(&cart("a", lines)), lacks, "{lines}");
    }
    assert_eq!(with("minimum_charge = { eur = \"1\" }"), lacks);
}

#[test]
fn a_minimum_charge_that_nobody_publishes_is_asked_for() {
    each_is_found(&[
        (cart("a", "give.amount_off = { usd = \"1\" }"), ""),
        (cart("a", "give.amount_off = { kwd = \"1\" }"), "minimum-charge limits"),
        (format!("minimum_charge = {{ kwd = \"0.2\" }}\n{}", cart("a", "give.amount_off = { kwd = \"1\" }")), ""),
        (
            format!("minimum_charge = {{ kwd = \"0.2\" }}\n{}", cart("a", "give.amount_off = { clp = \"1\" }")),
            "minimum-charge minimum_charge",
        ),
    ]);
}

#[test]
fn what_the_guard_rails_never_let_through_is_not_promised() {
    let limits = "max_amount = { usd = \"20\", eur = \"20\" }\n";
    let row = |lines: &str, expected| (format!("{limits}{}", cart("a", lines)), expected);
    each_is_found(&[
        row("give.percent = \"50\"", ""),
        row("give.percent = \"50.0001\"", "above-guard-rail \"50.0001\""),
        row("give.percent = \"60\"\ngive.cap = { usd = \"5\" }", ""),
        row("give.percent = \"100\"\ngive.cheapest = true", ""),
        row("give.amount_off = { usd = \"20\" }", ""),
        row("give.amount_off = { eur = \"5\", usd = \"20.01\" }", "above-guard-rail amount_off"),
        row("give.amount_off = { usd = \"21\" }\ngive.per_unit = true", "above-guard-rail amount_off"),
        row(
            "give.ladder = [{ over.usd = \"1\", percent = \"10\" }, { over.usd = \"9\", percent = \"60\" }]",
            "above-guard-rail \"60\"",
        ),
    ]);
}

#[test]
fn a_whole_cart_is_not_given_away_unawares() {
    let free = |lines: &str| found(&format!("[limits]\nmax_percent = \"100\"\n{}", cart("a", lines)));
    assert_eq!(free("give.percent = \"100\""), "whole-cart \"100\"");
    assert_eq!(free("give.percent = \"99.9999\""), "");
    assert_eq!(free("give.percent = \"100\"\ngive.cap = { usd = \"5\" }"), "");
    assert_eq!(free("give.percent = \"100\"\ngive.on = { tags = [\"gift\"] }"), "");
    let row = |lines: &str, expected| (cart("a", lines), expected);
    each_is_found(&[
        row("give.percent = \"100\"", "above-guard-rail \"100\""),
        row("give.amount_off = { usd = \"30\" }", ""),
        row("when.subtotal_over = { usd = \"30\" }\ngive.amount_off = { usd = \"30\" }", ""),
        row("when.subtotal_at_least = { usd = \"30\" }\ngive.amount_off = { usd = \"30\" }", "whole-cart amount_off"),
        row("when.subtotal_over = { usd = \"29.98\" }\ngive.amount_off = { usd = \"30\" }", "whole-cart amount_off"),
        row("when.subtotal_over = { usd = \"0\" }\ngive.amount_off = { usd = \"30\" }", ""),
        row(
            "give.ladder = [{ over.usd = \"50\", amount_off.usd = \"5\" }, { over.usd = \"90\", amount_off.usd = \"100\" }]",
            "whole-cart amount_off",
        ),
    ]);
}

#[test]
fn what_stripe_can_not_charge_exactly_is_not_written() {
    let limits = "minimum_charge = { kwd = \"0.2\", isk = \"100\" }\n";
    let row = |lines: &str, expected| (format!("{limits}{}", cart("a", lines)), expected);
    each_is_found(&[
        row("give.amount_off = { kwd = \"1.250\" }", ""),
        row("give.amount_off = { kwd = \"1.255\" }", "not-chargeable \"1.255\""),
        row("give.percent = \"5\"\ngive.cap = { kwd = \"0.005\" }", "not-chargeable \"0.005\""),
        row("give.amount_off = { isk = \"100\" }", ""),
    ]);
}

#[test]
fn a_name_promises_what_is_given() {
    let row = |name: &str, give: &str, ok: bool| {
        let text = cart("a", give).replace("name = \"a\"", &format!("name = \"{name}\""));
        let expected = if ok { String::new() } else { format!("name-says-otherwise \"{name}\"") };
        (text, expected)
    };
    let percent = "give.percent = \"10\"";
    let amount = "give.amount_off = { usd = \"10.00\", jpy = \"1500\" }";
    let rows = [
        row("Members: 10% off", percent, true),
        row("Members: 10.0% off!", percent, true),
        row("Members: 15% off", percent, false),
        row("15% OFF today", percent, false),
        row("$10 off", percent, false),
        row("5% for the planet", percent, true),
        row("100% cotton: 10% off", percent, true),
        row("10% off, for members 15% off", percent, true),
        row("Sale", percent, true),
        row("$10 off", amount, true),
        row("$10.00 off orders over $100", amount, true),
        row("$15 off", amount, false),
        row("10% off", amount, false),
        row("$10k off", amount, true),
        row("Up to 30% off", "give.ladder = [{ over.usd = \"1\", percent = \"5\" }]", true),
    ];
    each_is_found(&rows.each_ref().map(|(text, expected)| (text.clone(), expected.as_str())));
}
