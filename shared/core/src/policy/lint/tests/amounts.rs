use super::*;

#[test]
fn a_policy_without_guard_rails_is_told_so() {
    for (limits, expected) in [
        ("", "no-guard-rails "),
        ("[limits]\nwrites_per_session = 5\n", "no-guard-rails limits"),
        ("[limits]\nmax_percent = \"100\"\n", ""),
        ("[limits]\nmax_amount = { usd = \"9\" }\n", ""),
    ] {
        assert_eq!(found(&format!("{limits}{}", cart("a", "give.percent = \"5\""))), expected, "{limits}");
    }
}

#[test]
fn guard_rails_have_every_currency_that_is_used_anywhere() {
    let with = |offer: &str| {
        let text = format!("[limits]\nmax_percent = \"50\"\nmax_amount = {{ usd = \"999999.00\" }}\n{offer}");
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
    let charged = format!("minimum_charge = {{ eur = \"1\" }}\n{}", cart("a", "give.percent = \"5\""));
    assert_eq!(with(&charged), lacks);
}

#[test]
fn unit_price_of_zero_for_any_cart_gives_it_away() {
    let row = |lines: &str, expected| (cart("a", lines), expected);
    each_is_found(&[
        row("give.unit_price = { usd = \"0.01\" }", "on-missing unit_price"),
        row("give.unit_price = { usd = \"0.01\" }\ngive.on = \"cart\"", ""),
        row("give.unit_price = { usd = \"0\" }\ngive.on = { tags = [\"a\"] }", ""),
        row("give.unit_price = { usd = \"0\" }\ngive.cheapest = true", ""),
        row("give.unit_price = { eur = \"1.00\", usd = \"0.00\" }", "whole-cart \"0.00\""),
    ]);
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
        row("Save 15%", percent, false),
        row("Save 10%", percent, true),
        row("15 percent off", percent, false),
        row("For members: 15%", percent, false),
        row("15% discount", percent, false),
        row("Up to 50% off", percent, true),
        row("Half price", percent, false),
        row("Second one half off!", "give.percent = \"50\"", true),
        row("100% wool: 10% off", percent, true),
        row("Save $20", percent, false),
        row("Save $20", amount, false),
        row("Save $10 over $100", amount, true),
        row("15 € off", amount, false),
        row("10 € off", amount, true),
        row("10€ off", amount, true),
        row("10% over $100", percent, true),
        row("10 years of us", percent, true),
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

#[test]
fn amounts_off_any_cart_leave_something_to_pay() {
    let with = |limits: &str, lines: &str| found(&format!("[limits]\n{limits}\n{}", cart("a", lines)));
    let (five, most) = ("give.amount_off.usd = \"5\"", "max_amount = { usd = \"50\" }");
    let lacks = "no-minimum amount_off";
    assert_eq!(with(most, five), lacks);
    assert_eq!(with("max_percent = \"100\"", five), lacks);
    assert_eq!(with("max_percent = \"99\"", five), "");
    assert_eq!(with("", five), "no-guard-rails limits\nno-minimum amount_off");
    for (lines, expected) in [
        ("when.subtotal_over.usd = \"0\"", lacks),
        ("when.subtotal_at_least.usd = \"20\"", ""),
        ("when.contains = { tags = [\"a\"], subtotal_at_least.usd = \"20\" }", ""),
        ("when.contains.tags = [\"a\"]", lacks),
        ("when.customer = [\"cus_1\"]", ""),
        ("when.quantity_at_least = 2", ""),
        ("give.on.tags = [\"a\"]", ""),
    ] {
        let lines =
            if lines.contains("quantity") { "give.percent = \"5\"".to_owned() } else { format!("{lines}\n{five}") };
        assert_eq!(with(most, &lines), expected, "{lines}");
    }
    let ladder =
        "give.ladder = [{ over.usd = \"0\", amount_off.usd = \"5\" }, { over.usd = \"90\", amount_off.usd = \"9\" }]";
    assert_eq!(with(most, ladder), lacks);
    assert_eq!(with(most, &ladder.replace("\"0\"", "\"20\"")), "");
}

#[test]
fn amounts_are_not_written_in_cents() {
    let row = |lines: &str, expected| (cart("a", lines), expected);
    let min = "when.subtotal_at_least.usd = \"2000.00\"\n";
    each_is_found(&[
        row(&format!("{min}give.amount_off.usd = \"500\""), "looks-like-cents \"500\""),
        row(&format!("{min}give.amount_off.usd = \"499\""), ""),
        row(&format!("{min}give.amount_off.usd = \"500.00\""), ""),
        row("give.percent = \"5\"\ngive.cap.eur = \"2000\"", "looks-like-cents \"2000\""),
        row("give.percent = \"5\"\ngive.cap.jpy = \"2000\"", ""),
        row("give.percent = \"5\"\ngive.cap.huf = \"2000\"", ""),
        row("when.subtotal_over.usd = \"10000\"\ngive.percent = \"5\"", "looks-like-cents \"10000\""),
        row("when.subtotal_over.usd = \"100\"\ngive.percent = \"5\"", ""),
        row("give.ladder = [{ over.usd = \"10000\", amount_off.usd = \"10.00\" }]", "looks-like-cents \"10000\""),
    ]);
    let text = format!("{GUARDED}max_amount = {{ usd = \"20000\" }}\n{}", cart("a", "give.percent = \"5\""));
    assert_eq!(found(&text), "looks-like-cents \"20000\"");
    assert_eq!(lint(&policy(&text), &text, at(NOON))[0].help, "write \"200.00\", or \"20000.00\" if it is meant");
}

#[test]
fn percents_are_not_written_as_shares() {
    let row = |give: &str, expected| (cart("a", give), expected);
    each_is_found(&[
        row("give.percent = \"1\"", ""),
        row("give.percent = \"0.2\"", "percent-below-one \"0.2\""),
        row("give.ladder = [{ over.usd = \"9\", percent = \"0.125\" }]", "percent-below-one \"0.125\""),
    ]);
    let text = format!("timezone = \"UTC\"\n[limits]\nmax_percent = \"0.5\"\n{}", cart("a", "give.percent = \"0.2\""));
    assert_eq!(found(&text), "percent-below-one \"0.5\"\npercent-below-one \"0.2\"");
    let text = format!("{GUARDED}{}", cart("a", "give.percent = \"0.125\""));
    assert_eq!(lint(&policy(&text), &text, at(NOON))[0].help, "a share of 0.125 is written \"12.5\"");
}

#[test]
fn amounts_in_small_units_are_more_than_those_in_dollars() {
    let row = |lines: &str, expected| (cart("a", lines), expected);
    let found = "unconverted-amount \"50\"";
    each_is_found(&[
        row("when.subtotal_over = { usd = \"50.00\", jpy = \"50\" }\ngive.percent = \"5\"", found),
        row("when.subtotal_over = { eur = \"99.00\", huf = \"50\" }\ngive.percent = \"5\"", found),
        row("when.subtotal_over = { usd = \"49.00\", jpy = \"50\" }\ngive.percent = \"5\"", ""),
        row("when.subtotal_over = { usd = \"50.00\", jpy = \"7500\" }\ngive.percent = \"5\"", ""),
        row("when.subtotal_over = { usd = \"50.00\", sek = \"50\" }\ngive.percent = \"5\"", ""),
        row("when.subtotal_over = { usd = \"0\", jpy = \"0\" }\ngive.percent = \"5\"", ""),
        row("when.subtotal_over = { jpy = \"50\" }\ngive.percent = \"5\"\ngive.cap = { jpy = \"5000\" }", ""),
    ]);
}
