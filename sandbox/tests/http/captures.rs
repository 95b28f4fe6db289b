//! Payments that are authorized first, then captured or canceled.

use serde_json::{Value, json};

use crate::client::{Client, client, path};

const MANUAL: [(&str, &str); 1] = [("payment_intent_data[capture_method]", "manual")];

/// A client, an authorized session of 10 dollars, and the path of its intent.
async fn authorized() -> (Client, String, String) {
    let client = client().await;
    let session = client.session(1000, &MANUAL);
    client.running.complete(&session);
    let intent = client.get(&path(&session)).await.ok()["payment_intent"].as_str().unwrap().to_owned();
    (client, session, format!("/v1/payment_intents/{intent}"))
}

fn kinds(client: &Client) -> Vec<String> {
    client.running.deliveries().into_iter().map(|event| event.kind).collect()
}

async fn shown(client: &Client, intent: &str) -> [Value; 7] {
    let intent = client.get(&format!("{intent}?expand[]=latest_charge")).await.ok();
    let charge = &intent["latest_charge"];
    [
        intent["status"].clone(),
        intent["amount_capturable"].clone(),
        intent["amount_received"].clone(),
        charge["captured"].clone(),
        charge["amount_captured"].clone(),
        charge["amount_refunded"].clone(),
        charge["refunded"].clone(),
    ]
}

#[tokio::test]
async fn authorized_session_is_complete_and_unpaid() {
    let (client, session, intent) = authorized().await;
    let session = client.get(&path(&session)).await.ok();
    assert_eq!((&session["status"], &session["payment_status"]), (&json!("complete"), &json!("unpaid")));
    let expected = [json!("requires_capture"), json!(1000), json!(0), json!(false), json!(0), json!(0), json!(false)];
    assert_eq!(shown(&client, &intent).await, expected);
    assert_eq!(
        kinds(&client),
        [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.amount_capturable_updated",
            "checkout.session.completed"
        ]
    );
}

#[tokio::test]
async fn captured_amount_is_paid_and_the_rest_released() {
    for (body, taken) in [("", 1000), ("amount_to_capture=700", 700)] {
        let (client, session, intent) = authorized().await;
        drop(client.running.deliveries());
        let more = client.post(&format!("{intent}/capture"), "amount_to_capture=1001").await;
        assert_eq!(more.error()["param"], "amount_to_capture");
        client.post(&format!("{intent}/capture"), body).await.ok();
        let rest = json!(1000 - taken);
        let expected = [json!("succeeded"), json!(0), json!(taken), json!(true), json!(taken), rest, json!(false)];
        assert_eq!(shown(&client, &intent).await, expected);
        assert_eq!(kinds(&client), ["charge.captured", "payment_intent.succeeded"]);
        assert_eq!(client.get(&path(&session)).await.ok()["payment_status"], "paid");
        let again = client.post(&format!("{intent}/capture"), "").await;
        assert_eq!(again.error()["code"], "payment_intent_unexpected_state");
    }
}

#[tokio::test]
async fn canceled_authorization_is_released() {
    let (client, session, intent) = authorized().await;
    drop(client.running.deliveries());
    client.post(&format!("{intent}/cancel"), "").await.ok();
    let expected = [json!("canceled"), json!(0), json!(0), json!(false), json!(0), json!(1000), json!(true)];
    assert_eq!(shown(&client, &intent).await, expected);
    assert_eq!(kinds(&client), ["charge.refunded", "payment_intent.canceled"]);
    let session = client.get(&path(&session)).await.ok();
    assert_eq!((&session["status"], &session["payment_status"]), (&json!("complete"), &json!("unpaid")));
}

#[tokio::test]
async fn intent_is_authorized_when_confirmed_then_captured() {
    let client = client().await;
    let body = "amount=5000&currency=usd&capture_method=manual";
    let made = client.post("/v1/payment_intents", body).await.ok();
    let path = format!("/v1/payment_intents/{}", made["id"].as_str().unwrap());
    assert_eq!(client.post(&format!("{path}/capture"), "").await.error()["code"], "payment_intent_unexpected_state");
    let held = client.post(&format!("{path}/confirm"), "payment_method=pm_card_visa").await.ok();
    assert_eq!((&held["status"], &held["amount_capturable"]), (&json!("requires_capture"), &json!(5000)));
    let captured = client.running.capture_payment_intent(made["id"].as_str().unwrap(), Some(4000)).unwrap();
    assert_eq!((&captured["status"], &captured["amount_received"]), (&json!("succeeded"), &json!(4000)));
}
