use super::*;

fn each_gift_is_refused(rows: &[(&str, &str)]) {
    let offer = |give: &str| format!("{CART_OFFER}when.quantity_at_least = 1\n[offer.give]\n{give}");
    let rows: Vec<_> = rows.iter().map(|(give, fault)| (offer(give), *fault)).collect();
    each_is_refused(&rows);
}

#[test]
fn an_offer_gives_exactly_one_thing() {
    each_gift_is_refused(&[
        ("", "p.toml:6:1: give exactly one of {effects}"),
        ("amount_off = { usd = \"5.00\" }\npercent = \"5\"", "p.toml:6:1: give exactly one of {effects}"),
        (
            "percent = \"5\"\nladder = [{ over = { usd = \"1.00\" }, percent = \"5\" }]",
            "p.toml:6:1: give exactly one of {effects}",
        ),
        ("cap = { usd = \"5.00\" }", "p.toml:6:1: give exactly one of {effects}"),
        (
            "amount_off = { usd = \"5.00\" }\ncap = { usd = \"5.00\" }",
            "p.toml:8:7: cap is the most that a percent gives: use it with percent",
        ),
        ("percnt = \"5\"\npercent = \"5\"", r#"p.toml:7:1: "percnt" is not a key of give: did you mean "percent"?"#),
        ("free_gift = true\npercent = \"5\"", r#"p.toml:7:1: "free_gift" is not a key of give: there are {keys}"#),
    ]);
}

#[test]
fn no_fault_of_a_gift_hides_another() {
    each_gift_is_refused(&[
        (
            "percent = 5\namount_off = { usd = 1 }\ncap = { usd = \"x\" }",
            r#"p.toml:6:1: give exactly one of {effects}
p.toml:7:11: percent must be a decimal string, such as "12.5", not a number
p.toml:8:22: an amount must be a decimal string, such as "20.00", not a number
p.toml:9:15: "x" is not an amount: write digits and at most one point, such as "20.00""#,
        ),
        (
            "amount_off = { usd = \"0\" }\ncap = { usd = 5 }",
            r#"p.toml:7:22: amount_off must be more than 0
p.toml:8:7: cap is the most that a percent gives: use it with percent
p.toml:8:15: an amount must be a decimal string, such as "20.00", not a number"#,
        ),
        (
            "percent = \"x\"\nladder = [{ over = { usd = \"1\" }, percent = 5 }]",
            r#"p.toml:6:1: give exactly one of {effects}
p.toml:7:11: "x" is not a percent: write digits and at most one point, such as "12.5", without the sign
p.toml:8:45: percent must be a decimal string, such as "12.5", not a number"#,
        ),
    ]);
}

#[test]
fn percents_and_amounts_can_be_given() {
    each_gift_is_refused(&[
        ("percent = 10", r#"p.toml:7:11: percent must be a decimal string, such as "12.5", not a number"#),
        (
            "percent = 12.5",
            r#"p.toml:7:11: percent must be a decimal string, such as "12.5", not a number with a point"#,
        ),
        ("percent = \"0\"", r#"p.toml:7:11: "0" is out of range: a percent is above 0 and at most 100"#),
        ("percent = \"100.0001\"", r#"p.toml:7:11: "100.0001" is out of range: a percent is above 0 and at most 100"#),
        ("percent = \"0.00001\"", r#"p.toml:7:11: "0.00001" has too many decimals: a percent has at most 4"#),
        (
            "percent = \"10%\"",
            r#"p.toml:7:11: "10%" is not a percent: write digits and at most one point, such as "12.5", without the sign"#,
        ),
        (
            "amount_off = \"5.00\"",
            r#"p.toml:7:14: amount_off must be an amount for each currency, such as { usd = "1.00" }, not a string"#,
        ),
        (
            "amount_off = { usd = 5 }",
            r#"p.toml:7:22: an amount must be a decimal string, such as "20.00", not a number"#,
        ),
        ("amount_off = { usd = \"0.00\" }", "p.toml:7:22: amount_off must be more than 0"),
        ("amount_off = {}", r#"p.toml:7:14: amount_off lists no currency: write one, such as { usd = "1.00" }"#),
        ("percent = \"5\"\ncap = { usd = \"0\" }", "p.toml:8:15: cap must be more than 0"),
    ]);
}

#[test]
fn the_steps_of_a_ladder_are_strict() {
    each_gift_is_refused(&[
        ("ladder = []", "p.toml:7:10: ladder lists nothing, so it could never hold: name at least one or leave it out"),
        ("ladder = \"high\"", r#"p.toml:7:10: ladder must be a list, such as ["..."], not a string"#),
        ("ladder = [5]", "p.toml:7:11: a step of the ladder must be a table, not a number"),
        ("ladder = [{ percent = \"5\" }]", "p.toml:7:11: a step of the ladder has exactly one of over and at_least"),
        (
            "ladder = [{ over = { usd = \"1\" }, at_least = { usd = \"1\" }, percent = \"5\" }]",
            "p.toml:7:11: a step of the ladder has exactly one of over and at_least",
        ),
        ("ladder = [{ over = { usd = \"1\" } }]", "p.toml:7:11: give exactly one of amount_off and percent"),
        (
            "ladder = [{ over = { usd = \"1\" }, amount_off = { usd = \"1\" }, cap = { usd = \"1\" } }]",
            "p.toml:7:69: cap is the most that a percent gives: use it with percent",
        ),
        (
            "ladder = [{ over = { usd = \"1\" }, percent = \"5\", name = \"A\" }]",
            r#"p.toml:7:50: "name" is not a key of a step of the ladder: there are over, at_least, amount_off, percent, cap"#,
        ),
        (
            "ladder = [{ ovr = { usd = \"1\" }, percent = \"5\" }]",
            r#"p.toml:7:11: a step of the ladder has exactly one of over and at_least
p.toml:7:13: "ovr" is not a key of a step of the ladder: did you mean "over"?"#,
        ),
    ]);
}

#[test]
fn the_steps_of_a_ladder_rise_in_every_currency() {
    let step = |reach: &str| format!("{{ {reach}, percent = \"5\" }}");
    let row = |reaches: [&str; 3], fault| {
        let steps = reaches.map(step).join(",\n    ");
        (format!("{CART_OFFER}give.ladder = [\n    {steps},\n]"), fault)
    };
    each_is_refused(&[
        row(
            ["over.usd = \"1\"", "over.usd = \"1\"", "over.usd = \"2\""],
            "p.toml:7:5: the steps of a ladder rise, but this one is not above an earlier one in usd",
        ),
        row(
            ["over.usd = \"9\"", "over.usd = \"3\"", "over.usd = \"10\""],
            "p.toml:7:5: the steps of a ladder rise, but this one is not above an earlier one in usd",
        ),
        row(
            ["over.usd = \"100\"", "at_least.usd = \"100.01\"", "over.usd = \"200\""],
            "p.toml:7:5: the steps of a ladder rise, but this one is not above an earlier one in usd",
        ),
        row(
            ["over.usd = \"1\"", "over = { usd = \"2\", eur = \"2\" }", "over = { usd = \"3\", eur = \"1\" }"],
            "p.toml:8:5: the steps of a ladder rise, but this one is not above an earlier one in eur",
        ),
        row(
            ["over.usd = \"100\"", "over.eur = \"200\"", "over.usd = \"90\""],
            "p.toml:8:5: the steps of a ladder rise, but this one is not above an earlier one in usd",
        ),
    ]);
    let cents_apart = row(["over.usd = \"100\"", "at_least.usd = \"100.02\"", "over.usd = \"100.02\""], "");
    policy(&cents_apart.0);
}
