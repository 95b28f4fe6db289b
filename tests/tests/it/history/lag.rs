//! Stripe's list of orders shows an order later than its event.

use end_to_end::Shop;
use serde_json::{Value, json};

use super::{CODE, COUNTING, gives, order};
use crate::webhook::{LOYALTY, customer, deliver, drift, heard, open, send};

fn list(shop: &Shop, session: &str, shown: bool) {
    assert!(shop.stripe().patch_session(session, |session| session.unlisted = !shown));
}

fn marks(facts: &Value) -> usize {
    facts.as_object().unwrap().keys().filter(|key| key.starts_with("checkout_unlisted_")).count()
}

#[tokio::test]
async fn order_counts_before_the_list_shows_it() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let sessions = [1_000, 2_000, 4_000].map(|cents| shop.session_of(&member, cents));
    for session in &sessions {
        shop.stripe().complete(session);
        list(&shop, session, false);
    }
    let deliveries = heard(&shop);
    let [a, b, c] = deliveries.as_slice() else { panic!("{deliveries:?}") };
    let answers = tokio::join!(send(&shop, a), send(&shop, b), send(&shop, c));
    assert_eq!([answers.0.status, answers.1.status, answers.2.status], [200; 3]);
    let facts = customer(&shop, &member);
    assert_eq!((&facts["checkout_orders"], &facts["checkout_spend_usd"]), (&json!("3"), &json!("7000")));
    assert_eq!(marks(&facts), 3, "{facts}");

    for session in &sessions {
        list(&shop, session, true);
    }
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
    shop.stripe().complete(&session);
    list(&shop, &session, false);
    deliver(&shop).await;
    shop.stripe().refund(&shop.stripe().charge_of(&session).unwrap(), None).unwrap();
    deliver(&shop).await;
    let facts = customer(&shop, &member);
    assert_eq!((&facts["checkout_orders"], &facts["checkout_orders_returned"]), (&json!("1"), &json!("1")));
    assert_eq!((gives(&shop, &member, CODE).await, gives(&shop, &member, LOYALTY).await), (0, 0));
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
    for session in &sessions {
        shop.stripe().advance_clock(std::time::Duration::from_mins(1));
        shop.stripe().complete(session);
        list(&shop, session, false);
        deliver(&shop).await;
    }
    assert_eq!(drift(&shop), (1.0, 0.0));
}
