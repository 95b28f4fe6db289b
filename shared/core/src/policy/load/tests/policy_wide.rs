use super::*;
use crate::policy::Policy;

#[test]
fn keys_of_the_policy_are_strict() {
    let row = |text: &str, fault| (text.to_owned(), fault);
    each_is_refused(&[
        row("combin = \"best\"", r#"p.toml:1:1: "combin" is not a key of the policy: did you mean "combine"?"#),
        row(
            "zzz = 1\n",
            r#"p.toml:1:1: "zzz" is not a key of the policy: there are timezone, combine, rounding, replace_foreign, combined_name, limits, customer, checkout, group, offer, case"#,
        ),
        row("combine = \"bets\"", r#"p.toml:1:11: "bets" is not a value of combine: did you mean "best"?"#),
        row("combine = \"all\"", r#"p.toml:1:11: "all" is not a value of combine: there are best, sum, sequential"#),
        row("combine = 1", "p.toml:1:11: combine must be a string, in quotes, not a number"),
        row("rounding = \"up\"", r#"p.toml:1:12: "up" is not a value of rounding: there are down, half-up"#),
        row(
            "timezone = \"Mars/Olympus\"",
            r#"p.toml:1:12: "Mars/Olympus" is not a time zone: write its IANA name, such as America/New_York"#,
        ),
        row("timezone = 5", "p.toml:1:12: timezone must be a string, in quotes, not a number"),
        row("timezone = \"\"", r#"p.toml:1:12: "" is not a time zone: write its IANA name, such as America/New_York"#),
        row(
            "timezone = \"Etc/Unknown\"",
            r#"p.toml:1:12: "Etc/Unknown" is not a time zone: write its IANA name, such as America/New_York"#,
        ),
        row("replace_foreign = \"yes\"", "p.toml:1:19: replace_foreign must be true or false, not a string"),
        row(
            "combined_name = \"\"",
            r#"p.toml:1:17: "" is not a name: write what the shopper should read, without blanks around it"#,
        ),
        row(
            "combined_name = \"12345678901234567890123456789012345678901\"",
            r#"p.toml:1:17: "12345678901234567890123456789012345678901" has 41 characters: Stripe shows at most 40"#,
        ),
        row("offer = { id = \"a\" }", "p.toml:1:9: offers are written as [[offer]], with two brackets"),
        row("[offer]\nid = \"a\"", "p.toml:1:1: offers are written as [[offer]], with two brackets"),
        row("offer = [\"a\"]", "p.toml:1:10: an offer must be a table, not a string"),
        row("limits = 5", "p.toml:1:10: limits must be a table, not a number"),
        row("customer = \"vip\"", "p.toml:1:12: customer must be a table, not a string"),
    ]);
}

#[test]
fn limits_are_strict_so_that_no_guard_rail_is_lost() {
    let row = |lines: &str, fault| (format!("[limits]\n{lines}"), fault);
    each_is_refused(&[
        row("max_percnt = \"50\"", r#"p.toml:2:1: "max_percnt" is not a key of limits: did you mean "max_percent"?"#),
        row("max_percent = 50", r#"p.toml:2:15: max_percent must be a decimal string, such as "12.5", not a number"#),
        row("max_percent = \"0\"", r#"p.toml:2:15: "0" is out of range: a percent is above 0 and at most 100"#),
        row(
            "max_percent = \"100.0001\"",
            r#"p.toml:2:15: "100.0001" is out of range: a percent is above 0 and at most 100"#,
        ),
        row(
            "max_amount = { usd = 200 }",
            r#"p.toml:2:22: an amount must be a decimal string, such as "20.00", not a number"#,
        ),
        row(
            "max_amount = { usd = 200.00 }",
            r#"p.toml:2:22: an amount must be a decimal string, such as "20.00", not a number with a point"#,
        ),
        row("max_amount = { usd = \"0.00\" }", "p.toml:2:22: max_amount must be more than 0"),
        row("max_amount = {}", r#"p.toml:2:14: max_amount lists no currency: write one, such as { usd = "1.00" }"#),
        row(
            "max_amount = \"200.00\"",
            r#"p.toml:2:14: max_amount must be an amount for each currency, such as { usd = "1.00" }, not a string"#,
        ),
        row(
            "minimum_charge = { usd = \"0.505\" }",
            r#"p.toml:2:26: "0.505" has too many decimals: the currency has 2"#,
        ),
        row("codes_per_session = 0", "p.toml:2:21: codes_per_session must be at least 1"),
        row(
            "codes_per_session = 34",
            "p.toml:2:21: codes_per_session must be at most 33: each code takes a key of the session's metadata",
        ),
        row("writes_per_session = 0", "p.toml:2:22: writes_per_session must be at least 1"),
        row("writes_per_session = \"50\"", "p.toml:2:22: writes_per_session must be a whole number, not a string"),
        row(
            "writes_per_session = 1.5",
            "p.toml:2:22: writes_per_session must be a whole number, not a number with a point",
        ),
    ]);
}

#[test]
fn keys_of_the_customer_are_strict() {
    let row = |lines: &str, fault| (format!("[customer]\n{lines}"), fault);
    each_is_refused(&[
        row(
            "guests = \"email\"",
            "p.toml:2:10: guests = \"email\" is not available yet: limits do not count guests; write \"none\", or leave the key \
             out",
        ),
        row("guests = \"phone\"", "p.toml:2:10: \"phone\" is not a value of guests: did you mean \"none\"?"),
        row(
            "orders = \"checkout_orders\"",
            r#"p.toml:2:10: orders "checkout_orders" begins with checkout_, as the keys that the webhook writes: choose another"#,
        ),
        row("counts = \"ours\"", r#"p.toml:2:10: "ours" is not a value of counts: there are sum, imported, checkout"#),
        row("teir = \"tier\"", r#"p.toml:2:1: "teir" is not a key of customer: did you mean "tier"?"#),
        row("tier = [\"tier\"]", "p.toml:2:8: tier must be a string, in quotes, not a list"),
        row("segments = \" \"", r#"p.toml:2:12: segments " " is blank: name something"#),
        row(
            "history_since = \"last year\"",
            r#"p.toml:2:17: "last year" is not a time: write 2026-11-27T00:00:00 for the shop's clock, or with an offset, 2026-11-27T00:00:00-05:00"#,
        ),
        row("history_since = 2026", "p.toml:2:17: history_since must be a string, in quotes, not a number"),
    ]);
}

#[test]
fn customer_keys_fit_stripes_limits_with_their_suffixes() {
    for (key, longest) in
        [("tier", 40), ("segments", 40), ("orders", 40), ("last_order_at", 40), ("lifetime_spend", 36), ("uses", 38)]
    {
        let line = |text: &str| format!("[customer]\n{key} = \"{text}\"");
        assert!(Policy::load("p.toml", &line(&"é".repeat(longest))).is_ok(), "{key}");
        for text in ["é".repeat(longest + 1), "a[b".to_owned(), "a]b".to_owned()] {
            let wrong = Policy::load("p.toml", &line(&text)).unwrap_err().to_string();
            let says = format!(
                "p.toml:2:{}: {key} \"{text}\" is no key that Stripe takes: at most {longest} characters, and no square brackets",
                key.len() + 4
            );
            assert_eq!(wrong, says);
        }
    }
}

#[test]
fn each_fault_has_its_word_for_machines() {
    for (text, word) in [
        ("combine = best", "syntax"),
        ("combine = \"sum\"\ncombine = \"sum\"", "syntax"),
        ("combin = \"best\"", "unknown-key"),
        ("[[offer]]\nid = \"a\"\ninteraction = \"cart-threshold\"\nname = \"A\"", "missing-key"),
        ("combine = \"bets\"", "invalid"),
    ] {
        let words: Vec<_> = Policy::load("p.toml", text).unwrap_err().faults.iter().map(|it| it.code.word()).collect();
        assert_eq!(words, [word], "{text}");
    }
}

#[test]
fn amounts_are_decimal_strings_of_known_currencies() {
    let row = |amounts: &str, fault| (format!("[limits]\nmax_amount = {{ {amounts} }}"), fault);
    each_is_refused(&[
        row("usd = \"1.005\"", r#"p.toml:2:22: "1.005" has too many decimals: the currency has 2"#),
        row("jpy = \"100.0\"", r#"p.toml:2:22: "100.0" has too many decimals: the currency has 0"#),
        row("kwd = \"1.0005\"", r#"p.toml:2:22: "1.0005" has too many decimals: the currency has 3"#),
        row(
            "isk = \"10.50\"",
            r#"p.toml:2:22: "10.50" is not whole: only whole units of this currency can be charged"#,
        ),
        row(
            "usd = \"1,000.00\"",
            r#"p.toml:2:22: "1,000.00" is not an amount: write digits and at most one point, such as "20.00""#,
        ),
        row(
            "usd = \"-5\"",
            r#"p.toml:2:22: "-5" is not an amount: write digits and at most one point, such as "20.00""#,
        ),
        row("usd = \"10000000000.00\"", r#"p.toml:2:22: "10000000000.00" is more than Stripe can charge (12 digits)"#),
        row(
            "xxx = \"1.00\"",
            r#"p.toml:2:16: "xxx" is not a currency that Stripe supports: write its three-letter code in lower case, such as usd"#,
        ),
        row("USD = \"1.00\"", "p.toml:2:16: write the currency in lower case: usd"),
        row(
            "dollars = \"1.00\"",
            r#"p.toml:2:16: "dollars" is not a currency that Stripe supports: write its three-letter code in lower case, such as usd"#,
        ),
        row(
            "usd = \"1.005\", jpy = \"1.5\", eur = 3",
            r#"p.toml:2:22: "1.005" has too many decimals: the currency has 2
p.toml:2:37: "1.5" has too many decimals: the currency has 0
p.toml:2:50: an amount must be a decimal string, such as "20.00", not a number"#,
        ),
    ]);
}

#[test]
fn what_is_not_toml_is_refused_at_its_place() {
    let row = |text: &str, fault| (text.to_owned(), fault);
    each_is_refused(&[
        row("timezone = \"UTC\"\ncombine = best", "p.toml:2:11: a text is written in quotes: \"best\""),
        row("timezone = \"UTC", r#"p.toml:1:12: this text is not closed: write " at its end"#),
        row(
            "combine = \"sum\"\ncombine = \"best\"\nrounding = \"up\"\n",
            r#"p.toml:2:1: this key is here twice: keep one of the two; the first is in line 1
p.toml:3:12: "up" is not a value of rounding: there are down, half-up"#,
        ),
        row("a = \"\\q\"", "p.toml:1:6: a backslash begins a special sign here: write two of them for a backslash"),
        row("[limits\nmax_percent = \"5\"", "p.toml:1:1: this heading is not closed: write [limits]"),
    ]);
}

#[test]
fn a_repeated_key_names_the_first_of_its_own_table() {
    let second = format!("{CART_OFFER}when.quantity_at_least = 1\ngive.percent = \"5\"\n").replace("\"a\"", "\"b\"");
    let first = second.replace("\"b\"", "\"a\"");
    let twice = "this key is here twice: keep one of the two; the first is in line";
    each_is_refused(&[
        (format!("{first}{second}id = \"c\"\n"), &format!("p.toml:13:1: {twice} 8")),
        (format!("{first}{second}give.percent = \"5\"\n"), &format!("p.toml:13:6: {twice} 12")),
        ("[limits]\n[customer]\n[limits]\n".to_owned(), &format!("p.toml:3:2: {twice} 1")),
    ]);
}

#[test]
fn replacement_of_a_number_is_given_only_if_it_loads() {
    for (written, instead) in
        [("50", Some("\"50\"")), ("12.5", Some("\"12.5\"")), ("-5", None), ("1e2", None), ("nan", None), ("0x32", None)]
    {
        let faults = Policy::load("p.toml", &format!("limits.max_percent = {written}")).unwrap_err();
        assert_eq!(faults.faults[0].instead.as_deref(), instead, "{written}");
    }
}

#[test]
fn what_can_only_have_been_meant_is_said() {
    let offer = |when: &str| format!("{CART_OFFER}give.percent = \"5\"\nwhen.quantity_at_least = 1\n{when}");
    for (text, instead) in [
        ("limits.max_amount = { usd = \"$1,000.00\" }".to_owned(), Some("\"1000.00\"")),
        ("limits.max_amount = { eur = \"1.000,50 €\" }".to_owned(), Some("\"1000.50\"")),
        ("limits.max_amount = { usd = \"ten\" }".to_owned(), None),
        ("limits.max_amount = { jpy = \"1.50\" }".to_owned(), None),
        ("limits.max_percent = \"10 %\"".to_owned(), Some("\"10\"")),
        ("limits.max_percent = \"12,5\"".to_owned(), Some("\"12.5\"")),
        ("limits.max_percent = \"110%\"".to_owned(), None),
        ("timezone = \"new york\"".to_owned(), Some("\"America/New_York\"")),
        ("timezone = \"GMT+5\"".to_owned(), None),
        ("timezone = \"PST\"".to_owned(), Some("\"America/Los_Angeles\"")),
        ("timezone = \"home\"".to_owned(), None),
        (offer("when.ends = \"11/27/2026\""), Some("2026-11-27")),
        (offer("when.ends = \"27. 11. 2026 18:00\""), Some("2026-11-27T18:00:00")),
        (offer("when.ends = \"6/7/2026\""), None),
    ] {
        let faults = Policy::load("p.toml", &text).unwrap_err();
        assert_eq!(faults.faults[0].instead.as_deref(), instead, "{text}");
    }
}

#[test]
fn every_fault_of_a_file_is_told_in_the_order_of_the_file() {
    let text =
        format!("{CART_OFFER}{}\ncombine = \"bst\"\n", "when.subtotal_over = { usd = 100 }\ngive.percent = \"101\"");
    let text = format!("roundin = \"down\"\n{text}\n[limits]\nmax_percent = 5\n[customer]\nsegment = \"s\"\n");
    each_is_refused(&[(
        text,
        r#"p.toml:1:1: "roundin" is not a key of the policy: did you mean "rounding"?
p.toml:6:30: an amount must be a decimal string, such as "20.00", not a number
p.toml:7:16: "101" is out of range: a percent is above 0 and at most 100
p.toml:8:1: "combine" is not a key of an offer: combine is a key of the whole policy, and belongs above the first heading in brackets
p.toml:11:15: max_percent must be a decimal string, such as "12.5", not a number
p.toml:13:1: "segment" is not a key of customer: did you mean "segments"?"#,
    )]);
}
