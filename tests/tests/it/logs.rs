//! Log lines of a request. That nothing personal is in it is checked after every test, see
//! `end_to_end::log`.

use discounts_core::session::Facts;
use discounts_core::{Interaction, InteractionSet, Policy, decide};
use end_to_end::shop::SAMPLE;
use end_to_end::{Event, Shop, log};
use serde_json::json;
use shared::Endpoint;

const LOYALTY: Endpoint = Endpoint::Add(Interaction::Loyalty);

#[tokio::test]
async fn a_request_is_one_line_with_its_decision_and_the_facts() {
    let shop = Shop::open(SAMPLE).await;
    let customer = shop.customer(&json!({ "loyalty_tier": "gold", "segments": "vip" }));
    let session = shop.session_of(&customer, 20_000);
    shop.set_address(&session, "US", "NY", "10001");
    let answer = shop.call(LOYALTY, &session).await;
    let line = log::line_of(answer.request_id());
    for (key, value) in [
        ("level", json!("INFO")),
        ("message", json!("discount updated")),
        ("service", json!("checkout-discounts")),
        ("function_request_id", json!(answer.request_id())),
        ("cold_start", json!(true)),
        ("interaction", json!("loyalty")),
        ("checkout_session_id", json!(session)),
        ("changed", json!(true)),
        ("stripe_calls", json!(2)),
    ] {
        assert_eq!(line[key], value, "{key} of {line}");
    }
    assert!(line["timestamp"].is_string() && line["duration_ms"].is_u64() && line["function_name"].is_string());
    assert!(line["stripe_request_id"].as_str().is_some_and(|id| id.starts_with("req_")));
    assert_eq!(line["decision"]["discount"]["amount_off"], 2_500);
    assert_eq!(
        line["facts"]["shopper"],
        json!({"tier": "gold", "orders": 0}),
        "only what the conditions of the set read"
    );
    assert!(line["facts"].get("place").is_none());
}

#[tokio::test]
async fn a_decision_can_be_computed_again_from_its_line() {
    let shop = Shop::open(SAMPLE).await;
    let session = shop.session_of(&shop.customer(&json!({ "loyalty_tier": "gold", "segments": "vip" })), 20_000);
    shop.set_address(&session, "US", "NY", "10001");
    for interaction in Interaction::ALL {
        shop.call(Endpoint::Add(interaction), &session).await;
    }
    let answer = shop.call(Endpoint::Refresh, &session).await;
    let line = log::line_of(answer.request_id());
    let policy = Policy::load("discounts.toml", SAMPLE).unwrap();
    assert_eq!(line["decision"]["policy"], policy.hash.to_string());
    let facts: Facts<'_> = serde_json::from_value(line["facts"].clone()).unwrap();
    let now = line["decision"]["now"].as_str().unwrap().parse().unwrap();
    let again = decide::decide_from(&policy, &facts, InteractionSet::all(), now).unwrap();
    assert_eq!(serde_json::to_value(&again).unwrap(), line["decision"]);
}

#[tokio::test]
async fn log_shows_four_steps_and_one_cold_request() {
    let shop = Shop::open(SAMPLE).await;
    let session = shop.session(20_000);
    let first = shop.call(LOYALTY, &session).await;
    let second = shop.call(LOYALTY, &session).await;
    let lines = log::lines_of(first.request_id());
    let steps: Vec<_> = lines.iter().filter_map(|line| line["step"].as_str()).collect();
    assert_eq!(steps, ["retrieve", "validate", "recompute", "update", "validate", "recompute"]);
    assert!(lines.iter().all(|line| line["cold_start"] == true));
    assert!(log::lines_of(second.request_id()).iter().all(|line| line["cold_start"] == false));
}

#[tokio::test]
async fn faulty_body_logs_its_place_and_none_of_its_content() {
    let shop = Shop::open(SAMPLE).await;
    for (body, reason) in [
        ("{\"checkout_session_id\": CANARY}", "expected value at line 1 column 25"),
        ("{\"checkout_session_id\": \"CANARY", "EOF while parsing a string at line 1 column 31"),
        ("\"CANARY\"", "not an object at line 1 column 8"),
    ] {
        let answer = shop.send(LOYALTY, Event::raw(LOYALTY, "application/json", body)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"));
        let lines = log::lines_of(answer.request_id());
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line["message"], format!("the body is not a JSON object: {reason}"));
    }
}

#[tokio::test]
async fn malformed_event_is_one_line_with_its_code() {
    let shop = Shop::open(SAMPLE).await;
    for (pointer, value) in [
        ("/isBase64Encoded", json!(true)),
        ("/rawQueryString", json!("a=<b> c")),
        ("/headers/host", json!("https,http://shop")),
    ] {
        let event = Event::post(LOYALTY, &json!({ "checkout_session_id": "cs_test_1" })).with(pointer, value);
        let answer = shop.send(LOYALTY, event).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{pointer}");
        let lines = log::lines_of(answer.request_id());
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line["code"], "invalid_request");
    }
}

#[tokio::test]
async fn a_refusal_is_one_line_with_its_code() {
    let shop = Shop::open(SAMPLE).await;
    let unknown = shop.call(LOYALTY, "cs_test_unknown").await;
    let line = log::line_of(unknown.request_id());
    assert_eq!((line["level"].as_str(), line["code"].as_str()), (Some("WARN"), Some("session_not_found")));
    assert!(line["stripe_request_id"].is_string(), "what Stripe's support asks for");
}
