//! Hosted and embedded pages: decided once, before the session exists, with a coupon of their own.

mod creation;
mod expiry;
mod faults;
mod operation;

use std::time::Duration;

use discounts_core::Policy;
use end_to_end::{Answer, Event, Shop, log};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Access, Config, Fault, Key, On, Recorded, Resource};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;
use shared::endpoint::MEMBERS_PATH;
use shared::purchase::DiscountWriter;

use crate::webhook::{deliver, drift, payment};

const CREATE: Endpoint = Endpoint::CheckoutSession;
const SECRET: (&str, &str) = ("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET);

const POLICY: &str = r#"
    combine = "sum"

    [checkout]
    return_url = "https://shop.example.com/thanks?session={CHECKOUT_SESSION_ID}"
    products = ["prod_cup"]
    ui_modes = ["elements", "hosted", "embedded"]
    server_only = ["line_items", "shipping_details"]
    countries = ["US"]

    [customer]
    history_since = "2020-01-01"

    [[offer]]
    id = "dozen"
    interaction = "automatic"
    name = "A dozen: $5 off"
    when.quantity_at_least = 12
    give.amount_off = { usd = "5.00" }

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "welcome"
    interaction = "loyalty"
    name = "Welcome: $20 off"
    when.first_order = true
    give.amount_off = { usd = "20.00" }

    [[offer]]
    id = "nearby"
    interaction = "location"
    name = "Nearby: $3 off"
    when.country = ["US"]
    give.amount_off = { usd = "3.00" }

    [[offer]]
    id = "gift"
    interaction = "code"
    name = "A gift"
    public = true
    when.code = ["GIFT"]
    give.percent = "100"
"#;

/// A shop with cups of 40.00.
async fn open(policy: &str) -> (Shop, String) {
    open_with(policy, &[]).await
}

async fn open_with(policy: &str, variables: &[(&str, &str)]) -> (Shop, String) {
    let variables = [&[SECRET], variables].concat();
    let shop = Shop::on(Config::default(), &variables, policy).await;
    let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup", "name": "Cup" }));
    (shop, cup)
}

fn body(page: &str, price: &str, quantity: u64, interactions: &[&str]) -> Value {
    let lines = json!([{ "price": price, "quantity": quantity }]);
    json!({ "ui_mode": page, "line_items": lines, "interactions": interactions, "code": "gift" })
}

async fn create(shop: &Shop, body: &Value) -> Answer {
    shop.send(CREATE, Event::post(CREATE, body)).await
}

async fn create_as(shop: &Shop, body: &Value, member: &str) -> Answer {
    let authorizer = json!({ "jwt": { "claims": { "stripe_customer_id": member }, "scopes": null } });
    shop.send(CREATE, Event::post(CREATE, body).at(MEMBERS_PATH).with_context("authorizer", authorizer)).await
}

fn session(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["value"]["checkout_session_id"].as_str().unwrap().to_owned()
}

/// The requests since the last look.
fn requests(shop: &Shop) -> Vec<Recorded> {
    let requests = shop.stripe().requests();
    shop.stripe().clear_requests();
    requests
}

/// Methods and paths since the last look, ids of sessions and coupons left out.
fn calls(shop: &Shop) -> Vec<String> {
    let path = |path: &str| match path.strip_prefix("/v1/").unwrap().split('/').collect::<Vec<_>>()[..] {
        ["checkout", "sessions"] => "sessions".to_owned(),
        ["checkout", "sessions", _, "expire"] => "sessions/expire".to_owned(),
        ["checkout", "sessions", _] => "sessions/id".to_owned(),
        [kind] => kind.to_owned(),
        [kind, ..] => format!("{kind}/id"),
        [] => String::new(),
    };
    requests(shop).iter().map(|request| format!("{} {}", request.method, path(&request.path))).collect()
}

fn form(request: &Recorded) -> Vec<String> {
    request.form.iter().map(|(key, value)| format!("{key}={value}")).collect()
}

fn value<'r>(request: &'r Recorded, name: &str) -> &'r str {
    request.form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// The id of the only coupon.
fn coupon(shop: &Shop) -> String {
    let coupons = shop.stripe().objects("coupon");
    assert_eq!(coupons.len(), 1, "{coupons:?}");
    coupons[0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn members_order_is_judged_and_counted_as_any_other() {
    let (shop, cup) = open(POLICY).await;
    let member = shop.customer(&json!({}));
    shop.stripe().clear_requests();
    let answer = create_as(&shop, &body("hosted", &cup, 3, &["loyalty", "cart-threshold"]), &member).await;
    let id = session(&answer);
    assert_eq!(answer.body["value"]["discount"]["amount_off"], 3_200);
    assert_eq!(calls(&shop), ["GET customers/id", "GET prices/id", "POST coupons", "POST sessions"]);
    let coupon = coupon(&shop);
    assert_eq!(shop.stripe().coupon(&coupon).unwrap()["metadata"]["discount_customer"], member.as_str());

    shop.stripe().complete(&id);
    shop.metrics_output().forget();
    deliver(&shop).await;
    assert_eq!(payment(&shop, &id), json!({ "discount_verdict": "fits" }));
    assert_eq!(drift(&shop), (0.0, 0.0));
    let history = crate::webhook::customer(&shop, &member);
    assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&json!("1"), &json!("8800")));
    assert_eq!(history["checkout_uses"], "large:1,welcome:1");
    let kept = shop.stripe().coupon(&coupon).unwrap();
    assert_eq!(
        (&kept["times_redeemed"], &kept["valid"]),
        (&json!(1), &json!(false)),
        "it stays, and nothing else can use it"
    );

    let next = create_as(&shop, &body("hosted", &cup, 3, &["loyalty"]), &member).await;
    assert_eq!((next.amount(), next.reasons("welcome")), (0, vec!["not_first_order".to_owned()]));
    for customer in ["cus_gone", &deleted(&shop)] {
        let answer = create_as(&shop, &body("hosted", &cup, 3, &["loyalty"]), customer).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{customer}");
    }
}

fn deleted(shop: &Shop) -> String {
    let customer = shop.customer(&json!({}));
    assert!(shop.stripe().delete_customer(&customer));
    customer
}

#[tokio::test]
async fn discount_that_the_policy_does_not_give_raises_the_alarm() {
    let (shop, cup) = open(POLICY).await;
    let id = session(&create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await);
    // As if the shop's server had lowered the cart afterwards, which Stripe does not let it.
    assert!(shop.stripe().patch_session(&id, |session| session.lines[0].quantity = 2));
    shop.stripe().complete(&id);
    shop.metrics_output().forget();
    deliver(&shop).await;
    assert_eq!(payment(&shop, &id), json!({ "discount_verdict": "drift", "discount_drift": "1200" }));
    assert_eq!(drift(&shop), (1.0, 0.0));
}

#[tokio::test]
async fn free_order_has_its_verdict_with_the_coupon() {
    let (shop, cup) = open(POLICY).await;
    let answer = create(&shop, &body("hosted", &cup, 1, &["code"])).await;
    let id = session(&answer);
    assert_eq!(answer.body["value"]["amount_total"], 0);
    shop.stripe().complete(&id);
    deliver(&shop).await;
    assert_eq!(shop.stripe().coupon(&coupon(&shop)).unwrap()["metadata"]["discount_verdict"], "fits");
}

#[tokio::test]
async fn no_route_changes_what_is_decided_once() {
    let (shop, cup) = open(POLICY).await;
    for page in ["hosted", "embedded"] {
        for quantity in [1, 3] {
            let asked = body(page, &cup, quantity, &["cart-threshold"]);
            let id = session(&create(&shop, &asked).await);
            let before = shop.stripe().session(&id);
            for endpoint in Endpoint::all().filter(|endpoint| endpoint.path().starts_with("/discounts/")) {
                let answer = match endpoint {
                    Endpoint::Remove => shop.remove(&id, "all").await,
                    endpoint => shop.call(endpoint, &id).await,
                };
                let expected = if endpoint == Endpoint::Quote { (200, "") } else { (409, "not_updatable") };
                assert_eq!(answer.refusal(), expected, "{page} {}", endpoint.name());
            }
            let lines = json!({ "checkout_session_id": id, "line_items": [{ "price": cup, "quantity": 9 }] });
            let cart = shop.send(Endpoint::Cart, Event::post(Endpoint::Cart, &lines)).await;
            let address = json!({ "line1": "7 Nightingale Road", "country": "US" });
            let address = json!({ "checkout_session_id": id, "name": "Canaria Serinus", "address": address });
            let address = shop.send(Endpoint::ShippingAddress, Event::post(Endpoint::ShippingAddress, &address)).await;
            assert_eq!((cart.refusal(), address.refusal()), ((409, "not_updatable"), (409, "not_updatable")));
            assert_eq!(shop.stripe().session(&id), before, "nothing was written");

            let quote = shop.call(Endpoint::Quote, &id).await;
            let current = &quote.body["value"]["current"];
            assert_eq!(current["amount_off"].as_i64(), (quantity == 3).then_some(1_200), "{page} {quantity}");
            assert!(quote.body["value"].get("foreign").is_none());
            shop.stripe().complete(&id);
            assert_eq!(shop.call(Endpoint::Refresh, &id).await.refusal(), (409, "session_not_open"));
        }
    }
}

#[tokio::test]
async fn outdated_price_takes_session_and_coupon_back() {
    let on_sale = POLICY.replace("when.quantity_at_least = 12", "when.contains = { tags = [\"sale\"] }");
    let (shop, _) = open(&on_sale).await;
    let product = |tags: &str| json!({ "id": "prod_cup", "metadata": { "tags": tags } });
    let cup = shop.stripe().add_price_of("usd", 4_000, product("sale"));
    let first = create(&shop, &body("hosted", &cup, 1, &[])).await;
    assert_eq!(first.amount(), 500);
    // The product is no longer on sale, which the function can't know yet.
    let _ = shop.stripe().add_price_of("usd", 4_000, product(""));
    shop.stripe().clear_requests();
    let second = create(&shop, &body("hosted", &cup, 1, &[])).await;
    assert_eq!((second.amount(), second.reasons("dozen")), (0, vec!["item_missing".to_owned()]));
    assert_eq!(
        calls(&shop),
        [
            "POST coupons",
            "POST sessions",
            "POST sessions/expire",
            "DELETE coupons/id",
            "GET prices/id",
            "POST sessions"
        ]
    );
    assert_eq!(shop.stripe().coupons(), 1, "that of the first session");
    assert_eq!(shop.stripe().session(&session(&second)).unwrap()["amount_total"], 4_000);
}
