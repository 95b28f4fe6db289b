//! The records of the inspector, and its switches.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::{Dev, json_of};

/// The last call that was noted.
async fn last_call(dev: &Dev) -> Value {
    json_of(dev.get("/inspector/calls").await).await[0].clone()
}

#[tokio::test]
async fn call_is_shown_with_steps_exchanges_and_decision() {
    let dev = Dev::start().await;
    let session = dev.session("gold", &[("grinder", 1)]).await;
    dev.discount("loyalty", &session).await;
    let call = last_call(&dev).await;
    let steps: Vec<&str> =
        call["steps"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    // What the update answers is validated and decided once more.
    assert_eq!(steps, ["retrieve", "validate", "recompute", "update", "validate", "recompute"]);
    let [read, write] = call["stripe"].as_array().unwrap().as_slice() else { panic!("{call}") };
    assert_eq!((&read["method"], &write["method"]), (&json!("GET"), &json!("POST")));
    assert_eq!(write["sent"]["discounts[0][coupon_data][amount_off]"], "800");
    assert_eq!(write["answer"]["amount_total"], 6_400 - 800);
    assert_eq!(call["decision"]["applied"], json!([{"offer": "gold", "amount": 800}]));
    assert_eq!(call["answer"]["value"]["discount"]["amount_off"], 800);
    assert!(!call.to_string().contains("_secret_") && !call.to_string().contains("sk_test"));
}

#[tokio::test]
async fn switches_cause_their_fault_and_can_be_set_back() {
    let dev = Dev::start().await;
    for (fault, status, code) in [
        ("down", 503, json!("stripe_unavailable")),
        ("rate_limited", 429, json!("rate_limited")),
        ("none", 200, Value::Null),
    ] {
        let session = dev.session("gold", &[("grinder", 1)]).await;
        let (set, said) = dev.post("/inspector/fault", json!({"fault": fault})).await;
        assert_eq!((set, &said["fault"]), (StatusCode::OK, &json!(fault)));
        let (answered, answer) = dev.post("/discounts/loyalty", json!({"checkout_session_id": session})).await;
        assert_eq!((answered.as_u16(), &answer["code"]), (status, &code), "{fault}");
    }
}

#[tokio::test]
async fn write_is_repeated_under_its_key_when_its_answer_is_lost() {
    let dev = Dev::start().await;
    let session = dev.session("gold", &[("grinder", 1)]).await;
    dev.post("/inspector/fault", json!({"fault": "forgetful"})).await;
    assert_eq!(dev.discount("loyalty", &session).await["discount"]["amount_off"], 800);
    let call = last_call(&dev).await;
    let [_, lost, repeated, read_again] = call["stripe"].as_array().unwrap().as_slice() else { panic!("{call}") };
    assert_eq!((&lost["status"], &repeated["status"]), (&json!(502), &json!(200)));
    assert_eq!(lost["idempotency_key"], repeated["idempotency_key"]);
    assert_eq!(read_again["method"], "GET", "a replayed success is read once more before it is answered");
}

#[tokio::test]
async fn switches_take_known_choices_and_need_the_sandbox() {
    let dev = Dev::start().await;
    let shown = json_of(dev.get("/inspector/fault").await).await;
    assert_eq!(shown, json!({"fault": "none", "choices": ["none", "slow", "down", "rate_limited", "forgetful"]}));
    assert_eq!(dev.post("/inspector/fault", json!({"fault": "gone"})).await.0, StatusCode::BAD_REQUEST);
    let form = dev.send(reqwest::Method::POST, "/inspector/fault", "text/plain", r#"{"fault": "down"}"#).await;
    assert_eq!(form.status(), StatusCode::BAD_REQUEST);
    // Nothing here calls Stripe.
    let with_key = Dev::start_with(&[("STRIPE_SECRET_KEY", "sk_test_1")]).await;
    assert_eq!(with_key.post("/inspector/fault", json!({"fault": "down"})).await.0, StatusCode::CONFLICT);
    assert_eq!(json_of(with_key.get("/inspector/fault").await).await["choices"], json!([]));
    assert_eq!(dev.post("/inspector/delivers", json!({"delivers": "never"})).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(with_key.post("/inspector/delivers", json!({"delivers": "late"})).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn created_session_is_shown_without_its_secret() {
    let dev = Dev::start().await;
    dev.session("gold", &[("grinder", 1)]).await;
    let call = last_call(&dev).await;
    let calls: Vec<String> =
        call["stripe"].as_array().unwrap().iter().map(|one| format!("{} {}", one["method"], one["path"])).collect();
    assert!(calls[0].contains("/v1/prices/") && calls[1] == r#""POST" "/v1/checkout/sessions""#, "{calls:?}");
    assert_eq!((calls.len(), &call["answer"]["value"]["client_secret"]), (2, &json!("(redacted)")));
    assert!(!call.to_string().contains("_secret_") && !call.to_string().contains("sk_test"));
}
