//! Paying moves a member's history, and the next session gets what it earns.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use shared::clock::Clock;

use crate::client::{Dev, json_of};

/// The longest wait for deliveries, also on a busy machine.
const LONGEST: Duration = Duration::from_secs(30);

/// The deliveries of events of a session's completion, the newest first.
async fn deliveries(dev: &Dev) -> Vec<Value> {
    let all = json_of(dev.get("/inspector/deliveries").await).await;
    let completed = all.as_array().unwrap().iter().filter(|one| one["kind"] == "checkout.session.completed");
    completed.cloned().collect()
}

/// Waits until `count` deliveries have been answered.
async fn delivered(dev: &Dev, count: usize) -> Vec<Value> {
    let waiting = async {
        loop {
            let all = deliveries(dev).await;
            if all.len() >= count {
                return all;
            }
            // The deliveries of a server are known by asking it.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(LONGEST, waiting).await;
    waited.unwrap_or_else(|_| panic!("fewer than {count} deliveries after {LONGEST:?}"))
}

async fn history(dev: &Dev, token: &str) -> Value {
    let response = dev.with_token(Method::GET, "/shop/history", token, &Value::Null).await;
    json_of(response).await["value"].clone()
}

#[tokio::test]
async fn payment_moves_the_history_and_earns_the_next_offer() {
    let dev = Dev::start().await;
    let token = dev.sign_in("regular").await;
    assert_eq!(history(&dev, &token).await, json!({"orders": 8, "spent": 8 * 2850}));

    let ninth = dev.open("regular", &[("grinder", 1)]).await;
    let value = dev.discount("loyalty", &ninth.0).await;
    assert_eq!(value["discount"], Value::Null, "the ninth order is not the tenth");
    assert_eq!(dev.pay(&ninth).await["status"], "complete");
    let delivered_events = delivered(&dev, 1).await;
    assert_eq!(
        (&delivered_events[0]["status"], &delivered_events[0]["about"], &delivered_events[0]["orders"]),
        (&json!(200), &json!(ninth.0), &json!("9"))
    );
    assert_eq!(history(&dev, &token).await, json!({"orders": 9, "spent": 8 * 2850 + 6400}));

    let tenth = dev.open("regular", &[("grinder", 1)]).await;
    let value = dev.discount("loyalty", &tenth.0).await;
    assert_eq!(value["discount"]["offers"], json!(["tenth-order"]));
    assert_eq!(dev.pay(&tenth).await["amount_total"], 6400 - 1500);
    let delivered_events = delivered(&dev, 2).await;
    assert_eq!((&delivered_events[0]["verdict"], &delivered_events[0]["orders"]), (&json!("fits"), &json!("10")));
    assert!(!delivered_events[0].to_string().contains("_secret_"));

    let eleventh = dev.session("regular", &[("grinder", 1)]).await;
    assert_eq!(dev.discount("loyalty", &eleventh).await["discount"], Value::Null);
}

#[tokio::test]
async fn webhooks_of_another_time_are_verified_and_counted() {
    let dev = Dev::start_at(Clock::starting_at("2041-05-05T05:05:05Z".parse().unwrap()), &[]).await;
    assert_eq!(dev.pay(&dev.open("regular", &[("grinder", 1)]).await).await["status"], "complete");
    let delivered = delivered(&dev, 1).await;
    assert_eq!((&delivered[0]["status"], &delivered[0]["orders"]), (&json!(200), &json!("9")));
}

#[tokio::test]
async fn event_that_arrives_twice_counts_once() {
    let dev = Dev::start().await;
    dev.post("/inspector/delivers", json!({"delivers": "twice"})).await;
    let token = dev.sign_in("regular").await;
    dev.pay(&dev.open("regular", &[("grinder", 1)]).await).await;
    let delivered_events = delivered(&dev, 2).await;
    assert_eq!(delivered_events[0]["event"], delivered_events[1]["event"]);
    assert_eq!(history(&dev, &token).await["orders"], 9);
}

#[tokio::test]
async fn late_events_in_another_order_are_counted() {
    let dev = Dev::start().await;
    dev.post("/inspector/delivers", json!({"delivers": "out_of_order"})).await;
    let token = dev.sign_in("regular").await;
    for _ in 0..2 {
        dev.pay(&dev.open("regular", &[("grinder", 1)]).await).await;
    }
    assert_eq!((history(&dev, &token).await["orders"].clone(), deliveries(&dev).await.len()), (json!(8), 0));
    dev.post("/inspector/delivers", json!({"delivers": "promptly"})).await;
    let delivered_events = delivered(&dev, 2).await;
    assert!(delivered_events.iter().all(|one| one["status"] == 200), "{delivered_events:?}");
    assert_eq!(history(&dev, &token).await["orders"], 10);
}

#[tokio::test]
async fn unsigned_webhook_is_refused() {
    let dev = Dev::start().await;
    let (status, answer) = dev.post("/webhooks/stripe", json!({"id": "evt_1", "type": "charge.refunded"})).await;
    assert_eq!((status.as_u16(), &answer["code"]), (400, &json!("invalid_request")));
}
