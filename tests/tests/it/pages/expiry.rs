//! When a session expires, and what then becomes of its coupon.

use super::*;

/// An automatic offer of 5.00 that ends this long from now.
fn ends_in(span: SignedDuration) -> (String, Timestamp) {
    let ends = Timestamp::from_second((Timestamp::now() + span).as_second()).unwrap();
    let offer = format!(
        "[[offer]]\nid = \"soon\"\ninteraction = \"automatic\"\nname = \"Soon\"\nwhen.quantity_at_least = 1\n\
         when.ends = {ends}\ngive.amount_off = {{ usd = \"5.00\" }}\n"
    );
    (format!("{POLICY}\n{offer}"), ends)
}

#[tokio::test]
async fn session_expires_no_later_than_its_discount() {
    let (policy, ends) = ends_in(SignedDuration::from_mins(50));
    let (shop, cup) = open(&policy).await;
    let answer = create(&shop, &body("hosted", &cup, 1, &[])).await;
    assert_eq!(answer.body["value"]["discount"]["offers"], json!(["soon"]));
    assert_eq!(answer.body["value"]["expires_at"], json!(ends.to_string()));
    assert_eq!(shop.stripe().session(&session(&answer)).unwrap()["expires_at"], ends.as_second());
    shop.stripe().advance_clock(Duration::from_mins(51));
    assert_eq!(shop.stripe().session(&session(&answer)).unwrap()["status"], "expired");
}

#[tokio::test]
async fn offer_that_ends_before_a_session_can_is_not_given() {
    let (policy, _) = ends_in(SignedDuration::from_mins(29));
    let (shop, cup) = open(&policy).await;
    let hosted = create(&shop, &body("hosted", &cup, 1, &[])).await;
    assert_eq!((hosted.amount(), hosted.reasons("soon")), (0, vec!["ends_too_soon".to_owned()]));
    assert_eq!(shop.stripe().coupons(), 0);
    let elements = session(&create(&shop, &body("elements", &cup, 1, &[])).await);
    assert_eq!(shop.discount(&elements), 500, "a session that can be changed gets it as long as it lasts");
}

#[tokio::test]
async fn coupon_of_an_expired_session_is_deleted() {
    let (shop, cup) = open(POLICY).await;
    let with = session(&create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await);
    let without = session(&create(&shop, &body("embedded", &cup, 1, &[])).await);
    let elements = session(&create(&shop, &body("elements", &cup, 3, &["cart-threshold"])).await);
    let coupon = shop.metadata(&with)["discount_at_creation"].as_str().unwrap().to_owned();
    deliver(&shop).await;
    for id in [&with, &without, &elements] {
        shop.stripe().expire(id);
    }
    shop.stripe().clear_requests();
    let deliveries = crate::webhook::heard(&shop);
    assert_eq!(deliveries.len(), 3);
    for delivery in &deliveries {
        assert_eq!(crate::webhook::send(&shop, delivery).await.status, 200);
    }
    assert_eq!(
        calls(&shop),
        ["GET sessions/id", "DELETE coupons/id"],
        "only a session with a coupon of its own is read"
    );
    assert!(shop.stripe().coupon(&coupon).is_none());
    for delivery in &deliveries {
        assert_eq!(crate::webhook::send(&shop, delivery).await.status, 200, "it may come twice");
    }
}
