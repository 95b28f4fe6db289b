//! Crashes, and a ledger that is down, slow, or loses its answers.

use discounts_ledger::Phase;
use sandbox::{Fault, On};
use shared::Endpoint;

use super::store::Failing;
use super::{ADD, faulty_shop, phase, taken, uses};
use crate::webhook::{deliver, heard, send};

const ONE: &str = "limit.uses = 1";

/// Another offer, which does not count.
fn with_another() -> String {
    let other = "[[offer]]\nid = \"plain\"\ninteraction = \"cart-threshold\"\nname = \"1% off\"\n\
                 when.quantity_at_least = 1\ngive.percent = \"1\"\n";
    format!("{ONE}\n{other}")
}

#[tokio::test]
async fn other_offers_work_while_the_ledger_is_down() {
    let (shop, store) = faulty_shop(&with_another(), 1801).await;
    for failing in [Failing::Down, Failing::Changes] {
        store.fail(failing);
        let session = shop.session(10_000);
        let answer = shop.call(ADD, &session).await;
        assert_eq!((answer.amount(), shop.discount(&session)), (100, 100), "{failing:?}");
        assert_eq!(answer.reasons("first"), ["ledger_unavailable"], "{failing:?}");
        assert_eq!(shop.remove(&session, "all").await.status, 200);
    }
    store.fail(Failing::No);
    assert_eq!(taken(&shop, uses()).await, 0);
}

#[tokio::test]
async fn hanging_ledger_is_as_good_as_down() {
    let (shop, store) = faulty_shop(&with_another(), 1802).await;
    store.fail(Failing::Hanging);
    let answer = shop.call(ADD, &shop.session(10_000)).await;
    assert_eq!((answer.amount(), answer.reasons("first")), (100, vec!["ledger_unavailable".to_owned()]));
    assert!(shop.metrics_output().lines().iter().any(|line| line.contains("\"LedgerUnavailable\":1")));
}

#[tokio::test]
async fn session_with_a_counted_offer_is_not_changed_while_it_is_down() {
    let (shop, store) = faulty_shop(&with_another(), 1803).await;
    let session = shop.session(10_000);
    assert_eq!(shop.call(ADD, &session).await.amount(), 1_000);
    store.fail(Failing::Down);
    let _ = shop.calls();
    for endpoint in [ADD, Endpoint::Refresh] {
        let answer = shop.call(endpoint, &session).await;
        assert_eq!(answer.refusal(), (503, "ledger_unavailable"));
        assert_eq!(answer.headers["retry-after"], "1");
    }
    assert_eq!((shop.calls().1, shop.discount(&session)), (0, 1_000), "nothing was written");
    assert_eq!(shop.remove(&session, "all").await.status, 200, "removing goes on");
    assert_eq!(shop.discount(&session), 0);
    store.fail(Failing::No);
    assert_eq!(taken(&shop, uses()).await, 1, "it is given back when the session ends");
    shop.stripe().expire(&session);
    deliver(&shop).await;
    assert_eq!(taken(&shop, uses()).await, 0);
}

#[tokio::test]
async fn give_back_that_fails_does_not_fail_the_answer() {
    for failing in [Failing::Changes, Failing::Answers] {
        let (shop, store) = faulty_shop(ONE, 1804).await;
        let session = shop.session(10_000);
        shop.call(ADD, &session).await;
        store.fail_after(1, failing);
        assert_eq!(shop.remove(&session, "all").await.status, 200);
        store.fail(Failing::No);
        assert_eq!(taken(&shop, uses()).await, u64::from(failing == Failing::Changes));
        shop.stripe().expire(&session);
        deliver(&shop).await;
        assert_eq!(taken(&shop, uses()).await, 0);
    }
}

#[tokio::test]
async fn claim_whose_answer_is_lost_gives_nothing_and_returns() {
    let (shop, store) = faulty_shop(ONE, 1805).await;
    let session = shop.session(10_000);
    store.fail(Failing::Answers);
    let answer = shop.call(ADD, &session).await;
    assert_eq!((answer.amount(), answer.reasons("first")), (0, vec!["ledger_unavailable".to_owned()]));
    store.fail(Failing::No);
    assert_eq!((taken(&shop, uses()).await, shop.discount(&session)), (1, 0), "claimed and not used");
    assert_eq!(shop.call(ADD, &session).await.amount(), 1_000, "the session's own claim is no obstacle");
    assert_eq!(taken(&shop, uses()).await, 1);
}

#[tokio::test]
async fn write_that_fails_after_its_claim_leaves_it_until_the_end() {
    let (shop, _) = faulty_shop(ONE, 1806).await;
    let (session, other) = (shop.session(10_000), shop.session(10_000));
    // Each try of the write fails; whether Stripe made it is not known.
    shop.stripe().fault(Fault::Status(500), On::write().always());
    assert!(shop.call(ADD, &session).await.status >= 500);
    assert_eq!((shop.discount(&session), taken(&shop, uses()).await), (0, 1));
    shop.stripe().clear_faults();
    assert_eq!(shop.call(ADD, &other).await.reasons("first"), ["uses_exhausted"]);
    shop.stripe().expire(&session);
    deliver(&shop).await;
    assert_eq!(shop.call(ADD, &other).await.amount(), 1_000);
}

#[tokio::test]
async fn confirmation_that_fails_is_asked_for_again() {
    let (shop, store) = faulty_shop(ONE, 1807).await;
    let session = shop.session(10_000);
    shop.call(ADD, &session).await;
    shop.stripe().complete(&session);
    let delivery = heard(&shop).into_iter().find(|delivery| delivery.kind == "checkout.session.completed").unwrap();
    for failing in [Failing::Down, Failing::Changes] {
        store.fail(failing);
        assert_eq!(send(&shop, &delivery).await.refusal(), (503, "ledger_unavailable"), "{failing:?}");
    }
    store.fail(Failing::No);
    assert_eq!(send(&shop, &delivery).await.status, 200);
    assert_eq!(phase(&shop, &session).await, Some(Phase::Done));
}

/// The ledger is lost, as by an old backup: what a session has was claimed and is not there any more.
#[tokio::test]
async fn paid_uses_that_nobody_claimed_raise_an_alarm() {
    let (shop, store) = faulty_shop(ONE, 1808).await;
    let session = shop.session(10_000);
    shop.call(ADD, &session).await;
    store.lose();
    shop.stripe().complete(&session);
    for delivery in heard(&shop) {
        assert_eq!(send(&shop, &delivery).await.status, 200);
    }
    assert_eq!((phase(&shop, &session).await, taken(&shop, uses()).await), (Some(Phase::Done), 1));
    assert!(shop.metrics_output().lines().iter().any(|line| line.contains("\"OverGiven\":1")));
}
