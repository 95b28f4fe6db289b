//! Money that is given back counts against the customer, and never for them.

use end_to_end::Shop;
use sandbox::{Claim, DisputeStatus, IntentStatus};
use serde_json::{Value, json};

use super::{CODE, COUNTING, gives, order};
use crate::webhook::{LOYALTY, customer, deliver, heard, open, send};

/// The counts of a member: orders, returned ones, and spend.
fn counts(shop: &Shop, member: &str) -> [Value; 3] {
    let facts = customer(shop, member);
    ["checkout_orders", "checkout_orders_returned", "checkout_spend_usd"].map(|key| facts[key].clone())
}

fn charge(shop: &Shop, session: &str) -> String {
    shop.stripe().charge_of(session).unwrap()
}

#[tokio::test]
async fn partial_refunds_add_up_to_a_return() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let session = order(&shop, &member, 5_000).await;
    for (amount, expected) in [
        (2_000, [json!("1"), json!(null), json!("3000")]),
        (2_999, [json!("1"), json!(null), json!("1")]),
        (1, [json!("1"), json!("1"), json!("0")]),
    ] {
        shop.stripe().refund(&charge(&shop, &session), Some(amount)).unwrap();
        deliver(&shop).await;
        assert_eq!(counts(&shop, &member), expected);
    }
    assert_eq!(gives(&shop, &member, LOYALTY).await, 0, "it was the first order");
}

#[tokio::test]
async fn failed_refund_is_undone() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let session = order(&shop, &member, 5_000).await;
    let refund = shop.stripe().refund(&charge(&shop, &session), None).unwrap();
    deliver(&shop).await;
    assert_eq!(counts(&shop, &member), [json!("1"), json!("1"), json!("0")]);
    assert!(shop.stripe().fail_refund(refund["id"].as_str().unwrap()));
    assert!(!deliver(&shop).await.is_empty());
    assert_eq!(counts(&shop, &member), [json!("1"), json!(null), json!("5000")]);
}

#[tokio::test]
async fn returned_orders_earn_no_fifth_order() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let mut sessions = Vec::new();
    for _ in 0..4 {
        sessions.push(order(&shop, &member, 5_000).await);
    }
    assert_eq!(gives(&shop, &member, LOYALTY).await, 5_000);
    shop.stripe().refund(&charge(&shop, &sessions[0]), None).unwrap();
    deliver(&shop).await;
    assert_eq!(gives(&shop, &member, LOYALTY).await, 0, "three were kept");
    order(&shop, &member, 5_000).await;
    let fifth = shop.session_of(&member, 15_000);
    assert_eq!(shop.call(LOYALTY, &fifth).await.amount(), 5_000);
    shop.stripe().complete(&fifth);
    deliver(&shop).await;
    // Four are kept once more: the fifth has been given.
    shop.stripe().refund(&charge(&shop, &sessions[1]), None).unwrap();
    deliver(&shop).await;
    assert_eq!(gives(&shop, &member, LOYALTY).await, 0);
}

#[tokio::test]
async fn once_only_offer_stays_used_after_a_refund() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 15_000);
    assert_eq!(shop.call(CODE, &session).await.amount(), 800);
    shop.stripe().complete(&session);
    deliver(&shop).await;
    shop.stripe().refund(&charge(&shop, &session), None).unwrap();
    deliver(&shop).await;
    assert_eq!(gives(&shop, &member, CODE).await, 0);
}

#[tokio::test]
async fn disputed_payment_is_not_spent_until_won() {
    use DisputeStatus::{Lost, NeedsResponse, UnderReview, WarningClosed, Won};
    let (kept, returned) = ([json!("1"), json!(null), json!("5000")], [json!("1"), json!("1"), json!("0")]);
    for (claim, statuses, last) in [
        (Claim::Chargeback, &[UnderReview, Won][..], &kept),
        (Claim::Chargeback, &[UnderReview, Lost], &returned),
        (Claim::Inquiry, &[WarningClosed], &kept),
        (Claim::Inquiry, &[NeedsResponse, Lost], &returned),
        (Claim::ReturnedDebit, &[], &returned),
    ] {
        let shop = open(COUNTING).await;
        let member = shop.customer(&json!({}));
        let session = order(&shop, &member, 5_000).await;
        let dispute = shop.stripe().dispute(&charge(&shop, &session), claim, None).unwrap();
        deliver(&shop).await;
        assert_eq!(counts(&shop, &member), returned, "{claim:?}");
        for status in statuses {
            assert!(shop.stripe().move_dispute(dispute["id"].as_str().unwrap(), *status));
        }
        deliver(&shop).await;
        assert_eq!(counts(&shop, &member), *last, "{claim:?} {statuses:?}");
        assert_eq!(gives(&shop, &member, LOYALTY).await, 0);
    }
}

#[tokio::test]
async fn canceled_authorization_is_no_order() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({ "orders": "4" }));
    let params = [("customer", member.as_str()), ("payment_intent_data[capture_method]", "manual")];
    let session = shop.session_in("usd", 5_000, &params);
    shop.stripe().complete(&session);
    deliver(&shop).await;
    assert_eq!(counts(&shop, &member), [json!("1"), json!(null), json!("0")]);
    let intent = shop.stripe().session(&session).unwrap()["payment_intent"].as_str().unwrap().to_owned();
    assert!(shop.stripe().move_payment_intent(&intent, IntentStatus::Canceled));
    assert!(!deliver(&shop).await.is_empty());
    assert_eq!(customer(&shop, &member), json!({ "orders": "4" }));
    assert_eq!(gives(&shop, &member, LOYALTY).await, 5_000, "the fifth");
}

#[tokio::test]
async fn bounced_debit_takes_back_its_order_and_nothing_else() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({ "orders": "27" }));
    order(&shop, &member, 1_000).await;
    let session = shop.session_of(&member, 5_000);
    shop.stripe().complete_delayed(&session);
    deliver(&shop).await;
    assert_eq!(counts(&shop, &member), [json!("2"), json!(null), json!("1000")]);
    assert!(shop.stripe().settle(&session, false));
    for delivery in heard(&shop).iter().rev() {
        assert_eq!(send(&shop, delivery).await.status, 200);
    }
    assert_eq!(counts(&shop, &member), [json!("1"), json!(null), json!("1000")]);
    assert_eq!(customer(&shop, &member)["orders"], "27");
}
