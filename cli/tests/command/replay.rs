//! `discounts replay`

use serde_json::{Value, json};

use crate::run::{data, discounts, discounts_with_input, streams};

const COMPARED: [&str; 7] =
    ["replay", "--sessions", "sessions.jsonl", "--policy", "after.toml", "--against", "before.toml"];

fn file(name: &str) -> String {
    std::fs::read_to_string(data(name)).unwrap()
}

/// The result for these lines.
fn replay(arguments: &[&str], lines: &str) -> Value {
    let arguments = [&["replay", "--sessions", "-", "--json"], arguments].concat();
    let output = discounts_with_input(&arguments, lines);
    let (code, out, err) = streams(&output);
    assert_eq!((code, err), (Some(0), ""));
    serde_json::from_str(out).unwrap()
}

/// A line with some members otherwise than in a completed session of 200.00 USD, asked for `cart-threshold`.
fn line(number: usize, otherwise: &[(&str, Value)]) -> String {
    let mut session = json!({
        "id": format!("cs_test_a1line{number}"), "status": "complete", "mode": "payment", "currency": "usd",
        "created": 1_795_000_000, "amount_subtotal": 20_000, "customer": null, "client_reference_id": null,
        "metadata": {"discount_cart_threshold": "on"},
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    });
    for (key, value) in otherwise {
        session[key] = value.clone();
    }
    format!("{session}\n")
}

#[test]
fn text_is_as_documented() {
    let output = discounts(&COMPARED);
    assert_eq!(streams(&output), (Some(0), file("replay.txt").as_str(), ""));
    let documented = include_str!("../../../docs/replay.md").replace("\n    ", "\n");
    assert!(documented.contains(file("replay.txt").trim_end()), "docs/replay.md shows another result");
}

#[test]
fn json_holds_the_numbers_in_minor_units() {
    let output = discounts(&[&COMPARED[..], &["--json"]].concat());
    let report: Value = serde_json::from_str(streams(&output).1).unwrap();
    assert_eq!(report["lines"]["read"], 11);
    let skipped = json!([{"why": "its mode is not payment", "sessions": 1}]);
    assert_eq!((&report["lines"]["bad"], &report["lines"]["skipped"]), (&json!(2), &skipped));
    let decided = json!({
        "sessions": 8, "complete": 7, "expired": 1, "open": 0, "discounted": 6, "gain": 4, "lose": 2,
    });
    assert_eq!(report["decided"], decided);
    let usd = json!({
        "currency": "usd", "sessions": 6, "discounted": 5, "gives": 7_000, "before": 7_500,
        "gain": {"sessions": 3, "amount": 1_500}, "lose": {"sessions": 2, "amount": 2_000},
        "largest": {"amount": 3_000, "subtotal": 25_000, "session": "cs_test_a1replay0001", "line": 1},
    });
    assert_eq!(report["currencies"][2], usd);
    let gold = json!({
        "offer": "gold", "interaction": "loyalty", "asked": 3, "eligible": 2, "applied": 2,
        "gives": [{"currency": "eur", "amount": 3_600}, {"currency": "usd", "amount": 3_000}],
        "conditions": [{"key": "when.tier", "held": 2}], "steps": [],
    });
    assert_eq!(report["offers"][0], gold);
    let steps = json!([{"step": 1, "counted": 3}, {"step": 2, "counted": 2}, {"step": 3, "counted": 0}]);
    assert_eq!(report["offers"][1]["steps"], steps);
    let never: Vec<_> =
        report["never"].as_array().unwrap().iter().map(|never| never["part"].as_str().unwrap()).collect();
    assert_eq!(never, ["give.ladder step 3", "offer", "when.weekdays", "when.metadata.channel", "offer"]);
    let notes: Vec<_> = report["notes"].as_array().unwrap().iter().map(|note| &note["code"]).collect();
    assert_eq!(notes, ["customer_not_expanded", "asked_for_nothing"]);
}

#[test]
fn replay_compares_with_what_was_taken_off_by_default() {
    let report = replay(&["--policy", "after.toml"], &file("sessions.jsonl"));
    assert_eq!(report["against"], Value::Null);
    // Line 6 had 18.00 taken off for a tier that the export does not hold.
    assert_eq!((&report["currencies"][2]["before"], &report["currencies"][2]["gives"]), (&json!(7_500), &json!(7_000)));
    let silent = line(1, &[("total_details", Value::Null)]);
    let report = replay(&["--policy", "after.toml"], &silent);
    assert_eq!((&report["decided"]["gain"], &report["notes"][0]["code"]), (&json!(0), &json!("not_compared")));
}

/// 20.00 of 200.00 in the price of the one line, as the writer `line_items` leaves it.
#[test]
fn discount_in_line_prices_is_compared_as_any_other() {
    let marks = json!({ "discount_price": "price_1", "discount_list": "20000", "discount_off": "2000" });
    let price = json!({ "id": "price_2", "active": false, "currency": "usd", "unit_amount": 18_000 });
    let lowered = json!({ "id": "li_1", "quantity": 1, "amount_subtotal": 18_000, "price": price, "metadata": marks });
    let lines = json!({ "data": [lowered], "has_more": false });
    let metadata = json!({ "discount_cart_threshold": "on", "discount_amount": "2000", "discount_name": "Ten" });
    let otherwise = [("amount_subtotal", json!(18_000)), ("metadata", metadata), ("line_items", lines)];
    let in_lines = replay(&["--policy", "after.toml"], &line(1, &otherwise));
    let taken_off = json!({"amount_discount": 2_000, "amount_shipping": 0, "amount_tax": 0});
    let by_coupon = replay(&["--policy", "after.toml"], &line(1, &[("total_details", taken_off)]));
    assert_eq!((&in_lines["decided"], &in_lines["currencies"]), (&by_coupon["decided"], &by_coupon["currencies"]));
    assert_eq!(in_lines["currencies"][0]["before"], 2_000);
    assert_eq!(in_lines["notes"], by_coupon["notes"]);
    let hidden = [("amount_subtotal", json!(18_000)), ("metadata", otherwise[1].1.clone())];
    assert_eq!(replay(&["--policy", "after.toml"], &(line(1, &hidden) + &line(2, &[])))["lines"]["bad"], 1);
    let output = discounts_with_input(&["replay", "--sessions", "-", "--policy", "after.toml"], &line(1, &hidden));
    let (code, _, err) = streams(&output);
    assert_eq!(code, Some(2));
    assert!(err.contains("expand[]=line_items"), "{err}");
}

#[test]
fn number_of_threads_changes_nothing() {
    // Enough for some chunks, with what depends on the order: the first bad lines, the first of the largest.
    let lines: String = (1..9_000)
        .map(|number| match number % 7 {
            0 => format!("no session {number}\n"),
            1 => line(number, &[("currency", json!("eur")), ("amount_subtotal", json!(50_000))]),
            2 => line(number, &[("mode", json!("setup"))]),
            _ => line(number, &[("amount_subtotal", json!(number * 10 % 50_000))]),
        })
        .collect();
    assert!(lines.len() > 1_500_000);
    let printed = |threads: &str, json: &[&str]| {
        let arguments = ["replay", "--sessions", "-", "--policy", "after.toml", "--threads", threads];
        let output = discounts_with_input(&[&arguments, json].concat(), &lines);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    let alone = printed("1", &["--json"]);
    for threads in ["2", "3", "8"] {
        assert_eq!(printed(threads, &["--json"]), alone, "{threads} threads");
    }
    assert_eq!(printed("3", &[]), printed("1", &[]));
}

#[test]
fn sessions_are_decided_at_their_time_or_at_now() {
    let friday = ("created", json!(1_795_179_600)); // 2026-11-20T13:00:00Z
    let saturday = ("created", json!(1_795_266_000));
    let app = ("metadata", json!({"discount_cart_threshold": "on", "channel": "app"}));
    let lines = line(1, &[friday, app.clone()]) + &line(2, &[saturday, app]);
    let given = |arguments: &[&str]| {
        let report = replay(&[&["--policy", "after.toml"], arguments].concat(), &lines);
        report["currencies"][0]["gives"].as_u64().unwrap()
    };
    assert_eq!(given(&[]), 2_500 + 4_000);
    assert_eq!(given(&["--now", "2026-11-21T13:00:00Z"]), 4_000 + 4_000);
    let timeless = line(1, &[("created", Value::Null)]);
    let report = replay(&["--policy", "after.toml"], &timeless);
    assert!(report["lines"]["skipped"][0]["why"].as_str().unwrap().contains("--now"));
}

#[test]
fn interactions_can_be_chosen_for_all() {
    let report = replay(&["--policy", "after.toml", "--interactions", "loyalty"], &file("sessions.jsonl"));
    let asked: Vec<_> =
        report["offers"].as_array().unwrap().iter().map(|offer| offer["asked"].as_u64().unwrap()).collect();
    assert_eq!(asked, [8, 0, 0, 0]);
}

#[test]
fn groups_are_counted_as_offers_are() {
    let app = ("metadata", json!({"channel": "app"}));
    let lines = [
        line(1, &[]),
        line(2, &[("amount_subtotal", json!(12_000)), app]),
        line(3, &[("amount_subtotal", json!(14_000))]),
    ];
    let report = replay(&["--policy", "grouped.toml"], &lines.concat());
    let extras = json!({
        "group": "extras", "eligible": 3, "applied": 2, "gives": [{"currency": "usd", "amount": 1_200}],
    });
    let tiers = json!({"group": "tiers", "eligible": 3, "applied": 0, "gives": []});
    assert_eq!(report["groups"], json!([extras, tiers]));
    let never = json!({
        "group": "tiers", "part": "group", "text": "had a result in 3 sessions and never won: others gave more",
    });
    assert_eq!(report["never"].as_array().unwrap().last(), Some(&never));
    let output = discounts_with_input(&["replay", "--sessions", "-", "--policy", "grouped.toml"], &lines.concat());
    let text = streams(&output).1;
    let table = "group   eligible  applied  gives\nextras         3        2  12.00  usd\ntiers          3        0\n";
    assert!(text.contains(table), "{text}");
    assert!(text.contains("  group tiers: had a result in 3 sessions and never won: others gave more\n"), "{text}");
}

#[test]
fn bad_lines_are_counted_and_the_first_ten_are_named() {
    let lines = "{\n".repeat(25) + &line(1, &[]);
    let report = replay(&["--policy", "after.toml"], &lines);
    assert_eq!((&report["lines"]["bad"], &report["decided"]["sessions"]), (&json!(25), &json!(1)));
    let named: Vec<_> =
        report["lines"]["named"].as_array().unwrap().iter().map(|bad| bad["line"].as_u64().unwrap()).collect();
    assert_eq!(named, (1..=10).collect::<Vec<_>>());
    let output = discounts_with_input(&["replay", "--sessions", "-", "--policy", "after.toml"], &lines);
    assert!(streams(&output).1.ends_with("and 15 bad lines more\n"), "{}", streams(&output).1);
}

#[test]
fn overflow_is_a_bad_line_and_the_others_count() {
    let immense =
        line(1, &[("amount_subtotal", json!(i64::MAX)), ("total_details", json!({"amount_shipping": i64::MAX}))]);
    let report = replay(&["--policy", "after.toml"], &(immense + &line(2, &[])));
    assert_eq!((&report["lines"]["bad"], &report["decided"]["sessions"]), (&json!(1), &json!(1)));
    assert_eq!(report["currencies"][0]["gives"], 2_500);
}

#[test]
fn input_without_a_session_is_refused() {
    for (lines, told_so) in [("", "standard input holds no Checkout Session\n"), ("\n{\n", "line 2 ends in the middle")]
    {
        let output = discounts_with_input(&["replay", "--sessions", "-", "--policy", "after.toml"], lines);
        let (code, out, err) = streams(&output);
        assert_eq!((code, out), (Some(2), ""));
        assert!(err.contains(told_so), "{err}");
    }
    for path in ["nowhere.jsonl", "."] {
        let output = discounts(&["replay", "--sessions", path, "--policy", "after.toml"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(streams(&output).2.starts_with(&format!("{path} can't be read: ")), "{}", streams(&output).2);
    }
}

#[test]
fn faulty_policy_ends_with_one() {
    for (policy, against) in [("faulty.toml", "before.toml"), ("after.toml", "faulty.toml")] {
        let arguments = ["replay", "--sessions", "sessions.jsonl", "--policy", policy, "--against", against];
        let output = discounts(&arguments);
        let (code, out, err) = streams(&output);
        assert_eq!((code, out), (Some(1), ""));
        assert!(err.starts_with("faulty.toml:1:11: "), "{err}");
    }
}

#[test]
fn session_with_a_coupon_from_its_creation_is_replayed() {
    let metadata = json!({ "discount_policy": "0f", "discount_offers": "large" });
    let coupon = json!({ "id": "discount-1", "amount_off": 1_500, "currency": "usd", "metadata": metadata });
    let hosted = line(
        1,
        &[
            ("ui_mode", json!("hosted_page")),
            ("metadata", json!({ "discount_cart_threshold": "on", "discount_at_creation": "discount-1" })),
            ("discounts", json!([{ "coupon": coupon }])),
            ("total_details", json!({ "amount_discount": 1_500, "amount_shipping": 0, "amount_tax": 0 })),
        ],
    );
    let report = replay(&["--policy", "after.toml"], &hosted);
    assert_eq!((&report["lines"]["skipped"], &report["decided"]["complete"]), (&json!([]), &json!(1)));
    assert_eq!(report["currencies"][0]["before"], 1_500, "what was taken off by its coupon");
}
