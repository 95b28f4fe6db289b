//! Payment intents of shops without Checkout Sessions: the same four steps, and a discount is a smaller amount.

mod breakdown;

use end_to_end::{Answer, Event, Shop, log};
use sandbox::{Config, Fault, IntentStatus, On, Recorded};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

pub(crate) const POLICY: &str = r#"
    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "gold"
    interaction = "loyalty"
    name = "Gold members: $15 off"
    when.tier = ["gold"]
    give.amount_off = { usd = "15.00" }

    [[offer]]
    id = "everything"
    interaction = "customer-offer"
    name = "On the house"
    when.tier = ["gold"]
    give.percent = "100"

    [[offer]]
    id = "five"
    interaction = "cart-threshold"
    name = "Five of them"
    when.quantity_at_least = 5
    give.amount_off = { usd = "12.00" }

    [[offer]]
    id = "california"
    interaction = "location"
    name = "Hello California"
    when.region = ["US-CA"]
    give.amount_off = { usd = "8.00" }
"#;

pub(crate) const THRESHOLD: Endpoint = Endpoint::Add(Interaction::CartThreshold);
pub(crate) const LOYALTY: Endpoint = Endpoint::Add(Interaction::Loyalty);
const PERSONAL: Endpoint = Endpoint::Add(Interaction::CustomerOffer);
const LOCATION: Endpoint = Endpoint::Add(Interaction::Location);

pub(crate) async fn call(shop: &Shop, endpoint: Endpoint, intent: &str) -> Answer {
    let body = json!({ "payment_intent_id": intent, "interaction": "all" });
    shop.send(endpoint, Event::post(endpoint, &body)).await
}

/// An intent of a cart of this many cents, with the facts that the shop's server adds.
pub(crate) fn intent(shop: &Shop, cents: i64, further: &[(&str, &str)]) -> String {
    let subtotal = cents.to_string();
    let mut params = vec![("currency", "usd"), ("metadata[discount_subtotal]", subtotal.as_str())];
    if !further.iter().any(|(key, _)| *key == "amount") {
        params.push(("amount", &subtotal));
    }
    params.extend_from_slice(further);
    let intent = shop.stripe().create_payment_intent(&params).unwrap_or_else(|error| panic!("{error}"));
    shop.stripe().clear_requests();
    intent["id"].as_str().unwrap().to_owned()
}

pub(crate) fn shown(shop: &Shop, intent: &str) -> Value {
    shop.stripe().objects("payment_intent").into_iter().find(|shown| shown["id"] == intent).unwrap()
}

pub(crate) fn amount(shop: &Shop, intent: &str) -> i64 {
    shown(shop, intent)["amount"].as_i64().unwrap()
}

/// The shop's server writes to an intent; returns Stripe's status.
pub(crate) async fn server_sends(shop: &Shop, intent: &str, body: &str) -> u16 {
    let url = format!("{}/v1/payment_intents/{intent}", shop.url());
    let request = shared::http_client::http_client().unwrap().post(url).bearer_auth(Config::TEST_KEY);
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(body.to_owned());
    request.send().await.unwrap().status().as_u16()
}

/// The shop's server writes to an intent.
pub(crate) async fn server_writes(shop: &Shop, intent: &str, body: &str) {
    assert_eq!(server_sends(shop, intent, body).await, 200);
}

/// The write with which the shop's server changes the cart, as docs/page.md says.
pub(crate) fn cart_change(cents: i64) -> String {
    format!("amount={cents}&metadata[discount_subtotal]={cents}&metadata[discount_amount]=")
}

/// The shop's server changes the cart.
pub(crate) async fn change_cart(shop: &Shop, intent: &str, cents: i64) {
    server_writes(shop, intent, &cart_change(cents)).await;
}

#[tokio::test]
async fn intent_amount_is_recomputed_from_the_original() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 20_000, &[]);
    let answer = call(&shop, THRESHOLD, &intent).await;
    assert_eq!((answer.amount(), answer.changed()), (2_000, true));
    let value = &answer.body["value"];
    assert_eq!((&value["amount_subtotal"], &value["amount_total"]), (&json!(20_000), &json!(18_000)));
    assert_eq!(amount(&shop, &intent), 18_000);
    // Once to see that Checkout did not make it; a second call knows.
    assert_eq!(shop.calls(), (2, 1));

    let again = call(&shop, THRESHOLD, &intent).await;
    assert_eq!((again.amount(), again.changed()), (2_000, false));
    assert_eq!(shop.calls(), (1, 0));

    let removed = call(&shop, Endpoint::Remove, &intent).await;
    assert_eq!((removed.amount(), amount(&shop, &intent)), (0, 20_000));
    assert_eq!(call(&shop, THRESHOLD, &intent).await.amount(), 2_000);
    assert_eq!(amount(&shop, &intent), 18_000);
}

#[tokio::test]
async fn the_facts_of_a_cart_are_those_that_the_shops_server_wrote() {
    let shop = Shop::open(POLICY).await;
    let member = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let members = intent(&shop, 9_000, &[("customer", &member)]);
    assert_eq!(call(&shop, LOYALTY, &members).await.amount(), 1_500);
    let guests = intent(&shop, 9_000, &[]);
    assert_eq!(call(&shop, LOYALTY, &guests).await.reasons("gold"), ["customer_unknown"]);

    let five = intent(&shop, 9_000, &[("metadata[discount_quantity]", "5")]);
    assert_eq!(call(&shop, THRESHOLD, &five).await.amount(), 1_200);
    let unknown = intent(&shop, 9_000, &[]);
    assert_eq!(call(&shop, THRESHOLD, &unknown).await.amount(), 0);

    let address = [
        ("shipping[name]", "Canaria"),
        ("shipping[address][country]", "US"),
        ("shipping[address][state]", "CA"),
        ("shipping[address][line1]", "7 Nightingale Road"),
    ];
    let west = intent(&shop, 9_000, &address);
    assert_eq!(call(&shop, LOCATION, &west).await.amount(), 800);
}

#[tokio::test]
async fn shipping_and_tax_stay_what_they_are() {
    let shop = Shop::open(POLICY).await;
    let beside = [("amount", "21500"), ("metadata[discount_shipping]", "1000"), ("metadata[discount_tax]", "500")];
    let intent = intent(&shop, 20_000, &beside);
    assert_eq!(call(&shop, THRESHOLD, &intent).await.amount(), 2_000);
    assert_eq!(amount(&shop, &intent), 19_500);
}

#[tokio::test]
async fn an_intent_is_never_under_the_minimum_charge() {
    let shop = Shop::open(POLICY).await;
    let member = shop.customer(&json!({ "loyalty_tier": "gold" }));
    for (cents, left) in [(2_000, 50), (51, 50), (50, 50), (100_000, 50)] {
        let intent = intent(&shop, cents, &[("customer", &member)]);
        let answer = call(&shop, PERSONAL, &intent).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(amount(&shop, &intent), left, "{cents}");
    }
}

#[tokio::test]
async fn an_intent_that_was_not_meant_for_discounts_is_not_found() {
    let shop = Shop::open(POLICY).await;
    let plain = shop.stripe().create_payment_intent(&[("currency", "usd"), ("amount", "20000")]).unwrap();
    let plain = plain["id"].as_str().unwrap().to_owned();
    assert_eq!(call(&shop, THRESHOLD, &plain).await.refusal(), (404, "session_not_found"));
    assert_eq!(call(&shop, THRESHOLD, "pi_unknown").await.refusal(), (404, "session_not_found"));

    // Checkout made it, and someone added the mark.
    let marked = [("payment_intent_data[metadata][discount_subtotal]", "20000")];
    let session = shop.session_in("usd", 20_000, &marked);
    shop.stripe().complete_delayed(&session);
    let of_session = shop.stripe().session(&session).unwrap()["payment_intent"].as_str().unwrap().to_owned();
    shop.stripe().move_payment_intent(&of_session, IntentStatus::RequiresPaymentMethod);
    shop.stripe().clear_requests();
    assert_eq!(call(&shop, THRESHOLD, &of_session).await.refusal(), (404, "session_not_found"));
    assert_eq!(shop.calls().1, 0);
}

#[tokio::test]
async fn only_states_in_which_stripe_lets_the_amount_change_are_open() {
    let shop = Shop::open(POLICY).await;
    for (status, code) in [
        (IntentStatus::RequiresConfirmation, None),
        (IntentStatus::RequiresAction, None),
        (IntentStatus::Processing, Some("session_not_open")),
        (IntentStatus::Succeeded, Some("session_not_open")),
        (IntentStatus::Canceled, Some("session_not_open")),
    ] {
        let intent = intent(&shop, 20_000, &[]);
        assert!(shop.stripe().move_payment_intent(&intent, status));
        let answer = call(&shop, THRESHOLD, &intent).await;
        match code {
            None => assert_eq!(answer.amount(), 2_000, "{status:?}"),
            Some(code) => assert_eq!(answer.refusal(), (409, code), "{status:?}"),
        }
    }
}

#[tokio::test]
async fn an_amount_that_is_not_what_the_metadata_says_is_left_alone() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 20_000, &[("amount", "23000")]);
    assert_eq!(call(&shop, THRESHOLD, &intent).await.refusal(), (409, "unsupported_session"));
    assert_eq!(amount(&shop, &intent), 23_000);
}

#[tokio::test]
async fn changed_intent_is_decided_from_its_new_original() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 20_000, &[]);
    call(&shop, THRESHOLD, &intent).await;
    change_cart(&shop, &intent, 15_000).await;
    assert_eq!(call(&shop, Endpoint::Refresh, &intent).await.amount(), 1_500);
    assert_eq!(amount(&shop, &intent), 13_500);
}

#[tokio::test]
async fn a_quote_of_an_intent_writes_nothing() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 20_000, &[]);
    let answer = call(&shop, Endpoint::Quote, &intent).await;
    assert_eq!(answer.body["value"]["best"]["amount_off"], 2_000, "{}", answer.body);
    assert_eq!(shop.calls().1, 0);
}

#[tokio::test]
async fn carts_and_addresses_are_not_changed_through_an_intent() {
    let shop = Shop::open(POLICY).await;
    for endpoint in [Endpoint::Cart, Endpoint::ShippingAddress] {
        let lines = json!([{ "price": "price_a", "quantity": 1 }]);
        let address = json!({ "line1": "1 Main St", "country": "US" });
        let body = json!({ "payment_intent_id": "pi_1", "line_items": lines, "name": "Jo", "address": address });
        let answer = shop.send(endpoint, Event::post(endpoint, &body)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"));
    }
    for (body, word) in [
        (json!({ "payment_intent_id": "pi_1", "checkout_session_id": "cs_test_1" }), "not both"),
        (json!({ "payment_intent_id": "pi_1_secret_2" }), "payment_intent_id"),
        (json!({ "payment_intent_id": null }), "payment_intent_id"),
    ] {
        let answer = shop.send(THRESHOLD, Event::post(THRESHOLD, &body)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"));
        assert!(answer.body["message"].as_str().unwrap().contains(word), "{}", answer.body);
    }
}

#[tokio::test]
async fn intent_amount_is_right_after_any_write_fault() {
    for fault in [Fault::Status(500), Fault::ExecuteThen500, Fault::FailStored500, Fault::AnswerLost, Fault::ResetAfter]
    {
        let shop = Shop::on(Config::default(), &[], POLICY).await;
        let intent = intent(&shop, 20_000, &[]);
        shop.stripe().fault(fault.clone(), On::write().times(1));
        assert_eq!(call(&shop, THRESHOLD, &intent).await.amount(), 2_000, "{fault:?}");
        assert_eq!(amount(&shop, &intent), 18_000, "{fault:?}");
    }
}
