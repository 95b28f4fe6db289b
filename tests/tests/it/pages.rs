//! Hosted and embedded pages: decided once, before the session exists, with a coupon of their own.

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
async fn hosted_session_is_a_coupon_and_a_session_of_it() {
    let (shop, cup) = open(POLICY).await;
    shop.stripe().clear_requests();
    let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
    let id = session(&answer);
    let requests = requests(&shop);
    let [price, coupon, created] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((price.method.as_str(), price.path.as_str()), ("GET", &*format!("/v1/prices/{cup}")));

    let (coupon_id, ends) = (value(coupon, "id"), value(coupon, "redeem_by"));
    let hash = Policy::load("test.toml", POLICY).unwrap().hash;
    assert_eq!(coupon.path, "/v1/coupons");
    assert_eq!(
        form(coupon),
        [
            &format!("id={coupon_id}"),
            "name=10% off carts over $100",
            "amount_off=1200",
            "currency=usd",
            "duration=once",
            "max_redemptions=1",
            &format!("redeem_by={ends}"),
            "metadata[discount_offers]=large",
            &format!("metadata[discount_policy]={hash}"),
        ]
    );
    let page = if end_to_end::shop::writes_coupons() { "hosted" } else { "hosted_page" };
    assert_eq!(created.path, "/v1/checkout/sessions");
    assert_eq!(
        form(created),
        [
            "mode=payment",
            &format!("ui_mode={page}"),
            "success_url=https://shop.example.com/thanks?session={CHECKOUT_SESSION_ID}",
            &format!("line_items[0][price]={cup}"),
            "line_items[0][quantity]=3",
            "shipping_address_collection[allowed_countries][0]=US",
            &format!("discounts[0][coupon]={coupon_id}"),
            &format!("expires_at={ends}"),
            "metadata[discount_cart_threshold]=on",
            "metadata[discount_offers]=large",
            &format!("metadata[discount_policy]={hash}"),
            &format!("metadata[discount_at_creation]={coupon_id}"),
            "expand[]=discounts.coupon",
            "expand[]=customer",
            "expand[]=line_items",
        ]
    );
    assert_ne!(coupon.header("idempotency-key"), created.header("idempotency-key"));
    assert!(coupon.header("idempotency-key").is_some());

    let value = &answer.body["value"];
    assert_eq!(value["url"], json!(format!("https://checkout.stripe.com/c/pay/{id}")));
    assert_eq!((value.get("client_secret"), value["discount"]["amount_off"].as_i64()), (None, Some(1_200)));
    assert_eq!((&value["amount_subtotal"], &value["amount_total"]), (&json!(12_000), &json!(10_800)));
    assert_eq!(answer.reasons("dozen"), ["quantity_too_low"]);
    let ends = Timestamp::from_second(ends.parse().unwrap()).unwrap();
    assert_eq!(value["expires_at"], json!(ends.to_string()));
    let now: Timestamp = value["now"].as_str().unwrap().parse().unwrap();
    let life = ends.duration_since(now);
    assert!(life > SignedDuration::from_mins(24 * 60 - 3), "almost a day from {now} to {ends}");
    assert_eq!(shop.stripe().session(&id).unwrap()["total_details"]["amount_discount"], 1_200);

    // The price is remembered.
    create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
    assert_eq!(calls(&shop), ["POST coupons", "POST sessions"]);
}

#[tokio::test]
async fn embedded_session_opens_with_its_secret() {
    let (shop, cup) = open(POLICY).await;
    let answer = create(&shop, &body("embedded", &cup, 12, &[])).await;
    let id = session(&answer);
    let value = &answer.body["value"];
    assert!(value["client_secret"].as_str().unwrap().starts_with(&format!("{id}_secret_")));
    assert_eq!((value.get("url"), &value["discount"]["offers"]), (None, &json!(["dozen"])));
    let shown = shop.stripe().session(&id).unwrap();
    assert_eq!(
        (&shown["return_url"], &shown["permissions"]),
        (&json!("https://shop.example.com/thanks?session={CHECKOUT_SESSION_ID}"), &Value::Null)
    );
    assert_eq!(shown["total_details"]["amount_discount"], 500);
}

#[tokio::test]
async fn session_without_a_discount_has_no_coupon_and_says_why() {
    let (shop, cup) = open(POLICY).await;
    shop.stripe().clear_requests();
    let answer = create(&shop, &body("hosted", &cup, 1, &["cart-threshold", "location"])).await;
    let id = session(&answer);
    assert_eq!(
        (answer.amount(), answer.reasons("large"), answer.reasons("nearby")),
        (0, vec!["subtotal_too_low".to_owned()], vec!["address_missing".to_owned()])
    );
    assert_eq!(calls(&shop), ["GET prices/id", "POST sessions"]);
    assert_eq!(shop.metadata(&id)["discount_at_creation"], "none");
    let shown = shop.stripe().session(&id).unwrap();
    let life = shown["expires_at"].as_i64().unwrap() - shown["created"].as_i64().unwrap();
    assert_eq!(life, 24 * 3_600, "Stripe's own, without a discount that ends");
}

#[tokio::test]
async fn only_pages_that_the_policy_lists_are_created() {
    let (shop, cup) = open(POLICY).await;
    let of = |modes: &str| POLICY.replace("ui_modes = [\"elements\", \"hosted\", \"embedded\"]", modes);
    shop.stripe().clear_requests();
    let elements = create(&shop, &json!({ "line_items": [{ "price": cup, "quantity": 1 }] })).await;
    assert!(elements.body["value"]["client_secret"].is_string() && elements.body["value"].get("reasons").is_none());
    for (modes, page, status) in [
        ("", json!("hosted"), 400),
        ("", Value::Null, 200),
        ("ui_modes = [\"hosted\"]", json!("elements"), 400),
        ("ui_modes = [\"hosted\"]", json!("embedded"), 400),
        ("ui_modes = [\"hosted\"]", Value::Null, 200),
        ("ui_modes = [\"hosted\"]", json!("custom"), 400),
    ] {
        let app = Shop::app(&shop.url(), &[], &of(modes)).await;
        let mut body = json!({ "line_items": [{ "price": cup, "quantity": 1 }] });
        if !page.is_null() {
            body["ui_mode"] = page.clone();
        }
        let answer = Event::post(CREATE, &body).send_to(&app, CREATE).await;
        assert_eq!(answer.status(), status, "{modes} {page}");
        let value: Value = serde_json::from_str(answer.body()).unwrap();
        assert_eq!(value["value"]["url"].is_string(), status == 200 && modes.contains("hosted"), "{modes} {page}");
    }
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
async fn coupon_of_an_expired_session_is_deleted() {
    let (shop, cup) = open(POLICY).await;
    let with = session(&create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await);
    let without = session(&create(&shop, &body("embedded", &cup, 1, &[])).await);
    let elements = session(&create(&shop, &body("elements", &cup, 3, &["cart-threshold"])).await);
    let coupon = shop.metadata(&with)["discount_at_creation"].as_str().unwrap().to_owned();
    deliver(&shop).await;
    for id in [&with, &without, &elements] {
        shop.stripe().expire(id);
    }
    shop.stripe().clear_requests();
    let deliveries = crate::webhook::heard(&shop);
    assert_eq!(deliveries.len(), 3);
    for delivery in &deliveries {
        assert_eq!(crate::webhook::send(&shop, delivery).await.status, 200);
    }
    assert_eq!(
        calls(&shop),
        ["GET sessions/id", "DELETE coupons/id"],
        "only a session with a coupon of its own is read"
    );
    assert!(shop.stripe().coupon(&coupon).is_none());
    for delivery in &deliveries {
        assert_eq!(crate::webhook::send(&shop, delivery).await.status, 200, "it may come twice");
    }
}

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

/// An automatic offer of 5.00 that ends this long from now.
fn ends_in(span: SignedDuration) -> (String, Timestamp) {
    let ends = Timestamp::from_second((Timestamp::now() + span).as_second()).unwrap();
    let offer = format!(
        "[[offer]]\nid = \"soon\"\ninteraction = \"automatic\"\nname = \"Soon\"\nwhen.quantity_at_least = 1\n\
         when.ends = {ends}\ngive.amount_off = {{ usd = \"5.00\" }}\n"
    );
    (format!("{POLICY}\n{offer}"), ends)
}

#[tokio::test]
async fn session_expires_no_later_than_its_discount() {
    let (policy, ends) = ends_in(SignedDuration::from_mins(50));
    let (shop, cup) = open(&policy).await;
    let answer = create(&shop, &body("hosted", &cup, 1, &[])).await;
    assert_eq!(answer.body["value"]["discount"]["offers"], json!(["soon"]));
    assert_eq!(answer.body["value"]["expires_at"], json!(ends.to_string()));
    assert_eq!(shop.stripe().session(&session(&answer)).unwrap()["expires_at"], ends.as_second());
    shop.stripe().advance_clock(Duration::from_mins(51));
    assert_eq!(shop.stripe().session(&session(&answer)).unwrap()["status"], "expired");
}

#[tokio::test]
async fn offer_that_ends_before_a_session_can_is_not_given() {
    let (policy, _) = ends_in(SignedDuration::from_mins(29));
    let (shop, cup) = open(&policy).await;
    let hosted = create(&shop, &body("hosted", &cup, 1, &[])).await;
    assert_eq!((hosted.amount(), hosted.reasons("soon")), (0, vec!["ends_too_soon".to_owned()]));
    assert_eq!(shop.stripe().coupons(), 0);
    let elements = session(&create(&shop, &body("elements", &cup, 1, &[])).await);
    assert_eq!(shop.discount(&elements), 500, "a session that can be changed gets it as long as it lasts");
}

#[tokio::test]
async fn kill_switch_creates_without_a_discount() {
    let (shop, cup) = open_with(POLICY, &[("DISCOUNTS_OFF", "1")]).await;
    let answer = create(&shop, &body("hosted", &cup, 12, &["cart-threshold"])).await;
    assert_eq!((answer.amount(), answer.reasons("dozen")), (0, vec!["switched_off".to_owned()]));
    assert_eq!(shop.stripe().coupons(), 0);
}

#[tokio::test]
async fn discount_leaves_what_can_be_charged() {
    let (shop, _) = open(&POLICY.replace("give.amount_off = { usd = \"5.00\" }", "give.percent = \"90\"")).await;
    let bead = shop.stripe().add_price_of("usd", 10, json!({ "id": "prod_cup" }));
    let answer = create(&shop, &body("hosted", &bead, 12, &[])).await;
    assert_eq!((answer.amount(), &answer.body["value"]["amount_total"]), (70, &json!(50)));
}

#[tokio::test]
async fn other_currency_of_a_price_is_decided_in_it() {
    let policy = POLICY.replace(
        "when.subtotal_over = { usd = \"100.00\" }",
        "when.subtotal_over = { usd = \"100.00\", eur = \"90.00\" }",
    );
    let (shop, cup) = open(&policy).await;
    shop.stripe().add_currency_option(&cup, "eur", 3_500);
    let mut asked = body("hosted", &cup, 3, &["cart-threshold"]);
    asked["currency"] = json!("eur");
    let answer = create(&shop, &asked).await;
    let discount = &answer.body["value"]["discount"];
    assert_eq!((&discount["amount_off"], &discount["currency"]), (&json!(1_050), &json!("eur")));
    assert_eq!(shop.stripe().session(&session(&answer)).unwrap()["currency"], "eur");
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

#[tokio::test]
async fn account_without_the_preview_has_pages_on_the_coupon_writer() {
    let version = ("STRIPE_API_VERSION", "2026-10-28.endive");
    let config = Config::without_preview();
    let shop = Shop::with_writer(DiscountWriter::DynamicDiscounts, config, &[version, SECRET], POLICY).await;
    let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
    let id = session(&create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await);
    assert_eq!(shop.stripe().session(&id).unwrap()["ui_mode"], "hosted");
    assert_eq!(shop.discount(&id), 1_200);
    shop.stripe().complete(&id);
    deliver(&shop).await;
    assert_eq!(payment(&shop, &id), json!({ "discount_verdict": "fits" }));
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

#[tokio::test]
async fn decision_is_logged_with_its_facts() {
    let (shop, cup) = open(POLICY).await;
    let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
    let line = log::line_of(answer.request_id());
    assert_eq!(line["message"], "session created");
    assert_eq!(line["checkout_session_id"], session(&answer).as_str());
    assert_eq!((&line["changed"], &line["stripe_calls"]), (&json!(true), &json!(3)));
    assert_eq!(
        (&line["decision"]["discount"]["amount_off"], &line["facts"]["subtotal"]),
        (&json!(1_200), &json!(12_000))
    );
    assert!(shop.metrics_output().lines().iter().any(|line| line.contains("\"Applied\":1")));
}

#[tokio::test]
async fn hosted_session_of_the_shops_own_server_is_not_updatable() {
    let shop = Shop::open(POLICY).await;
    let price = shop.stripe().add_price("usd", 15_000);
    let id = shop.create(&[
        ("mode", "payment"),
        ("ui_mode", "hosted"),
        ("success_url", "https://shop.example.com/return"),
        ("line_items[0][price]", &price),
        ("line_items[0][quantity]", "1"),
    ]);
    let add = Endpoint::Add(Interaction::CartThreshold);
    assert_eq!(shop.call(add, &id).await.refusal(), (409, "not_updatable"));
    assert_eq!(shop.call(Endpoint::Quote, &id).await.status, 200);
}

#[tokio::test]
async fn pages_need_these_permissions_and_no_others() {
    const KEY: &str = "rk_test_some";
    let scopes = [
        (Resource::CheckoutSession, Access::Write),
        (Resource::Price, Access::Read),
        (Resource::Coupon, Access::Write),
    ];
    // Its offers ask about no customer.
    let policy = POLICY.replace("when.first_order = true", "when.customer = [\"cus_1\"]");
    for lacking in [None, Some(0), Some(1), Some(2)] {
        let mut scopes = scopes.to_vec();
        if let Some(lacking) = lacking {
            scopes.remove(lacking);
        }
        let config =
            Config { keys: vec![Key::new(Config::TEST_KEY), Key::restricted(KEY, &scopes)], ..Config::default() };
        let shop = Shop::on(config, &[("STRIPE_SECRET_KEY", KEY)], &policy).await;
        let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
        let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
        let expected = if lacking.is_none() { (200, "") } else { (500, "misconfigured") };
        assert_eq!(answer.refusal(), expected, "{lacking:?}");
        assert_eq!(shop.stripe().coupons(), usize::from(lacking.is_none()), "{lacking:?}");
    }
}
