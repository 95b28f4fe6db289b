//! The ends of sessions: uses are confirmed or given back, whatever becomes of the events.

use std::time::Duration;

use discounts_ledger::Phase;
use end_to_end::Shop;
use serde_json::json;
use shared::sweep::Swept;

use super::{ADD, WEBHOOK, phase, policy, row, shop, taken, uses};
use crate::webhook::{deliver, heard, send};

const TWO: &str = "limit.uses = 2";

/// A session that has taken a use.
async fn taking(shop: &Shop) -> String {
    let session = shop.session(10_000);
    assert_eq!(shop.call(ADD, &session).await.amount(), 1_000);
    session
}

#[tokio::test]
async fn paid_session_keeps_its_use_however_often_it_is_told() {
    let shop = shop(TWO).await;
    let session = taking(&shop).await;
    shop.stripe().complete(&session);
    let deliveries = heard(&shop);
    for delivery in deliveries.iter().chain(&deliveries) {
        assert_eq!(send(&shop, delivery).await.status, 200);
        assert_eq!((phase(&shop, &session).await, taken(&shop, uses()).await), (Some(Phase::Done), 1));
    }
}

#[tokio::test]
async fn expired_session_gives_its_use_to_another() {
    let shop = shop("limit.uses = 1").await;
    let (first, second) = (taking(&shop).await, shop.session(10_000));
    assert_eq!(shop.call(ADD, &second).await.reasons("first"), ["uses_exhausted"]);
    shop.stripe().expire(&first);
    assert_eq!(shop.call(ADD, &second).await.amount(), 0, "not before the event");
    deliver(&shop).await;
    assert_eq!(phase(&shop, &first).await, Some(Phase::Gone));
    assert_eq!(shop.call(ADD, &second).await.amount(), 1_000);
}

#[tokio::test]
async fn removed_offer_is_there_for_another_session_at_once() {
    let shop = shop("limit.uses = 1").await;
    let (first, second) = (taking(&shop).await, shop.session(10_000));
    assert_eq!(shop.remove(&first, "all").await.status, 200);
    assert_eq!(taken(&shop, uses()).await, 0);
    assert_eq!(shop.call(ADD, &second).await.amount(), 1_000);
    assert_eq!(shop.call(ADD, &first).await.reasons("first"), ["uses_exhausted"]);
}

#[tokio::test]
async fn delayed_payment_holds_its_use_until_it_fails() {
    let shop = shop(TWO).await;
    for (succeeds, end, left) in [(true, Phase::Done, 1), (false, Phase::Gone, 1)] {
        let session = taking(&shop).await;
        shop.stripe().complete_delayed(&session);
        deliver(&shop).await;
        assert_eq!(phase(&shop, &session).await, Some(Phase::Open), "the money is not there yet");
        assert!(shop.stripe().settle(&session, succeeds));
        deliver(&shop).await;
        assert_eq!((phase(&shop, &session).await, taken(&shop, uses()).await), (Some(end), left));
    }
}

#[tokio::test]
async fn sweep_repairs_what_lost_events_leave() {
    let mut shop = shop(TWO).await;
    let (paid, expired) = (taking(&shop).await, taking(&shop).await);
    shop.stripe().complete(&paid);
    shop.stripe().expire(&expired);
    drop(heard(&shop));
    assert_eq!(shop.sweep().await.unwrap(), Swept::default(), "too early");
    assert_eq!(taken(&shop, uses()).await, 2);
    let later = Duration::from_hours(25);
    shop.stripe().advance_clock(later);
    let now = jiff::Timestamp::from_second(shop.stripe().now()).unwrap();
    shop.restart(&[WEBHOOK], &policy(TWO), now).await;
    assert_eq!(shop.sweep().await.unwrap(), Swept { settled: 2, open: 0, failed: 0 });
    assert_eq!(phase(&shop, &paid).await, Some(Phase::Done));
    assert_eq!(phase(&shop, &expired).await, Some(Phase::Gone));
    assert_eq!(taken(&shop, uses()).await, 1);
    assert_eq!(shop.sweep().await.unwrap(), Swept::default(), "nothing is left to do");
}

#[tokio::test]
async fn refund_in_full_gives_back_where_the_offer_says_so() {
    for (limit, left) in [("limit.uses = 2\nlimit.give_back = true", 0), (TWO, 1)] {
        let shop = shop(limit).await;
        let customer = shop.customer(&json!({}));
        let session = shop.session_of(&customer, 10_000);
        assert_eq!(shop.call(ADD, &session).await.amount(), 1_000);
        shop.stripe().complete(&session);
        deliver(&shop).await;
        let charge = shop.stripe().charge_of(&session).unwrap();
        shop.stripe().refund(&charge, Some(1_000)).unwrap();
        deliver(&shop).await;
        assert_eq!(taken(&shop, uses()).await, 1, "a part of it");
        shop.stripe().refund(&charge, None).unwrap();
        let deliveries = heard(&shop);
        for delivery in deliveries.iter().chain(&deliveries) {
            assert_eq!(send(&shop, delivery).await.status, 200);
        }
        assert_eq!((taken(&shop, uses()).await, phase(&shop, &session).await), (left, Some(Phase::Done)), "{limit}");
    }
}

#[tokio::test]
async fn event_that_says_too_much_changes_nothing() {
    let shop = shop(TWO).await;
    let (open, other) = (taking(&shop).await, taking(&shop).await);
    shop.stripe().expire(&other);
    let expired = heard(&shop).remove(0);
    let body = String::from_utf8(expired.body.to_vec()).unwrap().replace(&other, &open);
    let now = jiff::Timestamp::now().as_second();
    let signature = sandbox::sign(&[WEBHOOK.1], now, body.as_bytes());
    let event = end_to_end::Event::delivery(&signature, body.as_bytes());
    assert_eq!(shop.send(shared::Endpoint::Webhook, event).await.status, 200);
    assert_eq!(phase(&shop, &open).await, Some(Phase::Open), "Stripe says that it is open");
    assert!(!row(&shop, &open).await.unwrap().held.is_empty());
}
