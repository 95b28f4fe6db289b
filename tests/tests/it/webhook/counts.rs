//! The customer's history, as deliveries count it.

use super::*;

#[tokio::test]
async fn sessions_without_our_discount_are_counted_not_judged() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    let plain = shop.session_of(&member, 5_000);
    let theirs = shop.session_of(&member, 5_000);
    let coupon = shop.stripe().add_coupon(json!({ "amount_off": 1_000, "currency": "usd" })).unwrap();
    shop.stripe().set_discount(&theirs, &coupon, None);
    for session in [&plain, &theirs] {
        shop.stripe().complete(session);
    }
    shop.metrics_output().forget();
    deliver(&shop).await;
    assert_eq!(drift(&shop), (0.0, 0.0));
    assert_eq!(payment(&shop, &plain), json!({}));
    let history = customer(&shop, &member);
    assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&json!("2"), &json!("9000")));
}

#[tokio::test]
async fn a_guests_order_is_judged_and_counted_for_nobody() {
    let shop = open(POLICY).await;
    let session = shop.session(20_000);
    shop.call(THRESHOLD, &session).await;
    shop.stripe().complete(&session);
    shop.stripe().clear_requests();
    deliver(&shop).await;
    assert_eq!(payment(&shop, &session)["discount_verdict"], "fits");
    assert_eq!(shop.calls(), (1, 1));
}

#[tokio::test]
async fn what_was_given_back_was_not_spent() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 5_000);
    shop.stripe().complete(&session);
    deliver(&shop).await;
    let charge = intent(&shop, &session)["latest_charge"].clone();
    for (amount, left, returned) in [(Some(1_500), "3500", json!(null)), (None, "0", json!("1"))] {
        shop.stripe().refund(charge.as_str().unwrap(), amount).unwrap();
        assert_eq!(deliver(&shop).await.len(), 1);
        let history = customer(&shop, &member);
        assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&json!("1"), &json!(left)));
        assert_eq!(history["checkout_orders_returned"], returned);
    }
}

#[tokio::test]
async fn delayed_order_counts_until_its_payment_fails() {
    for (succeeds, orders, spend) in [(true, json!("1"), json!("5000")), (false, json!(null), json!(null))] {
        let shop = open(POLICY).await;
        let member = shop.customer(&json!({}));
        let session = shop.session_of(&member, 5_000);
        shop.stripe().complete_delayed(&session);
        deliver(&shop).await;
        let history = customer(&shop, &member);
        assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&json!("1"), &json!("0")));
        assert!(shop.stripe().settle(&session, succeeds));
        assert_eq!(deliver(&shop).await[0].status, 200);
        let history = customer(&shop, &member);
        assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&orders, &spend));
    }
}

#[tokio::test]
async fn histories_are_the_same_in_whatever_order_they_are_told() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    for cents in [1_000, 2_000, 4_000, 8_000] {
        shop.stripe().complete(&shop.session_of(&member, cents));
    }
    let mut deliveries = heard(&shop);
    deliveries.reverse();
    let [a, b, c, d] = deliveries.as_slice() else { panic!("{deliveries:?}") };
    shop.stripe().set_delay(Duration::ZERO, Duration::from_millis(3));
    let answers = tokio::join!(send(&shop, a), send(&shop, b), send(&shop, c), send(&shop, d));
    assert_eq!([answers.0.status, answers.1.status, answers.2.status, answers.3.status], [200; 4]);
    let history = customer(&shop, &member);
    assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&json!("4"), &json!("15000")));
}

#[tokio::test]
async fn more_than_a_page_of_orders_is_counted_whole() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    for _ in 0..205 {
        shop.stripe().complete(&shop.session_of(&member, 100));
    }
    let last = heard(&shop).pop().unwrap();
    assert_eq!(send(&shop, &last).await.status, 200);
    let history = customer(&shop, &member);
    assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&json!("205"), &json!("20500")));
}

#[tokio::test]
async fn an_intent_that_was_not_paid_in_the_end_is_no_order() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 5_000);
    shop.stripe().complete_delayed(&session);
    let intent = intent(&shop, &session)["id"].clone();
    assert!(shop.stripe().move_payment_intent(intent.as_str().unwrap(), IntentStatus::Canceled));
    deliver(&shop).await;
    assert_eq!(customer(&shop, &member), json!({}));
}
