//! Signed codes: each is good once, and the key alone says which ones there are.

use std::sync::Arc;

use discounts_ledger::CounterKey;
use end_to_end::shop::WRITER;
use end_to_end::{Answer, Event, Shop, log};
use sandbox::Config;
use serde_json::json;
use shared::Endpoint;
use shared::core::Interaction;

use super::store::Faulty;
use super::{WEBHOOK, phase, taken};
use crate::webhook::{deliver, payment};

const KEY: (&str, &str) = ("DISCOUNT_CODE_KEY", "an-example-key-with-32-characters");
const CODE: Endpoint = Endpoint::Add(Interaction::Code);

/// The first codes of the series, and a code that no series of the policy has signed.
const GOOD: [&str; 3] = ["CN48-AF9M-1884", "4146-VP32-ZP7K", "VDH2-SHSD-5BGG"];
const WRONG: &str = "60G4-2RVY-SD5T";
const MISTYPED: &str = "CN48-AF9M-1885";

const POLICY: &str = r#"
    limits.writes_per_session = 1000
    limits.codes_per_session = 3

    [checkout]
    return_url = "https://shop.example.com/thanks"
    products = ["prod_cup"]
    ui_modes = ["hosted", "elements"]

    [[offer]]
    id = "may"
    interaction = "code"
    name = "10% off with your code"
    when.code_series = { name = "MAY", count = 3 }
    give.percent = "10"
"#;

fn serial(serial: u32) -> CounterKey {
    CounterKey::Code { series: discounts_ledger::Name::parse("MAY").unwrap(), serial }
}

async fn shop(seed: u64) -> (Arc<Shop>, Arc<Faulty>) {
    let store = Arc::new(Faulty::new());
    let config = Config { seed, metadata_on_closed_sessions: true, ..Config::default() };
    let shop = Shop::counting_in(Arc::clone(&store) as _, *WRITER, config, &[WEBHOOK, KEY], POLICY).await;
    (Arc::new(shop), store)
}

async fn types(shop: &Shop, session: &str, code: &str) -> Answer {
    let body = json!({ "checkout_session_id": session, "code": code });
    shop.send(CODE, Event::post(CODE, &body)).await
}

/// Checks that a code is as unknown as any other.
fn assert_unknown(answer: &Answer) {
    assert_eq!((answer.status, &answer.body["value"]["code_unknown"]), (200, &json!(true)), "{}", answer.body);
}

/// A session that has the first code.
async fn with_first_code(shop: &Shop) -> String {
    let session = shop.session(10_000);
    let answer = types(shop, &session, GOOD[0]).await;
    assert_eq!((answer.amount(), &answer.body["value"]["code_unknown"]), (1_000, &json!(null)), "{}", answer.body);
    session
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn code_is_good_in_one_of_many_concurrent_sessions() {
    let (shop, _) = shop(1841).await;
    let sessions: Vec<String> = (0..20).map(|_| shop.session(10_000)).collect();
    let call = |session: &String| {
        let (shop, session) = (Arc::clone(&shop), session.clone());
        tokio::spawn(async move { types(&shop, &session, GOOD[0]).await })
    };
    let calls: Vec<_> = sessions.iter().map(call).collect();
    let mut winners = 0;
    for (call, session) in calls.into_iter().zip(&sessions) {
        let answer = call.await.unwrap();
        assert_eq!(answer.amount(), shop.discount(session));
        if answer.amount() == 1_000 { winners += 1 } else { assert_unknown(&answer) }
    }
    assert_eq!((winners, taken(&shop, serial(0)).await), (1, 1));
}

#[tokio::test]
async fn redeemed_code_is_unknown_and_the_held_one_stays() {
    let (shop, _) = shop(1842).await;
    let first = with_first_code(&shop).await;
    shop.stripe().complete(&first);
    deliver(&shop).await;
    assert_eq!(phase(&shop, &first).await, Some(discounts_ledger::Phase::Done));
    assert_eq!(payment(&shop, &first)["discount_verdict"], "fits", "the audit knows the code");
    let second = shop.session(10_000);
    let unknown = types(&shop, &second, GOOD[0]).await;
    assert_unknown(&unknown);
    assert_eq!(unknown.amount(), 0);
    assert_eq!(types(&shop, &second, GOOD[1]).await.amount(), 1_000);
    let kept = types(&shop, &second, GOOD[0]).await;
    assert_unknown(&kept);
    assert_eq!((kept.amount(), shop.discount(&second)), (1_000, 1_000));
    assert_eq!(shop.metadata(&second)["discount_code"], "4146-VP32-ZP7K");
    assert_eq!((taken(&shop, serial(0)).await, taken(&shop, serial(1)).await), (1, 1));
}

#[tokio::test]
async fn revoked_code_is_unknown_and_lost_on_the_next_call() {
    let (shop, store) = shop(1843).await;
    let session = with_first_code(&shop).await;
    store.revoke(serial(0));
    assert_unknown(&types(&shop, &shop.session(10_000), GOOD[0]).await);
    assert_eq!(shop.call(Endpoint::Refresh, &session).await.amount(), 0);
    assert_eq!(shop.discount(&session), 0);
    assert_eq!(types(&shop, &session, GOOD[1]).await.amount(), 1_000);
}

#[tokio::test]
async fn mistyped_code_is_no_guess_and_makes_no_call() {
    let (shop, _) = shop(1844).await;
    let session = shop.session(10_000);
    let _ = shop.calls();
    for _ in 0..5 {
        for typed in [MISTYPED, "CN48-AF9M-188", "summer"] {
            let answer = types(&shop, &session, typed).await;
            assert_eq!(answer.refusal(), (400, "code_mistyped"), "{typed}");
        }
    }
    assert_eq!(shop.calls(), (0, 0));
    assert_unknown(&types(&shop, &session, WRONG).await);
    assert_unknown(&types(&shop, &session, "8PWD-7VC3-9TW5").await);
    assert_eq!(types(&shop, &session, GOOD[0]).await.amount(), 1_000);
    assert_eq!(types(&shop, &session, GOOD[1]).await.refusal(), (429, "rate_limited"), "wrong codes are guesses");
    assert_eq!(shop.discount(&session), 1_000);
}

#[tokio::test]
async fn code_is_good_again_once_its_session_lets_it_go() {
    let (shop, _) = shop(1845).await;
    let first = with_first_code(&shop).await;
    assert_unknown(&types(&shop, &shop.session(10_000), GOOD[0]).await);
    assert_eq!(shop.remove(&first, "code").await.status, 200);
    assert_eq!(taken(&shop, serial(0)).await, 0);
    let second = with_first_code(&shop).await;
    shop.stripe().expire(&second);
    deliver(&shop).await;
    let third = with_first_code(&shop).await;
    assert_eq!(types(&shop, &third, GOOD[1]).await.amount(), 1_000, "another code takes its place");
    assert_eq!((taken(&shop, serial(0)).await, taken(&shop, serial(1)).await), (0, 1));
    with_first_code(&shop).await;
}

#[tokio::test]
async fn hosted_page_redeems_a_code_and_says_if_it_is_unknown() {
    let (shop, _) = shop(1846).await;
    let cup = shop.stripe().add_price_of("usd", 10_000, json!({ "id": "prod_cup", "name": "Cup" }));
    let create = async |mode: &str, code: &str| {
        let lines = json!([{ "price": cup, "quantity": 1 }]);
        let body = json!({ "ui_mode": mode, "line_items": lines, "interactions": ["code"], "code": code });
        shop.send(Endpoint::CheckoutSession, Event::post(Endpoint::CheckoutSession, &body)).await
    };
    for (mode, code) in [("hosted", GOOD[0]), ("elements", GOOD[1])] {
        let (won, lost) = (create(mode, code).await, create(mode, code).await);
        let unknown = |answer: &Answer| answer.body["value"]["code_unknown"].clone();
        let discount = |answer: &Answer| shop.discount(answer.body["value"]["checkout_session_id"].as_str().unwrap());
        assert_eq!((discount(&won), unknown(&won)), (1_000, json!(null)), "{mode}: {}", won.body);
        assert_eq!((discount(&lost), unknown(&lost)), (0, json!(true)), "{mode}: {}", lost.body);
        assert_eq!(create(mode, MISTYPED).await.refusal(), (400, "code_mistyped"), "{mode}");
    }
}

#[tokio::test]
async fn series_without_a_key_is_misconfigured() {
    let shop = Shop::on(Config::default(), &[], POLICY).await;
    let answer = types(&shop, &shop.session(10_000), GOOD[0]).await;
    assert_eq!(answer.refusal(), (500, "misconfigured"));
    let line = log::line_of(answer.request_id());
    assert!(line["message"].as_str().unwrap().contains("DISCOUNT_CODE_KEY"), "{line}");
}
