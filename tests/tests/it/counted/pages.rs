//! Hosted pages: uses are claimed before the session exists.

use std::time::Duration;

use discounts_ledger::Phase;
use end_to_end::{Answer, Event, Shop};
use sandbox::{Fault, On};
use serde_json::json;
use shared::Endpoint;
use shared::sweep::Swept;

use super::store::Failing;
use super::{WEBHOOK, faulty_shop, phase, policy, row, taken, uses};
use crate::webhook::{deliver, heard};

const CREATE: Endpoint = Endpoint::CheckoutSession;
const ONE: &str = "limit.uses = 1";
const CHECKOUT: &str = "[checkout]\nreturn_url = \"https://shop.example.com/thanks\"\nproducts = [\"prod_cup\"]\n\
                        ui_modes = [\"hosted\"]\n";

fn limits() -> String {
    format!("{ONE}\n{CHECKOUT}")
}

fn cup(shop: &Shop) -> String {
    shop.stripe().add_price_of("usd", 10_000, json!({ "id": "prod_cup", "name": "Cup" }))
}

async fn create(shop: &Shop, price: &str) -> Answer {
    let lines = json!([{ "price": price, "quantity": 1 }]);
    let body = json!({ "ui_mode": "hosted", "line_items": lines, "interactions": ["cart-threshold"] });
    shop.send(CREATE, Event::post(CREATE, &body)).await
}

fn session(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["value"]["checkout_session_id"].as_str().unwrap().to_owned()
}

/// The id that the row of a session has.
fn creation_id(shop: &Shop, session: &str) -> String {
    shop.metadata(session)["discount_at_creation"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn page_takes_a_use_and_keeps_it_once_paid() {
    let (shop, _) = faulty_shop(&limits(), 1821).await;
    let cup = cup(&shop);
    let (first, second) = (create(&shop, &cup).await, create(&shop, &cup).await);
    assert_eq!((first.amount(), second.amount()), (1_000, 0));
    assert_eq!(second.reasons("first"), ["uses_exhausted"]);
    let session = session(&first);
    let row = row(&shop, &creation_id(&shop, &session)).await.unwrap();
    assert_eq!(row.session.unwrap().to_string(), session);
    shop.stripe().complete(&session);
    deliver(&shop).await;
    assert_eq!(phase(&shop, &creation_id(&shop, &session)).await, Some(Phase::Done));
    assert_eq!(taken(&shop, uses()).await, 1);
}

#[tokio::test]
async fn expired_page_gives_its_use_back_by_event_or_sweep() {
    for is_lost in [false, true] {
        let (mut shop, _) = faulty_shop(&limits(), 1822).await;
        let cup = cup(&shop);
        let first = session(&create(&shop, &cup).await);
        shop.stripe().expire(&first);
        if is_lost {
            drop(heard(&shop));
            shop.stripe().advance_clock(Duration::from_hours(25));
            let now = jiff::Timestamp::from_second(shop.stripe().now()).unwrap();
            shop.restart(&[WEBHOOK], &policy(&limits()), now).await;
            assert_eq!(shop.sweep().await.unwrap(), Swept { settled: 1, open: 0, failed: 0 });
        } else {
            deliver(&shop).await;
        }
        assert_eq!(taken(&shop, uses()).await, 0, "lost: {is_lost}");
    }
}

#[tokio::test]
async fn page_that_does_not_come_about_gives_its_use_back() {
    let (shop, store) = faulty_shop(&limits(), 1823).await;
    let cup = cup(&shop);
    shop.stripe().fault(Fault::Rejected("parameter_invalid_integer"), On::write().path("/v1/checkout/sessions"));
    assert_ne!(create(&shop, &cup).await.status, 200);
    assert_eq!(taken(&shop, uses()).await, 0);
    // The claim is made, and the session can't be named in its row.
    store.fail_after(1, Failing::Changes);
    assert_eq!(create(&shop, &cup).await.refusal(), (503, "ledger_unavailable"));
    store.fail(Failing::No);
    let left = shop.stripe().sessions().into_iter().find(|id| shop.stripe().session(id).unwrap()["status"] == "open");
    assert_eq!(left, None, "it was taken back");
    assert_eq!(taken(&shop, uses()).await, 1, "until the sweep");
}

#[tokio::test]
async fn page_without_the_ledger_has_nothing_that_counts() {
    let (shop, store) = faulty_shop(&limits(), 1824).await;
    let cup = cup(&shop);
    store.fail(Failing::Down);
    let answer = create(&shop, &cup).await;
    assert_eq!((answer.amount(), answer.reasons("first")), (0, vec!["ledger_unavailable".to_owned()]));
}
