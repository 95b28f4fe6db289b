//! Automatic offers: every call considers them, nothing asks for them, and nothing removes them.

use end_to_end::{Event, Shop, log};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

use crate::webhook::{deliver, drift, open};

const REFRESH: Endpoint = Endpoint::Refresh;
const CODE: Endpoint = Endpoint::Add(Interaction::Code);
const LOYALTY: Endpoint = Endpoint::Add(Interaction::Loyalty);

/// $5 off from 50.00 for everybody, and more for a member and with a code.
const POLICY: &str = r#"
    combine = "sum"

    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup"]
    server_only = ["line_items", "shipping_details"]

    [[offer]]
    id = "five"
    interaction = "automatic"
    name = "$5 off from $50"
    when.subtotal_at_least = { usd = "50.00" }
    give.amount_off = { usd = "5.00" }

    [[offer]]
    id = "gold"
    interaction = "loyalty"
    name = "Gold: $1 off"
    when.tier = ["gold"]
    give.amount_off = { usd = "1.00" }

    [[offer]]
    id = "spring"
    interaction = "code"
    name = "Spring: $8 off"
    when.code = ["SPRING"]
    give.amount_off = { usd = "8.00" }
"#;

fn asked(shop: &Shop, session: &str) -> Vec<String> {
    let metadata = shop.metadata(session);
    let keys = Interaction::ALL.map(|interaction| interaction.traits().metadata_key);
    keys.into_iter().filter(|key| metadata.get(key).is_some()).map(str::to_owned).collect()
}

#[tokio::test]
async fn first_call_applies_an_automatic_offer() {
    let shop = Shop::open(POLICY).await;
    let session = shop.session(6_000);
    let answer = shop.call(REFRESH, &session).await;
    assert_eq!((answer.amount(), shop.discount(&session)), (500, 500));
    assert_eq!(answer.body["value"]["interactions"], json!([]));
    assert_eq!(answer.body["value"]["discount"]["offers"], json!(["five"]));
    let metadata = shop.metadata(&session).to_string();
    assert!(!metadata.contains("automatic") && asked(&shop, &session).is_empty(), "{metadata}");
    let logged = log::line_of(answer.request_id());
    assert_eq!(logged["decision"]["interactions"], json!([]));

    let below = shop.session(4_999);
    let answer = shop.call(REFRESH, &below).await;
    assert_eq!(
        (answer.amount(), answer.changed(), answer.reasons("five")),
        (0, false, vec!["subtotal_too_low".to_owned()])
    );
    assert_eq!(answer.body["value"]["hints"][0]["gain"], 500);
}

#[tokio::test]
async fn removing_interactions_keeps_automatic_offers() {
    let shop = Shop::open(POLICY).await;
    let session = shop.session_of(&shop.customer(&json!({ "loyalty_tier": "gold" })), 6_000);
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 600);
    assert_eq!(shop.call(CODE, &session).await.amount(), 1_400);
    assert_eq!(shop.remove(&session, "code").await.amount(), 600);
    assert_eq!(shop.remove(&session, "all").await.amount(), 500);
    assert!(asked(&shop, &session).is_empty());
    let refused = shop.remove(&session, "automatic").await;
    assert_eq!(refused.refusal(), (400, "invalid_request"));
    assert!(refused.body["message"].as_str().unwrap().contains("Automatic discounts"), "{}", refused.body);
    assert_eq!(shop.discount(&session), 500);
}

#[tokio::test]
async fn quote_lists_automatic_offers_first() {
    let shop = Shop::open(POLICY).await;
    let session = shop.session_of(&shop.customer(&json!({ "loyalty_tier": "gold" })), 6_000);
    let answer = shop.call(Endpoint::Quote, &session).await;
    let quotes = answer.body["value"]["quotes"].as_array().unwrap();
    let each: Vec<_> = quotes
        .iter()
        .map(|quote| (quote["interaction"].as_str().unwrap(), quote["discount"]["amount_off"].as_i64()))
        .collect();
    assert_eq!(
        each,
        [
            ("automatic", Some(500)),
            ("loyalty", Some(600)),
            ("cart-threshold", Some(500)),
            ("location", Some(500)),
            ("limited-time", Some(500)),
            ("customer-offer", Some(500)),
        ]
    );
    assert_eq!(answer.body["value"]["best"]["amount_off"], 600);
    assert_eq!(shop.discount(&session), 0, "it only reads");
}

#[tokio::test]
async fn created_session_has_its_automatic_discount() {
    let shop = Shop::open(POLICY).await;
    let cup = shop.stripe().add_price_of("usd", 3_000, json!({ "id": "prod_cup" }));
    let lines = |quantity: u64| json!([{ "price": cup, "quantity": quantity }]);
    let create = |interactions: Value| {
        let body = json!({ "line_items": lines(2), "interactions": interactions });
        shop.send(Endpoint::CheckoutSession, Event::post(Endpoint::CheckoutSession, &body))
    };
    let refused = create(json!(["automatic"])).await;
    assert_eq!(refused.refusal(), (400, "invalid_request"));
    let created = create(json!([])).await;
    let session = created.body["value"]["checkout_session_id"].as_str().unwrap().to_owned();
    assert_eq!(shop.discount(&session), 500);

    // The cart and the address decide again, too.
    let change = |endpoint: Endpoint, field: &str, value: Value| {
        let body = json!({ "checkout_session_id": session, field: value, "name": "Canaria Serinus" });
        shop.send(endpoint, Event::post(endpoint, &body))
    };
    assert_eq!(change(Endpoint::Cart, "line_items", lines(1)).await.amount(), 0);
    assert_eq!(shop.discount(&session), 0);
    assert_eq!(change(Endpoint::Cart, "line_items", lines(3)).await.amount(), 500);
    let address = json!({ "line1": "7 Nightingale Road", "country": "US", "postal_code": "94110", "state": "CA" });
    assert_eq!(change(Endpoint::ShippingAddress, "address", address).await.amount(), 500);
}

#[tokio::test]
async fn payment_intent_gets_automatic_offers() {
    let shop = Shop::open(POLICY).await;
    let intent = crate::intents::intent(&shop, 6_000, &[]);
    assert_eq!(crate::intents::call(&shop, REFRESH, &intent).await.amount(), 500);
    assert_eq!(crate::intents::call(&shop, Endpoint::Remove, &intent).await.amount(), 500);
}

#[tokio::test]
async fn audit_decides_with_automatic_offers() {
    let shop = open(POLICY).await;
    let session = shop.session(6_000);
    assert_eq!(shop.call(REFRESH, &session).await.amount(), 500);
    shop.stripe().complete(&session);
    deliver(&shop).await;
    assert_eq!(drift(&shop), (0.0, 0.0));

    let session = shop.session_of_units(2, 3_000);
    assert_eq!(shop.call(REFRESH, &session).await.amount(), 500);
    shop.set_quantity(&session, 1);
    shop.stripe().complete(&session);
    deliver(&shop).await;
    assert_eq!(drift(&shop), (1.0, 0.0), "the cart no longer earned it");
}

#[tokio::test]
async fn kill_switch_turns_automatic_offers_off() {
    let shop = Shop::on(sandbox::Config::default(), &[("DISCOUNTS_OFF", "1")], POLICY).await;
    let session = shop.session(6_000);
    let answer = shop.call(REFRESH, &session).await;
    assert_eq!((answer.amount(), answer.reasons("five")), (0, vec!["switched_off".to_owned()]));
}
