//! The shopper and the clock without HTTP.

use std::time::Duration;

use serde_json::json;

use crate::client::{client, path};

#[tokio::test]
async fn a_shopper_may_do_what_the_permissions_leave() {
    let client = client().await;
    let coupon = client.running.add_coupon(json!({"amount_off": 300, "currency": "usd"})).unwrap();
    let _ = client.running.add_promotion_code(&coupon, "SPRING");
    let euros = client.running.add_coupon(json!({"amount_off": 300, "currency": "eur"})).unwrap();
    let _ = client.running.add_promotion_code(&euros, "PRINTEMPS");
    let open = client.session(1000, &[("permissions[update_discounts]", "client_only")]);
    assert!(client.running.enter_address(&open, "Jenny", json!({"country": "US", "postal_code": "10001"})));
    assert!(client.running.enter_promotion_code(&open, "spring"));
    let session = client.get(&path(&open)).await.ok();
    assert_eq!(session["amount_total"], 700);
    assert_eq!(session["collected_information"]["shipping_details"]["address"]["postal_code"], "10001");
    assert!(!client.running.enter_promotion_code(&open, "AUTUMN"));
    assert!(!client.running.enter_promotion_code(&open, "PRINTEMPS"), "a coupon in euros");
    assert!(client.running.enter_promotion_code(&open, ""));
    assert_eq!(client.get(&path(&open)).await.ok()["amount_total"], 1000);

    let locked = client.session(1000, &[("permissions[update_shipping_details]", "server_only")]);
    assert!(!client.running.enter_address(&locked, "Jenny", json!({"country": "US"})));
    assert!(!client.running.enter_promotion_code(&locked, "SPRING"));
    client.running.complete(&open);
    assert!(!client.running.enter_address(&open, "Jenny", json!({"country": "US"})));
    assert!(!client.running.enter_promotion_code(&open, "SPRING"));
    assert!(!client.running.enter_address("cs_test_none", "Jenny", json!({"country": "US"})));
}

#[tokio::test]
async fn paying_answers_with_the_event() {
    let client = client().await;
    let session = client.session(1000, &[]);
    let event = client.running.pay(&session).unwrap();
    assert_eq!(event["type"], "checkout.session.completed");
    assert_eq!(
        (&event["data"]["object"]["id"], &event["data"]["object"]["amount_total"]),
        (&json!(session), &json!(1000))
    );
    assert_eq!(client.running.event(event["id"].as_str().unwrap()).unwrap(), event);
    assert!(client.running.pay(&session).is_none());
}

#[tokio::test]
async fn the_clock_can_be_set_ahead() {
    let client = client().await;
    let session = client.session(1000, &[]);
    let created = client.get(&path(&session)).await.ok()["created"].as_i64().unwrap();
    client.running.advance_clock(Duration::from_secs(86_000));
    assert_eq!(client.get(&path(&session)).await.ok()["status"], "open");
    client.running.advance_clock(Duration::from_secs(400));
    let expired = client.running.objects("event").into_iter().find(|event| event["type"] == "checkout.session.expired");
    let event = expired.unwrap();
    assert_eq!(
        (&event["data"]["object"]["id"], &event["data"]["object"]["status"]),
        (&json!(session), &json!("expired"))
    );
    assert!(event["created"].as_i64().unwrap() >= created + 86_400);
    let later = client.session(1000, &[]);
    assert!(client.get(&path(&later)).await.ok()["created"].as_i64().unwrap() >= created + 86_400);
    assert!(client.running.now() >= created + 86_400);
}

#[tokio::test]
async fn all_objects_of_a_kind_can_be_looked_at() {
    let client = client().await;
    let session = client.session(1000, &[]);
    client.running.complete(&session);
    let intent = &client.running.objects("payment_intent")[0];
    assert_eq!(client.running.objects("checkout.session")[0]["payment_intent"], intent["id"]);
    let charge = intent["latest_charge"].as_str().unwrap();
    let refund = client.running.refund(charge, Some(400)).unwrap();
    assert_eq!(client.running.refund(charge, Some(601)).unwrap_err()["error"]["param"], "amount");
    assert_eq!(client.running.objects("refund"), [refund]);
    assert_eq!(client.running.objects("charge")[0]["amount_refunded"], 400);
    client.running.add_coupon(json!({"percent_off": "5"})).unwrap();
    assert_eq!(client.running.objects("coupon").len(), 1);
    assert!(client.running.objects("subscription").is_empty());
    let made = client.running.create_payment_intent(&[("amount", "500"), ("currency", "usd")]).unwrap();
    assert_eq!(client.running.objects("payment_intent")[0], made);
}
