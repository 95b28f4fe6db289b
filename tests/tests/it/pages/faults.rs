//! A Stripe that fails, hangs or rejects while a page is created or its coupon deleted.

use super::*;

#[tokio::test]
async fn failed_deletion_of_a_coupon_is_repeated_by_the_next_delivery() {
    let (shop, cup) = open(POLICY).await;
    let id = session(&create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await);
    let coupon = coupon(&shop);
    shop.stripe().expire(&id);
    let deliveries = crate::webhook::heard(&shop);
    shop.stripe().fault(Fault::Rejected("x"), On::next().path("/v1/coupons/"));
    assert_eq!(crate::webhook::send(&shop, &deliveries[0]).await.refusal(), (502, "stripe_error"));
    assert!(shop.stripe().coupon(&coupon).is_some());
    assert_eq!(crate::webhook::send(&shop, &deliveries[0]).await.status, 200);
    assert!(shop.stripe().coupon(&coupon).is_none());
}

#[tokio::test]
async fn passing_fault_makes_one_coupon_and_one_session() {
    for path in ["/v1/coupons", "/v1/checkout/sessions"] {
        for fault in [
            Fault::Status(503),
            Fault::KeyInUse,
            Fault::LockTimeout,
            Fault::ResetBefore,
            Fault::ResetAfter,
            Fault::AnswerLost,
            Fault::ReplayedSuccess,
            Fault::Delay(Duration::from_millis(50)),
        ] {
            let (shop, cup) = open(POLICY).await;
            let shown = format!("{fault:?} {path}");
            shop.stripe().fault(fault, On::write().path(path));
            let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
            assert_eq!(answer.body["value"]["discount"]["amount_off"], 1_200, "{shown}");
            assert_eq!((shop.stripe().coupons(), shop.stripe().sessions().len()), (1, 1), "{shown}");
            assert_eq!(shop.discount(&session(&answer)), 1_200, "{shown}");
        }
    }
}

#[tokio::test]
async fn coupon_without_a_session_is_deleted() {
    for (fault, path, times, refusal, sessions) in [
        (Fault::Status(503), "/v1/checkout/sessions", 3, (503, "stripe_unavailable"), 0),
        (Fault::Rejected("x"), "/v1/checkout/sessions", 1, (502, "stripe_error"), 0),
        (Fault::RateLimited, "/v1/checkout/sessions", 1, (429, "rate_limited"), 0),
        (Fault::ExecuteThen500, "/v1/checkout/sessions", 1, (503, "stripe_unavailable"), 1),
        (Fault::FailStored500, "/v1/checkout/sessions", 1, (503, "stripe_unavailable"), 0),
        (Fault::Garbage, "/v1/checkout/sessions", 1, (502, "stripe_error"), 1),
        (Fault::ExecuteThen500, "/v1/coupons", 1, (503, "stripe_unavailable"), 0),
        (Fault::FailStored500, "/v1/coupons", 1, (503, "stripe_unavailable"), 0),
        (Fault::Garbage, "/v1/coupons", 1, (502, "stripe_error"), 0),
        (Fault::Rejected("x"), "/v1/coupons", 1, (502, "stripe_error"), 0),
        (Fault::Forbidden, "/v1/coupons", 1, (500, "misconfigured"), 0),
    ] {
        let (shop, cup) = open(POLICY).await;
        let shown = format!("{fault:?} {path}");
        shop.stripe().fault(fault, On::write().path(path).times(times));
        let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
        assert_eq!(answer.refusal(), refusal, "{shown}");
        assert_eq!((shop.stripe().coupons(), shop.stripe().sessions().len()), (0, sessions), "{shown}");
    }
}

#[tokio::test]
async fn coupon_that_is_left_is_named_in_the_log() {
    let (shop, cup) = open(POLICY).await;
    shop.stripe().fault(Fault::Rejected("x"), On::write().path("/v1/checkout/sessions"));
    shop.stripe().fault(Fault::Rejected("x"), On::next().path("/v1/coupons/"));
    let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
    assert_eq!(answer.refusal(), (502, "stripe_error"));
    let message = log::line_of(answer.request_id())["message"].as_str().unwrap().to_owned();
    assert!(message.contains(&format!("the coupon {} may be left", coupon(&shop))), "{message}");
}

#[tokio::test]
async fn call_that_hangs_is_answered_in_time_and_leaves_no_coupon() {
    let (shop, cup) = open(POLICY).await;
    shop.stripe().fault(Fault::Hang, On::write().path("/v1/checkout/sessions").always());
    let started = std::time::Instant::now();
    let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
    assert!(started.elapsed() < Duration::from_secs(16), "{:?}", started.elapsed());
    assert_eq!(answer.refusal().1, "stripe_timeout");
    assert_eq!(shop.stripe().coupons(), 0);
}
