//! The session remembers what was asked for, and the amount is always recomputed for that set.

use discounts_core::Interaction;
use end_to_end::Shop;
use end_to_end::shop::writes_coupons;
use serde_json::{Value, json};
use shared::Endpoint;

use crate::policies::FIVE;

/// The amount of each offer.
pub(crate) const GIVES: [(Interaction, i64); 5] = [
    (Interaction::Loyalty, 500),
    (Interaction::CartThreshold, 1_000),
    (Interaction::Location, 700),
    (Interaction::LimitedTime, 300),
    (Interaction::CustomerOffer, 1_200),
];

/// A session for which every one of the five is eligible.
pub(crate) fn eligible(shop: &Shop) -> String {
    let customer = shop.customer(&json!({ "loyalty_tier": "gold", "segments": "vip" }));
    let session = shop.session_of(&customer, 20_000);
    shop.set_address(&session, "US", "NY", "10001");
    session
}

#[tokio::test]
async fn any_order_of_interactions_ends_in_the_same_discount() {
    let shop = Shop::open(&FIVE).await;
    let mut ends = Vec::new();
    for round in 0..30 {
        let session = eligible(&shop);
        let mut order = Interaction::ALL;
        fastrand::Rng::with_seed(round).shuffle(&mut order);
        for interaction in order {
            shop.call(Endpoint::Add(interaction), &session).await;
        }
        let answer = shop.call(Endpoint::Refresh, &session).await;
        ends.push((answer.amount(), answer.changed(), answer.body["value"]["interactions"].clone()));
    }
    let all = json!(["loyalty", "cart-threshold", "location", "limited-time", "customer-offer", "code"]);
    assert!(ends.iter().all(|end| *end == (1_200, false, all.clone())), "{ends:?}");
}

#[tokio::test]
async fn removing_one_lets_the_next_best_take_over() {
    let shop = Shop::open(&FIVE).await;
    let session = eligible(&shop);
    for interaction in Interaction::ALL {
        shop.call(Endpoint::Add(interaction), &session).await;
    }
    for (removed, left) in
        [("customer-offer", 1_000), ("cart-threshold", 700), ("location", 500), ("loyalty", 300), ("limited-time", 0)]
    {
        let answer = shop.remove(&session, removed).await;
        assert_eq!((answer.amount(), shop.discount(&session)), (left, left), "without {removed}");
    }
    let again = shop.remove(&session, "limited-time").await;
    assert!(!again.changed(), "what is not in the set can't be removed");
}

#[tokio::test]
async fn apply_remove_apply_works_each_time() {
    let shop = Shop::open(&FIVE).await;
    let session = eligible(&shop);
    for _ in 0..4 {
        assert_eq!(shop.call(Endpoint::Add(Interaction::CartThreshold), &session).await.amount(), 1_000);
        assert_eq!(shop.discount(&session), 1_000);
        assert_eq!(shop.remove(&session, "all").await.amount(), 0);
        assert_eq!(shop.discount(&session), 0);
    }
    let metadata = shop.metadata(&session);
    let keys: Vec<_> = metadata.as_object().unwrap().keys().collect();
    let version = (!writes_coupons()).then_some("discount_version");
    let left: Vec<_> = version.into_iter().chain(["discount_writes"]).collect();
    assert_eq!(keys, left, "nothing of ours stays but the count of writes, and the version of lines");
    assert_eq!(metadata["discount_writes"], "8");
}

#[tokio::test]
async fn refresh_follows_a_cart_that_shrinks_and_grows() {
    let shop = Shop::open(&FIVE).await;
    let session = eligible(&shop);
    assert_eq!(shop.call(Endpoint::Add(Interaction::CartThreshold), &session).await.amount(), 1_000);
    for (cents, amount) in [(9_999, 0), (10_000, 1_000), (2_000, 0), (50_000, 1_000)] {
        shop.set_subtotal(&session, cents);
        let answer = shop.call(Endpoint::Refresh, &session).await;
        assert_eq!((answer.amount(), shop.discount(&session)), (amount, amount), "{cents}");
    }
}

#[tokio::test]
async fn quote_writes_nothing_and_shows_best_and_current() {
    let shop = Shop::open(&FIVE).await;
    let session = eligible(&shop);
    shop.call(Endpoint::Add(Interaction::Loyalty), &session).await;
    shop.stripe().clear_requests();

    let value = shop.call(Endpoint::Quote, &session).await.body["value"].clone();
    assert_eq!(shop.calls(), (1, 0));
    let quotes = value["quotes"].as_array().unwrap();
    let amounts: Vec<Value> = quotes.iter().map(|quote| quote["discount"]["amount_off"].clone()).collect();
    assert_eq!(amounts, [500, 1_000, 700, 300, 1_200]);
    assert_eq!(quotes[1]["interaction"], "cart-threshold");
    assert_eq!(value["best"]["amount_off"], 1_200);
    assert_eq!(value["current"], json!({"amount_off": 500, "currency": "usd", "name": "member", "offers": ["member"]}));
    assert_eq!(value["interactions"], json!(["loyalty"]));
    assert!(value.get("foreign").is_none());
    assert_eq!(shop.discount(&session), 500);
}

#[tokio::test]
async fn the_kill_switch_clears_what_there_is_and_quotes_nothing() {
    let shop = Shop::open(&FIVE).await;
    let session = eligible(&shop);
    shop.call(Endpoint::Add(Interaction::Loyalty), &session).await;
    assert_eq!(shop.discount(&session), 500);

    let url = shop.url();
    let off = Shop::app(&url, &[("DISCOUNTS_OFF", "1")], &FIVE).await;
    let call = |endpoint, session: String| {
        let event = end_to_end::Event::post(endpoint, &json!({ "checkout_session_id": session }));
        event.send_to(&off, endpoint)
    };
    let cleared = call(Endpoint::Refresh, session.clone()).await;
    let body: Value = serde_json::from_str(cleared.body()).unwrap();
    assert_eq!((body["value"]["discount"].clone(), shop.discount(&session)), (Value::Null, 0));
    assert_eq!(body["value"]["reasons"], json!([{"offer": "member", "code": "switched_off"}]));
    let quoted: Value = serde_json::from_str(call(Endpoint::Quote, session.clone()).await.body()).unwrap();
    assert_eq!(quoted["value"]["best"], Value::Null);
    assert_eq!(shop.call(Endpoint::Refresh, &session).await.amount(), 500, "the set was kept");
}
