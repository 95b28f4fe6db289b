//! Sessions as the command reads them, and what it says of those that are not whole.

use super::*;

#[test]
fn byte_order_mark_before_the_session_changes_nothing() {
    assert_eq!(decide(&[], &format!("\u{feff}{}", session())), decide(&[], &session()));
}

#[test]
fn lines_of_another_sum_than_the_sessions_earn_nothing() {
    let decision = decide(&["--policy", "stacked.toml"], &session_with("/amount_subtotal", json!(1_000)));
    let reasons = |offer: &str| {
        let rejected = decision["rejected"].as_array().unwrap().iter().find(|one| one["offer"] == offer);
        rejected.map(|one| one["reasons"].clone())
    };
    assert_eq!(decision["applied"], json!([{"offer": "gold", "amount": 77}]));
    assert_eq!(reasons("kettles").unwrap()[0]["code"], "quantity_too_low");
}

#[test]
fn objects_that_are_not_expanded_are_named() {
    let policy = ["--policy", "stacked.toml"];
    let codes = |session: &str| {
        let decision = decide(&policy, session);
        let notes = decision["notes"].as_array().cloned().unwrap_or_default();
        notes.iter().map(|note| note["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&session()), Vec::<String>::new());
    assert_eq!(codes(&session_with("/customer", json!("cus_1"))), ["customer_not_expanded"]);
    assert_eq!(codes(&session_with("/line_items", json!(null))), ["lines_not_expanded"]);
    let session = session_with("/line_items", json!(null));
    let output = discounts_with_input(&[&["decide", "--session", "-", "--explain"][..], &policy].concat(), &session);
    let (_, out, _) = streams(&output);
    assert!(out.contains("note    there are no lines"), "{out}");
    assert!(!out.contains("0 is in the cart") && !out.contains("0 units"), "{out}");
}

#[test]
fn discount_of_another_system_is_named() {
    let foreign = json!([{ "coupon": { "id": "theirs", "amount_off": 500, "currency": "usd" } }]);
    let noted = |policy: &[&str]| decide(policy, &session_with("/discounts", foreign.clone()))["notes"][0].clone();
    let said = noted(&[]);
    assert_eq!(said["code"], "foreign_discount");
    assert!(said["text"].as_str().unwrap().ends_with("answer discount_not_ours"), "{said}");
    let policy = std::env::temp_dir().join(format!("discounts-replaces-foreign-{}.toml", std::process::id()));
    std::fs::write(&policy, "replace_foreign = true\n").unwrap();
    let said = noted(&["--policy", policy.to_str().unwrap()]);
    assert!(said["text"].as_str().unwrap().ends_with("if this one is larger"), "{said}");
    std::fs::remove_file(&policy).unwrap();
}

/// The session with its 25.00 off in the prices of its lines, as the writer `line_items` leaves it: each line is split.
#[expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]
fn session_in_lines() -> Value {
    let mut session: Value = serde_json::from_str(&session()).unwrap();
    let listed = session["line_items"]["data"].as_array().unwrap().clone();
    let part = |line: usize, unit: i64, off: i64, is_part: bool| {
        let mut part = listed[line].clone();
        let mut marks = json!({
            "discount_price": part["price"]["id"], "discount_list": (unit + off).to_string(),
            "discount_off": off.to_string(),
        });
        if is_part {
            marks["discount_part"] = json!("on");
        }
        part["id"] = json!(format!("li_{line}{is_part}"));
        part["price"]["id"] = json!(format!("price_{unit}"));
        (part["price"]["active"], part["price"]["unit_amount"]) = (json!(false), json!(unit));
        (part["quantity"], part["amount_subtotal"], part["metadata"]) = (json!(1), json!(unit), marks);
        part
    };
    session["line_items"]["data"] = json!([
        part(0, 7_787, 1_113, false),
        part(0, 7_788, 1_112, true),
        part(1, 962, 138, false),
        part(1, 963, 137, true)
    ]);
    session["amount_subtotal"] = json!(17_500);
    session["metadata"]["discount_amount"] = json!("2500");
    session["metadata"]["discount_name"] = json!("Gold members: 12.5% off");
    session
}

#[test]
fn discount_in_line_prices_is_decided_from_list_prices() {
    for arguments in [&[][..], &["--policy", "stacked.toml"], &["--interactions", "all"]] {
        assert_eq!(decide(arguments, &session_in_lines().to_string()), decide(arguments, &session()), "{arguments:?}");
    }
    let mut hidden = session_in_lines();
    hidden["line_items"] = Value::Null;
    assert!(refused(&[], &hidden.to_string()).contains("expand[]=line_items"));
    // A first page is not the cart.
    let mut first_page = session_in_lines();
    first_page["line_items"]["has_more"] = json!(true);
    first_page["line_items"]["data"].as_array_mut().unwrap().truncate(1);
    assert!(refused(&[], &first_page.to_string()).contains("line prices"));
    let mut adjustable = session_in_lines();
    adjustable["line_items"]["data"][0]["adjustable_quantity"] = json!({ "enabled": true });
    assert!(refused(&[], &adjustable.to_string()).contains("quantity"));
}

#[test]
fn session_that_is_decided_once_is_decided_with_a_note() {
    let codes = |session: &str| {
        let notes = decide(&["--interactions", "loyalty"], session)["notes"].as_array().cloned().unwrap_or_default();
        notes.iter().map(|note| note["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(!codes(&session()).contains(&"decided_once".to_owned()));
    let ours = json!({ "discount_policy": "0f", "discount_offers": "gold" });
    let coupon = json!([{ "coupon": { "id": "discount-1", "amount_off": 500, "currency": "usd", "metadata": ours } }]);
    let mut hosted: Value = serde_json::from_str(&session_with("/discounts", coupon)).unwrap();
    hosted["ui_mode"] = json!("hosted_page");
    hosted["permissions"] = Value::Null;
    assert_eq!(codes(&hosted.to_string()), ["decided_once"]);
    hosted["ui_mode"] = json!("embedded_page");
    hosted["metadata"] = json!({ "discount_at_creation": "discount-1" });
    assert_eq!(codes(&hosted.to_string()), ["decided_once"]);
}

#[test]
fn region_that_is_not_understood_is_shown() {
    let mut session: Value = serde_json::from_str(&session()).unwrap();
    session["collected_information"] =
        json!({ "shipping_details": { "address": { "country": "US", "state": "Kalifornien" } } });
    let arguments = ["--policy", "california.toml", "--interactions", "location"];
    let reasons = &decide(&arguments, &session.to_string())["rejected"][0]["reasons"];
    assert_eq!(reasons, &json!([{ "code": "place_not_eligible", "required": ["US-CA"], "actual": "Kalifornien" }]));
    let explained = [&["decide", "--session", "-", "--explain"], &arguments[..]].concat();
    let output = discounts_with_input(&explained, &session.to_string());
    let out = streams(&output).1;
    let why = "no: place_not_eligible: it goes to \"Kalifornien\", which is no region that is known; it asks for US-CA";
    assert!(out.contains(why), "{out}");
    session["collected_information"]["shipping_details"]["address"]["state"] = json!("California");
    assert_eq!(decide(&arguments, &session.to_string())["discount"]["amount_off"], 800);
}

#[test]
fn input_that_cannot_be_read_is_named() {
    let wrong = refused(&["--interactions", "loyalty,birthday"], &session());
    assert!(wrong.contains("no interaction \"birthday\"") && wrong.contains("cart-threshold"), "{wrong}");
    let wrong = refused(&["--now", "yesterday"], &session());
    assert!(wrong.contains("'yesterday'") && wrong.contains("2026-11-27T09:30:00-05:00"), "{wrong}");
    for (session, text) in [
        ("{".to_owned(), "standard input is not JSON"),
        ("[]".to_owned(), "not a Checkout Session"),
        ("{\"object\": \"event\"}".to_owned(), "not a Checkout Session but an object \"event\": give the session"),
        (session_with("/amount_subtotal", json!("9.00")), " at line 1 column "),
        (session_with("/status", json!("complete")), "status is complete"),
        (session_with("/status", json!("expired")), "status is expired"),
        (session_with("/mode", json!("subscription")), "mode is not payment"),
        (session_with("/permissions", json!({"update_discounts": "client_only"})), "server_only"),
    ] {
        let wrong = refused(&[], &session);
        assert!(wrong.contains(text), "{wrong}");
    }
}

#[test]
fn hidden_discount_names_the_expansion() {
    let mut session: Value = serde_json::from_str(&session()).unwrap();
    session.as_object_mut().unwrap().remove("discounts");
    session["total_details"]["amount_discount"] = json!(500);
    let wrong = refused(&[], &session.to_string());
    assert!(wrong.contains("expand[]=discounts.coupon"), "{wrong}");
}

#[test]
fn missing_session_is_named() {
    let output = discounts(&["decide", "--session", "nowhere.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(streams(&output).2.starts_with("nowhere.json can't be read: "));
}
