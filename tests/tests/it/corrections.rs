//! When a session can't be brought to what is decided: the caller gets an error, and no discount that is too large is
//! left.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use discounts_core::Interaction;
use end_to_end::shop::{GUIDE, writes_coupons};
use end_to_end::{Answer, Event, Shop, log};
use jiff::Timestamp;
use sandbox::{Fault, Hold, On};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::metrics::Metric;

use crate::order::{GIVES, eligible};
use crate::policies::FIVE;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

/// The guide's offer, which the merchant has limited to 10.50.
static LESS: LazyLock<String> = LazyLock::new(|| GUIDE.replace("20.00", "10.50"));

/// A session that holds 15.00 of an earlier policy, so that 10.50 is due.
async fn holding_too_much() -> (Shop, String) {
    let mut shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    assert_eq!(shop.call(CART, &session).await.amount(), 1_500);
    shop.go_on_at(&LESS, Timestamp::now()).await;
    shop.stripe().clear_requests();
    (shop, session)
}

fn said_by(answer: &Answer) -> String {
    log::line_of(answer.request_id())["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn rejected_correction_clears_the_discount() {
    for (fault, times, code) in [
        (Fault::RateLimited, 1, "rate_limited"),
        (Fault::Status(503), 3, "stripe_unavailable"),
        (Fault::Rejected("parameter_invalid"), 1, "stripe_error"),
        (Fault::Status(403), 1, "misconfigured"),
    ] {
        let (shop, session) = holding_too_much().await;
        shop.stripe().fault(fault, On::write().times(times));
        let answer = shop.call(Endpoint::Refresh, &session).await;
        assert_eq!(answer.body["code"], code);
        assert_eq!(shop.discount(&session), 0, "{code}");
        assert!(said_by(&answer).contains("the discount was taken off"), "{}", said_by(&answer));
        assert_eq!(shop.call(Endpoint::Refresh, &session).await.amount(), 1_050, "{code}: it works again afterwards");
    }
}

/// Checks that an answer says nothing of an excess, and that log and metrics do.
fn assert_reported(shop: &Shop, answer: &Answer) {
    assert!(said_by(answer).contains("TOO LARGE MAY BE LEFT"), "{}", said_by(answer));
    assert_eq!(log::line_of(answer.request_id())["level"], "ERROR", "{}", answer.body);
    assert_eq!(shop.metrics_output().values().get(Metric::NeedsReview.name()), Some(&1.0), "{}", answer.body);
}

#[tokio::test]
async fn excess_that_may_be_left_is_reported_at_any_answer() {
    for (fault, refusal) in [
        (Fault::Status(503), (503, "stripe_unavailable")),
        (Fault::Status(403), (500, "misconfigured")),
        (Fault::Status(404), (404, "session_not_found")),
        (Fault::RateLimited, (429, "rate_limited")),
    ] {
        let (shop, session) = holding_too_much().await;
        shop.metrics_output().forget();
        shop.stripe().fault(fault, On::write().always());
        let answer = shop.call(Endpoint::Refresh, &session).await;
        assert_eq!(answer.refusal(), refusal);
        assert_reported(&shop, &answer);
    }
}

#[tokio::test]
async fn excess_that_was_paid_meanwhile_is_reported() {
    let (shop, session) = holding_too_much().await;
    shop.metrics_output().forget();
    let write = Hold::new();
    shop.stripe().fault(Fault::Hold(write.clone()), On::write());
    let pay = async {
        write.reached().await;
        shop.stripe().complete(&session);
        write.release();
    };
    let (answer, ()) = tokio::join!(shop.call(Endpoint::Refresh, &session), pay);
    assert_eq!(answer.refusal(), (409, "session_not_open"));
    assert_reported(&shop, &answer);
}

#[tokio::test]
async fn excess_is_cleared_when_the_reread_after_a_write_fails() {
    for permissions in [&[][..], &[("permissions[update_shipping_details]", "server_only")]] {
        let mut shop = Shop::open(GUIDE).await;
        let session = shop.session_in("usd", 15_000, permissions);
        assert_eq!(shop.call(CART, &session).await.amount(), 1_500);
        shop.go_on_at(&LESS, Timestamp::now()).await;
        // Stripe stores the failure of the lowering write, and then no read is answered.
        shop.stripe().fault(Fault::FailStored500, On::write().times(1));
        shop.stripe().fault(Fault::Status(503), On::read().skip(1).always());
        let answer = shop.call(Endpoint::Refresh, &session).await;
        assert_eq!(answer.refusal(), (503, "stripe_unavailable"));
        // Lines are only cleared under the version, whose key is lost until the session can be read.
        let (left, says) =
            if writes_coupons() { (0, "the discount was taken off") } else { (1_500, "TOO LARGE MAY BE LEFT") };
        assert_eq!(shop.discount(&session), left, "{permissions:?}");
        assert!(said_by(&answer).contains(says), "{}", said_by(&answer));
    }
}

#[tokio::test]
async fn excess_is_cleared_when_metadata_is_too_full_for_the_call() {
    let (shop, session) = holding_too_much().await;
    shop.stripe().patch_session(&session, |session| {
        let theirs = (0..50).map(|key| format!("theirs_{key}"));
        for key in theirs.take(50 - session.metadata.len()) {
            session.metadata.insert(key, json!("x"));
        }
    });
    let answer = shop.call(Endpoint::Add(Interaction::Loyalty), &session).await;
    assert_eq!(answer.refusal(), (409, "unsupported_session"));
    assert_eq!(shop.discount(&session), 0);
    assert!(said_by(&answer).contains("the discount was taken off"), "{}", said_by(&answer));
}

#[tokio::test]
async fn hanging_correction_leaves_time_to_clear() {
    let (shop, session) = holding_too_much().await;
    shop.stripe().fault(Fault::Hang, On::write());
    let started = Instant::now();
    let event = Event::post(Endpoint::Refresh, &json!({ "checkout_session_id": session }));
    let answer = shop.send(Endpoint::Refresh, event.within(Duration::from_millis(4_500))).await;
    assert_eq!(answer.refusal(), (504, "stripe_timeout"));
    assert_eq!(shop.discount(&session), 0);
    assert!(started.elapsed() < Duration::from_millis(4_200), "{:?}", started.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caller_losing_every_race_gets_session_busy() {
    let shop = Arc::new(Shop::open(&format!("limits.writes_per_session = 100000\n{}", *FIVE)).await);
    let session = eligible(&shop);
    let write = Hold::new();
    shop.stripe().fault(Fault::Hold(write.clone()), On::write().always());
    // Between a write's arrival and its execution another caller changes the set, each time.
    let others = {
        let (shop, session) = (Arc::clone(&shop), session.clone());
        tokio::spawn(async move {
            loop {
                write.reached().await;
                shop.stripe().patch_session(&session, |session| {
                    let key = "discount_customer_offer";
                    if session.metadata.remove(key).is_none() {
                        session.metadata.insert(key.to_owned(), json!("on"));
                    }
                });
                write.release();
            }
        })
    };
    let mut told_busy = 0;
    for _ in 0..3 {
        let event = Event::post(CART, &json!({ "checkout_session_id": session })).within(Duration::from_millis(1_200));
        let answer = shop.send(CART, event).await;
        if answer.status != 200 {
            assert_eq!(answer.refusal(), (409, "session_busy"), "{}", answer.body);
            assert_eq!(answer.headers["retry-after"], "1");
            assert!(said_by(&answer).starts_with("Unsettled"), "{}", said_by(&answer));
            told_busy += 1;
        }
    }
    others.abort();
    shop.stripe().clear_faults();
    assert!(told_busy > 0, "a caller was overtaken until the end");
    shop.call(Endpoint::Refresh, &session).await;
    let metadata = shop.metadata(&session);
    let asked = GIVES.iter().filter(|(interaction, _)| metadata.get(interaction.traits().metadata_key).is_some());
    assert_eq!(shop.discount(&session), asked.map(|(_, amount)| *amount).max().unwrap_or_default());
}

#[tokio::test]
async fn a_total_that_is_known_to_be_wrong_is_never_a_success() {
    of_coupons!("another price than ours is a list price, never a wrong total");
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.stripe().fault(Fault::WrongTotal, On::write());
    shop.stripe().fault(Fault::Status(503), On::write().times(3));
    assert_eq!(shop.call(CART, &session).await.refusal(), (502, "stripe_error"));
    assert_ne!(shop.discount(&session), 0, "it could not be cleared");
    let answer = shop.call(Endpoint::Refresh, &session).await;
    assert_eq!(answer.refusal(), (502, "stripe_error"));
    assert_eq!(shop.discount(&session), 0, "but by the next call");
}

#[tokio::test]
async fn clearing_works_also_where_the_metadata_is_full() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.call(CART, &session).await;
    // Room for the count of writes, and on lines for the version.
    let full = if writes_coupons() { 49 } else { 48 };
    shop.stripe().patch_session(&session, |session| {
        session.metadata = (0..full).map(|key| (format!("theirs_{key}"), Value::from("x"))).collect();
    });
    let answer = shop.call(Endpoint::Refresh, &session).await;
    assert_eq!((answer.amount(), shop.discount(&session)), (0, 0), "the set is gone, so the discount goes");
}

#[tokio::test]
async fn cart_changed_during_line_read_is_decided_again() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "dozen"
        interaction = "cart-threshold"
        name = "Dozen"
        when.quantity_at_least = 12
        give.percent = "10"
    "#,
    )
    .await;
    let session = shop.session(1_000);
    let lines = |shop: &Shop, cents| (0..12).map(|_| (shop.stripe().add_price("usd", cents), 1)).collect::<Vec<_>>();
    assert!(shop.stripe().set_cart(&session, &lines(&shop, 1_500)));
    let smaller = lines(&shop, 500);
    // The write's answer has one page of lines; the cart changes before the whole is read.
    let page = Hold::new();
    shop.stripe().fault(Fault::Hold(page.clone()), On::read().path("line_items").skip(1));
    let call = shop.call(CART, &session);
    let shrink = async {
        page.reached().await;
        assert_ne!(shop.discount(&session), 0);
        assert!(shop.stripe().set_cart(&session, &smaller));
        page.release();
    };
    let (answer, ()) = tokio::join!(call, shrink);
    assert_eq!((answer.amount(), shop.discount(&session)), (600, 600));
}

#[tokio::test]
async fn removal_clears_the_excess_when_writes_are_spent() {
    let shop = Shop::open(&format!("limits.writes_per_session = 1\n{}", *FIVE)).await;
    let session = eligible(&shop);
    shop.call(CART, &session).await;
    shop.call(Endpoint::Add(Interaction::Loyalty), &session).await;
    assert_eq!(shop.remove(&session, "cart-threshold").await.refusal(), (429, "rate_limited"));
    assert_eq!(shop.discount(&session), 0, "what was larger than the next best is gone");
    assert!(shop.metadata(&session).get("discount_cart_threshold").is_none());
}

#[tokio::test]
async fn a_correction_with_a_wrong_total_is_cleared_once() {
    of_coupons!("another price than ours is a list price, never a wrong total");
    let (shop, session) = holding_too_much().await;
    shop.stripe().fault(Fault::WrongTotal, On::write());
    assert_eq!(shop.call(Endpoint::Refresh, &session).await.refusal(), (502, "stripe_error"));
    assert_eq!((shop.discount(&session), shop.calls()), (0, (1, 2)));
}

#[tokio::test]
async fn failed_clear_with_spent_writes_is_logged_as_an_excess() {
    let limited = |policy: &str| format!("limits.writes_per_session = 1\n{policy}");
    let mut shop = Shop::open(&limited(GUIDE)).await;
    let session = shop.session(15_000);
    shop.call(CART, &session).await;
    shop.go_on_at(&limited(&LESS), Timestamp::now()).await;
    shop.stripe().fault(Fault::Status(403), On::write().always());
    let answer = shop.call(Endpoint::Refresh, &session).await;
    assert_eq!(answer.refusal(), (500, "misconfigured"));
    assert!(said_by(&answer).contains("TOO LARGE MAY BE LEFT"), "{}", said_by(&answer));
}
