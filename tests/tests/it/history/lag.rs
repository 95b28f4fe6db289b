//! Stripe's lists show an order, and what has become of it, later than its event.

use end_to_end::Shop;
use serde_json::{Value, json};

use super::{CODE, COUNTING, gives, order};
use crate::webhook::{LOYALTY, customer, deliver, drift, heard, open, send};

/// Lists stay as they are from now on.
fn stop_lists(shop: &Shop) {
    shop.stripe().set_list_lag(u64::MAX);
}

fn renew_lists(shop: &Shop) {
    shop.stripe().set_list_lag(0);
}

/// The counts of orders, of returned ones, and of spend.
fn counts(facts: &Value) -> [Value; 3] {
    ["checkout_orders", "checkout_orders_returned", "checkout_spend_usd"].map(|key| facts[key].clone())
}

fn marks(facts: &Value) -> usize {
    facts.as_object().unwrap().keys().filter(|key| key.starts_with("checkout_unlisted_")).count()
}

#[tokio::test]
async fn order_counts_before_the_list_shows_it() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    stop_lists(&shop);
    for cents in [1_000, 2_000, 4_000] {
        shop.stripe().complete(&shop.session_of(&member, cents));
    }
    let deliveries = heard(&shop);
    let [a, b, c] = deliveries.as_slice() else { panic!("{deliveries:?}") };
    let answers = tokio::join!(send(&shop, a), send(&shop, b), send(&shop, c));
    assert_eq!([answers.0.status, answers.1.status, answers.2.status], [200; 3]);
    let facts = customer(&shop, &member);
    assert_eq!((&facts["checkout_orders"], &facts["checkout_spend_usd"]), (&json!("3"), &json!("7000")));
    assert_eq!(marks(&facts), 3, "{facts}");

    renew_lists(&shop);
    order(&shop, &member, 8_000).await;
    let facts = customer(&shop, &member);
    assert_eq!((&facts["checkout_orders"], &facts["checkout_spend_usd"]), (&json!("4"), &json!("15000")));
    assert_eq!(marks(&facts), 0, "{facts}");
}

#[tokio::test]
async fn refund_of_an_unlisted_order_counts() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 15_000);
    assert_eq!(shop.call(CODE, &session).await.amount(), 800);
    stop_lists(&shop);
    shop.stripe().complete(&session);
    deliver(&shop).await;
    shop.stripe().refund(&shop.stripe().charge_of(&session).unwrap(), None).unwrap();
    deliver(&shop).await;
    let facts = customer(&shop, &member);
    assert_eq!((&facts["checkout_orders"], &facts["checkout_orders_returned"]), (&json!("1"), &json!("1")));
    assert_eq!((gives(&shop, &member, CODE).await, gives(&shop, &member, LOYALTY).await), (0, 0));
}

#[tokio::test]
async fn refund_counts_before_the_list_shows_it() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let [kept, returned] = [order(&shop, &member, 4_000).await, order(&shop, &member, 5_000).await];
    stop_lists(&shop);
    shop.stripe().refund(&shop.stripe().charge_of(&returned).unwrap(), None).unwrap();
    deliver(&shop).await;
    let facts = customer(&shop, &member);
    assert_eq!((counts(&facts), marks(&facts)), ([json!("2"), json!("1"), json!("4000")], 1), "{facts}");

    // The next events find the list as it was.
    shop.stripe().refund(&shop.stripe().charge_of(&kept).unwrap(), Some(1_000)).unwrap();
    order(&shop, &member, 8_000).await;
    let facts = customer(&shop, &member);
    assert_eq!((counts(&facts), marks(&facts)), ([json!("3"), json!("1"), json!("11000")], 3), "{facts}");

    renew_lists(&shop);
    order(&shop, &member, 16_000).await;
    let facts = customer(&shop, &member);
    assert_eq!((counts(&facts), marks(&facts)), ([json!("4"), json!("1"), json!("27000")], 0), "{facts}");
}

#[tokio::test]
async fn payment_that_fails_late_is_no_order_before_the_list_shows_it() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 5_000);
    shop.stripe().complete_delayed(&session);
    deliver(&shop).await;
    assert_eq!(customer(&shop, &member)["checkout_orders"], "1");
    stop_lists(&shop);
    assert!(shop.stripe().settle(&session, false));
    deliver(&shop).await;
    order(&shop, &member, 8_000).await;
    let facts = customer(&shop, &member);
    assert_eq!((counts(&facts), marks(&facts)), ([json!("1"), json!(null), json!("8000")], 2), "{facts}");
}

#[tokio::test]
async fn second_first_order_is_a_drift_while_lists_lag() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let sessions = [shop.session_of(&member, 15_000), shop.session_of(&member, 15_000)];
    for session in &sessions {
        assert_eq!(shop.call(LOYALTY, session).await.amount(), 2_000);
    }
    shop.metrics_output().forget();
    stop_lists(&shop);
    for session in &sessions {
        shop.stripe().advance_clock(std::time::Duration::from_mins(1));
        shop.stripe().complete(session);
        deliver(&shop).await;
    }
    assert_eq!(drift(&shop), (1.0, 0.0));
}
