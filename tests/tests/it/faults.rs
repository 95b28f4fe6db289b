//! A Stripe that is slow, wrong, down or rate-limited: every fault, on the read and on the write, ends in the right
//! state, and with a clear answer while the page still waits.

use std::time::{Duration, Instant};

use discounts_core::Interaction;
use end_to_end::shop::{GUIDE, SAMPLE, of_a_session, writes_coupons};
use end_to_end::{Answer, Event, Shop, log};
use sandbox::{Fault, On};
use serde_json::json;
use shared::Endpoint;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);
/// The page gives up after 20 s; we promise an answer within 16.
const PROMISED: Duration = Duration::from_secs(16);

/// Calls twice, so that the second meets an open connection, and reads what is left.
async fn meets(fault: Fault, on: On) -> (Answer, Shop, String) {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.call(Endpoint::Quote, &session).await;
    shop.stripe().clear_requests();
    shop.stripe().fault(fault, on);
    let started = Instant::now();
    let answer = shop.call(CART, &session).await;
    assert!(started.elapsed() < PROMISED, "{:?}", started.elapsed());
    (answer, shop, session)
}

#[tokio::test]
async fn a_passing_fault_is_outlived_on_the_read_and_on_the_write() {
    for on in [On::read, On::write] {
        for fault in [
            Fault::Status(500),
            Fault::Status(502),
            Fault::Status(503),
            Fault::Status(504),
            Fault::Status(424),
            Fault::KeyInUse,
            Fault::StatusWith(400, ("Stripe-Should-Retry", "true")),
            Fault::LockTimeout,
            Fault::ResetBefore,
            Fault::ResetAfter,
            Fault::AnswerLost,
            // An answer that comes late, and before anybody gives up waiting for it.
            Fault::Delay(Duration::from_millis(300)),
        ] {
            let shown = format!("{fault:?} on {:?}", on().method);
            let (answer, shop, session) = meets(fault, on()).await;
            assert_eq!(answer.amount(), 1_500, "{shown}");
            assert!(answer.changed(), "{shown}");
            assert_eq!(
                (shop.discount(&session), shop.stripe().coupons()),
                (1_500, usize::from(writes_coupons())),
                "{shown}"
            );
            assert_eq!(shop.metadata(&session)["discount_writes"], "1", "{shown}");
        }
    }
}

#[tokio::test]
async fn a_call_that_hangs_is_made_again() {
    let (read, write, lost) = tokio::join!(
        meets(Fault::Hang, On::read()),
        meets(Fault::Hang, On::write()),
        meets(Fault::HangAfter, On::write())
    );
    for (answer, shop, session) in [read, write, lost] {
        let coupons = shop.stripe().coupons();
        assert_eq!((answer.amount(), shop.discount(&session), coupons), (1_500, 1_500, usize::from(writes_coupons())));
    }
}

#[tokio::test]
async fn replayed_failure_gets_a_new_key_after_a_reread() {
    let faults = [(Fault::FailStored500, 1, 3), (Fault::ExecuteThen500, 1, 2), (Fault::ReplayedFailure, 1, 2)];
    for (fault, coupons, writes) in faults {
        let shown = format!("{fault:?}");
        // Line prices are written under the session's version. It is bumped first, unless the write was made after all.
        let bumps = usize::from(!shown.starts_with("ExecuteThen"));
        let (coupons, writes) = if writes_coupons() { (coupons, writes) } else { (0, writes + bumps) };
        let (answer, shop, session) = meets(fault, On::write()).await;
        assert_eq!((answer.amount(), answer.changed()), (1_500, true), "{shown}");
        assert_eq!((shop.discount(&session), shop.stripe().coupons()), (1_500, coupons), "{shown}");
        assert_eq!(shop.calls(), (2, writes), "{shown}: the replay is met once, then the session is read");
    }
}

#[tokio::test]
async fn replayed_success_is_reread_before_it_is_answered() {
    let (answer, shop, session) = meets(Fault::ReplayedSuccess, On::write()).await;
    assert_eq!((answer.amount(), shop.discount(&session)), (1_500, 1_500));
    assert_eq!(shop.calls(), (2, 1), "the saved answer may be older than the session");
}

#[tokio::test]
async fn key_of_another_request_is_a_conflict_also_as_404() {
    let (answer, shop, session) = meets(Fault::KeyMismatch404, On::write()).await;
    assert_eq!((answer.amount(), shop.discount(&session)), (1_500, 1_500));
    assert_eq!(shop.calls(), (2, 2), "read again, then written under another key");
}

#[tokio::test]
async fn abandoned_write_leaves_the_session_writable() {
    let shop = Shop::open(GUIDE).await;
    // The one whose failure Stripe remembers is in `turns`.
    for fault in [Fault::ExecuteThen500, Fault::Hang, Fault::AnswerLost] {
        let shown = format!("{fault:?}");
        let session = shop.session_in("usd", 15_000, &[("permissions[update_line_items]", "server_only")]);
        // A call whose function is ended in the middle of its write.
        shop.stripe().clear_requests();
        shop.stripe().fault(fault, On::write().times(1));
        let (function, event) = (shop.function(), Event::post(CART, &json!({ "checkout_session_id": session })));
        let ended = tokio::spawn(async move { event.send_to(&function, CART).await });
        shop.write_is_sent().await;
        ended.abort();
        drop(ended.await);
        for _ in 0..2 {
            assert_eq!(shop.call(CART, &session).await.amount(), 1_500, "{shown}");
        }
        assert_eq!(shop.remove(&session, "all").await.amount(), 0, "{shown}");
    }
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_not_asked_for_again() {
    let (answer, shop, _) = meets(Fault::Garbage, On::read()).await;
    assert_eq!(answer.refusal(), (502, "stripe_error"));
    assert_eq!(shop.calls(), (1, 0));

    let (answer, shop, session) = meets(Fault::Garbage, On::write()).await;
    assert_eq!(answer.refusal(), (502, "stripe_error"));
    assert_eq!(shop.calls(), (1, 1));
    let next = shop.call(Endpoint::Refresh, &session).await;
    assert_eq!((next.amount(), next.changed()), (1_500, false), "the write had come through");
}

#[tokio::test]
async fn a_refusal_that_stripe_does_not_want_repeated_is_final() {
    for (fault, on, status, code) in [
        (Fault::StatusWith(500, ("Stripe-Should-Retry", "false")), On::read(), 503, "stripe_unavailable"),
        (Fault::StatusWith(409, ("Stripe-Should-Retry", "false")), On::write(), 409, "session_busy"),
        (Fault::Status(402), On::write(), 502, "stripe_error"),
        (Fault::StatusWith(429, ("Retry-After", "7")), On::write(), 429, "rate_limited"),
    ] {
        let (answer, shop, session) = meets(fault, on).await;
        assert_eq!(answer.refusal(), (status, code));
        assert_eq!(shop.discount(&session), 0);
        if code == "rate_limited" {
            assert_eq!(answer.headers["retry-after"], "7");
        }
    }
}

#[tokio::test]
async fn outage_is_answered_while_the_page_still_waits() {
    for (fault, on, status, code, calls) in [
        (Fault::Status(503), On::read().always(), 503, "stripe_unavailable", (3, 0)),
        (Fault::Status(500), On::write().always(), 503, "stripe_unavailable", (1, 3)),
        (Fault::ResetBefore, On::read().always(), 503, "stripe_unavailable", (4, 0)),
        (Fault::LockTimeout, On::write().always(), 429, "rate_limited", (1, 3)),
    ] {
        let shown = format!("{fault:?}");
        let (answer, shop, session) = meets(fault, on).await;
        assert_eq!(answer.refusal(), (status, code), "{shown}");
        assert_eq!(answer.body["message"], "We could not update your order. Please try again.");
        assert_eq!(shop.calls(), calls, "{shown}: two retries, and a closed connection is not counted");
        assert_eq!(shop.discount(&session), 0);
        shop.stripe().clear_faults();
        assert_eq!(shop.call(CART, &session).await.amount(), 1_500, "{shown}: it works again afterwards");
    }
}

#[tokio::test]
async fn a_stripe_that_never_answers_is_given_up_in_time() {
    let (read, write) = tokio::join!(meets(Fault::Hang, On::read().always()), meets(Fault::Hang, On::write().always()));
    for (answer, shop, session) in [read, write] {
        assert_eq!(answer.refusal(), (504, "stripe_timeout"));
        assert_eq!(shop.discount(&session), 0);
    }
}

#[tokio::test]
async fn a_host_that_is_not_there_is_unavailable() {
    log::start();
    // Bound and never listening: the port is held, and each connection is refused.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let dead = socket.local_addr().unwrap();
    let app = Shop::app(&format!("http://{dead}"), &[], GUIDE).await;
    let event = Event::post(CART, &json!({ "checkout_session_id": "cs_test_a1" }));
    assert_eq!(event.send_to(&app, CART).await.status(), 503);
}

#[tokio::test]
async fn an_invocation_that_is_nearly_over_is_answered_before_it_ends() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.stripe().fault(Fault::Hang, On::next().always());
    let started = Instant::now();
    let event = Event::post(CART, &json!({ "checkout_session_id": session })).within(Duration::from_millis(1_500));
    let answer = shop.send(CART, event).await;
    assert_eq!(answer.refusal(), (504, "stripe_timeout"));
    assert!(started.elapsed() < Duration::from_millis(1_450), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_total_that_is_not_what_was_written_is_cleared_and_said() {
    of_coupons!("another price than ours is a list price, never a wrong total");
    let (answer, shop, session) = meets(Fault::WrongTotal, On::write()).await;
    assert_eq!(answer.refusal(), (502, "stripe_error"));
    assert_eq!(shop.discount(&session), 0, "nothing of ours stays on it");
    assert_eq!(shop.metadata(&session)["discount_cart_threshold"], "on", "the set is kept");
    assert_eq!(shop.calls(), (1, 2));
    let line = log::line_of(answer.request_id());
    assert!(line["message"].as_str().unwrap().starts_with("WrongTotal"), "{line}");
    assert_eq!(shop.call(Endpoint::Refresh, &session).await.amount(), 1_500);
}

#[tokio::test]
async fn every_endpoint_outlives_a_fault() {
    let shop = Shop::open(SAMPLE).await;
    let session = shop.session(15_000);
    for endpoint in of_a_session() {
        shop.stripe().fault(Fault::Status(503), On::read());
        assert_eq!(shop.call(endpoint, &session).await.status, 200, "{endpoint:?}");
        shop.stripe().fault(Fault::Status(503), On::read().always());
        assert_eq!(shop.call(endpoint, &session).await.refusal(), (503, "stripe_unavailable"), "{endpoint:?}");
        shop.stripe().clear_faults();
    }
    shop.stripe().fault(Fault::Status(503), On::read());
    assert_eq!(shop.remove(&session, "all").await.status, 200);
}
