//! Events of each change, and their lists for keys that may read them.

use std::time::Duration;

use sandbox::{Access, Config, Delivery, IntentStatus, Key, Resource};
use serde_json::{Value, json};

use crate::client::{Client, client, off, path};

fn kinds(deliveries: &[Delivery]) -> Vec<&str> {
    deliveries.iter().map(|delivery| delivery.kind.as_str()).collect()
}

#[tokio::test]
async fn what_happens_makes_events_in_order() {
    let client = client().await;
    let customer = client.running.add_customer(json!({"email": "a@example.com"}));
    let session = client.session(1000, &[("customer", &customer)]);
    client.post(&path(&session), &off(100)).await.ok();
    client.running.complete(&session);
    client.post(&format!("/v1/customers/{customer}"), "metadata[orders]=1").await.ok();
    let charge = client.running.objects("charge")[0]["id"].as_str().unwrap().to_owned();
    client.post("/v1/refunds", &format!("charge={charge}&amount=200")).await.ok();
    let deliveries = client.running.deliveries();
    assert_eq!(
        kinds(&deliveries),
        [
            "customer.created",
            "coupon.created",
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
            "checkout.session.completed",
            "customer.updated",
            "charge.refunded",
            "refund.created",
        ]
    );
    assert!(client.running.deliveries().is_empty());
    let events: Vec<Value> =
        deliveries.iter().map(|delivery| serde_json::from_slice(&delivery.body).unwrap()).collect();
    assert!(events.iter().all(|event| event["object"] == "event" && event["api_version"] == "2025-03-31.basil"));
    let completed = &events[5]["data"]["object"];
    assert_eq!(
        (&completed["id"], &completed["payment_status"], &completed["amount_total"]),
        (&json!(session), &json!("paid"), &json!(900))
    );
    assert!(completed.get("discounts").is_none() && completed["payment_intent"].is_string());
    assert_eq!(events[6]["data"]["previous_attributes"], json!({"metadata": {}}));
    let refunded = &events[7]["data"];
    assert_eq!(
        (&refunded["object"]["amount_refunded"], &refunded["previous_attributes"]["amount_refunded"]),
        (&json!(200), &json!(0))
    );
    for (delivery, event) in deliveries.iter().zip(&events) {
        assert_eq!(client.get(&format!("/v1/events/{}", delivery.event)).await.ok(), *event);
    }
    let listed = client.get("/v1/events?type=coupon.created").await.ok();
    assert_eq!(listed["data"], json!([events[1]]));
    assert_eq!(client.get("/v1/events/evt_none").await.error()["code"], "resource_missing");
}

#[tokio::test]
async fn events_are_listed_by_type_and_time_for_permitted_keys() {
    let reader = Key::restricted("rk_test_events_00001", &[(Resource::Event, Access::Read)]);
    let others = Key::restricted("rk_test_others_00001", &[(Resource::CheckoutSession, Access::Write)]);
    let keys = vec![Key::new(Config::TEST_KEY), reader, others];
    let mut client = Client::new(Config { keys, ..Config::default() }).await;
    let mut at = Vec::new();
    for cents in [1000, 2000, 3000] {
        client.running.complete(&client.session(cents, &[]));
        at.push(client.running.now());
        client.running.advance_clock(Duration::from_mins(1));
    }
    client.key = "rk_test_events_00001".into();
    let amounts = async |query: &str| {
        let list = client.get(&format!("/v1/events?{query}")).await.ok();
        let shown = list["data"].as_array().unwrap().iter();
        let amounts: Vec<_> = shown.map(|event| event["data"]["object"]["amount_total"].as_i64()).collect();
        (amounts, list["has_more"].as_bool().unwrap())
    };
    let completed = "type=checkout.session.completed";
    for (query, found) in [
        (completed.to_owned(), vec![3000, 2000, 1000]),
        ("type=checkout.session.*".to_owned(), vec![3000, 2000, 1000]),
        ("types[]=checkout.session.completed&types[]=checkout.session.expired".to_owned(), vec![3000, 2000, 1000]),
        (format!("{completed}&created[gte]={}", at[1]), vec![3000, 2000]),
        (format!("{completed}&created[gt]={}", at[1] + 2), vec![3000]),
        (format!("{completed}&created[gte]={}&created[lte]={}", at[1], at[1] + 2), vec![2000]),
        ("type=checkout.session.expired".to_owned(), vec![]),
    ] {
        let found: Vec<_> = found.into_iter().map(Some).collect();
        assert_eq!(amounts(&query).await, (found, false), "{query}");
    }
    let first = client.get(&format!("/v1/events?{completed}&limit=1")).await.ok();
    assert_eq!((&first["has_more"], &first["url"]), (&json!(true), &json!("/v1/events")));
    let after = first["data"][0]["id"].as_str().unwrap();
    let next = amounts(&format!("{completed}&limit=1&starting_after={after}")).await;
    assert_eq!(next, (vec![Some(2000)], true));
    let too_many = "types[]=coupon.created&".repeat(21);
    for query in ["type=coupon.created&types[]=coupon.created", &too_many, "starting_after=evt_none", "limit=101"] {
        assert_eq!(client.get(&format!("/v1/events?{query}")).await.status, 400, "{query}");
    }
    client.key = "rk_test_others_00001".into();
    let refused = client.get("/v1/events").await;
    assert_eq!(refused.status, 403);
    assert!(refused.error()["message"].as_str().unwrap().contains("'rak_event_read'"));
}

#[tokio::test]
async fn sessions_end_in_events() {
    let client = client().await;
    let [expired, failed, paid] = [1000, 2000, 3000].map(|cents| client.session(cents, &[]));
    client.post(&format!("{}/expire", path(&expired)), "").await.ok();
    client.running.complete_delayed(&failed);
    client.running.complete_delayed(&paid);
    client.running.settle(&failed, false);
    client.running.settle(&paid, true);
    let intent = client.running.create_payment_intent(&[("amount", "500"), ("currency", "usd")]).unwrap();
    client.running.move_payment_intent(intent["id"].as_str().unwrap(), IntentStatus::RequiresPaymentMethod);
    let sessions = |kind: &str| {
        let mut events = client.running.objects("event");
        events.retain(|event| event["type"] == kind);
        events.iter().rev().map(|event| event["data"]["object"].clone()).collect::<Vec<_>>()
    };
    for (kind, ids) in [
        ("checkout.session.expired", vec![&expired]),
        ("checkout.session.completed", vec![&failed, &paid]),
        ("checkout.session.async_payment_failed", vec![&failed]),
        ("checkout.session.async_payment_succeeded", vec![&paid]),
    ] {
        let shown: Vec<Value> = sessions(kind).iter().map(|session| session["id"].clone()).collect();
        assert_eq!(json!(shown), json!(ids), "{kind}");
    }
    assert!(sessions("checkout.session.completed").iter().all(|session| session["payment_status"] == "unpaid"));
    assert_eq!(sessions("payment_intent.payment_failed").len(), 2);
    assert_eq!(sessions("charge.failed").len(), 1);
}

#[tokio::test]
async fn a_refused_request_makes_no_event() {
    let client = client().await;
    let session = client.session(1000, &[]);
    assert_eq!(client.post(&path(&session), &off(980)).await.error()["code"], "amount_too_small");
    assert!(client.running.deliveries().is_empty());
    client.post_with(&path(&session), &off(100), "k").await.ok();
    client.post_with(&path(&session), &off(100), "k").await.ok();
    assert_eq!(kinds(&client.running.deliveries()), ["coupon.created"], "a replay makes none either");
}
