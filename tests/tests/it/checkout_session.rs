//! `POST /checkout-sessions`: sessions whose discounts only the server changes.

use end_to_end::shop::writes_coupons;
use end_to_end::{Answer, Event, Shop, log};
use sandbox::Config;
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;
use shared::endpoint::MEMBERS_PATH;

const POLICY: &str = r#"
    [checkout]
    return_url = "https://shop.example.com/return"
    products = ["prod_cup"]
    server_only = ["line_items", "shipping_details"]
    countries = ["US", "DE"]

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "gold"
    interaction = "loyalty"
    name = "Gold members: $30 off"
    when.tier = ["gold"]
    give.amount_off = { usd = "30.00" }
"#;

const CREATE: Endpoint = Endpoint::CheckoutSession;

async fn open(policy: &str) -> (Shop, String) {
    let shop = Shop::open(policy).await;
    let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
    (shop, cup)
}

fn body(price: &str, quantity: u64) -> Value {
    json!({ "line_items": [{ "price": price, "quantity": quantity }] })
}

async fn create(shop: &Shop, body: &Value) -> Answer {
    shop.send(CREATE, Event::post(CREATE, body)).await
}

/// The call of a member whose token says so, as the gateway hands it over.
async fn create_as(shop: &Shop, body: &Value, claims: Option<Value>) -> Answer {
    let authorizer = claims.map(|claims| json!({ "jwt": { "claims": claims, "scopes": null } }));
    let event = Event::post(CREATE, body).at(MEMBERS_PATH).with_context("authorizer", json!(authorizer));
    shop.send(CREATE, event).await
}

fn session(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["value"]["checkout_session_id"].as_str().unwrap().to_owned()
}

fn key(pair: &str) -> &str {
    pair.split('=').next().unwrap()
}

#[tokio::test]
async fn guest_session_makes_discount_inputs_server_only() {
    let (shop, cup) = open(POLICY).await;
    let answer = create(&shop, &body(&cup, 3)).await;
    let id = session(&answer);
    let secret = answer.body["value"]["client_secret"].as_str().unwrap();
    assert!(secret.starts_with(&format!("{id}_secret_")));

    let requests = shop.stripe().requests();
    let created = requests.iter().find(|request| request.method == "POST").unwrap();
    let sent: Vec<String> = created.form.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let of_coupons = [
        "mode=payment",
        "ui_mode=custom",
        "return_url=https://shop.example.com/return",
        "permissions[update_discounts]=server_only",
        "permissions[update_line_items]=server_only",
        "permissions[update_shipping_details]=server_only",
        &format!("line_items[0][price]={cup}"),
        "line_items[0][quantity]=3",
        "shipping_address_collection[allowed_countries][0]=US",
        "shipping_address_collection[allowed_countries][1]=DE",
        "expand[]=discounts.coupon",
        "expand[]=customer",
    ];
    // What is generally available knows one permission, and another word for the page.
    let of_line_prices: Vec<&str> = of_coupons
        .into_iter()
        .filter(|pair| !["permissions[update_discounts]", "permissions[update_line_items]"].contains(&key(pair)))
        .map(|pair| if pair == "ui_mode=custom" { "ui_mode=elements" } else { pair })
        .chain(["expand[]=line_items"])
        .collect();
    assert_eq!(sent, if writes_coupons() { of_coupons.to_vec() } else { of_line_prices });
    assert!(created.header("idempotency-key").is_some());
    let shown = shop.stripe().session(&id).unwrap();
    assert_eq!((&shown["customer"], &shown["amount_subtotal"]), (&Value::Null, &json!(12_000)));
}

#[tokio::test]
async fn initial_interactions_are_applied_before_the_answer() {
    let (shop, cup) = open(POLICY).await;
    let mut asked = body(&cup, 3);
    asked["interactions"] = json!(["cart-threshold"]);
    let id = session(&create(&shop, &asked).await);
    assert_eq!(shop.discount(&id), 1_200);
    // The price's product, the session, its discount.
    assert_eq!(shop.calls(), (1, 2));

    asked["line_items"][0]["quantity"] = json!(1);
    let small = session(&create(&shop, &asked).await);
    assert_eq!(shop.discount(&small), 0);
    assert_eq!(shop.calls(), (0, 1), "the price is remembered, and there is nothing to write");
    assert_eq!(shop.metadata(&small)["discount_cart_threshold"], "on");
}

#[tokio::test]
async fn a_member_is_whoever_the_token_says() {
    let (shop, cup) = open(POLICY).await;
    let member = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let mut asked = body(&cup, 1);
    asked["interactions"] = json!(["loyalty"]);
    asked["customer"] = json!("cus_somebody");
    let answer = create_as(&shop, &asked, Some(json!({ "sub": "u1", "stripe_customer_id": member }))).await;
    let id = session(&answer);
    assert_eq!(shop.stripe().session(&id).unwrap()["customer"]["id"], member.as_str());
    assert_eq!(shop.discount(&id), 3_000);

    // On the guests' route a token says nothing, and a body never does.
    let guests = session(&create(&shop, &asked).await);
    assert_eq!(shop.stripe().session(&guests).unwrap()["customer"], Value::Null);
    assert_eq!(shop.discount(&guests), 0);
}

#[tokio::test]
async fn a_token_that_names_no_customer_opens_no_session() {
    let (shop, cup) = open(POLICY).await;
    shop.stripe().clear_requests();
    for claims in [json!({}), json!({ "stripe_customer_id": "42" }), json!({ "stripe_customer_id": "" })] {
        let answer = create_as(&shop, &body(&cup, 1), Some(claims)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"));
    }
    let unchecked = create_as(&shop, &body(&cup, 1), None).await;
    assert_eq!(unchecked.refusal(), (500, "misconfigured"));
    let message = log::line_of(unchecked.request_id())["message"].as_str().unwrap().to_owned();
    assert!(message.contains("JwtIssuer"), "{message}");
    assert_eq!(shop.calls(), (0, 0));

    let gone = create_as(&shop, &body(&cup, 1), Some(json!({ "stripe_customer_id": "cus_gone" }))).await;
    assert_eq!(gone.refusal(), (400, "invalid_request"));
}

#[tokio::test]
async fn another_claim_can_be_named() {
    let (shop, cup) = open(&POLICY.replace("[checkout]", "[checkout]\ncustomer_claim = \"custom:stripe\"")).await;
    let member = shop.customer(&json!({}));
    let id = session(&create_as(&shop, &body(&cup, 1), Some(json!({ "custom:stripe": member }))).await);
    assert_eq!(shop.stripe().session(&id).unwrap()["customer"]["id"], member.as_str());
}

#[tokio::test]
async fn only_what_the_policy_lists_is_sold() {
    let (shop, cup) = open(POLICY).await;
    let cheap = shop.stripe().add_price("usd", 1);
    for price in [cheap.as_str(), "price_unknown"] {
        assert_eq!(create(&shop, &body(price, 1)).await.refusal(), (400, "invalid_request"), "{price}");
    }
    for (policy, word) in
        [("", "return_url"), ("[checkout]\nreturn_url = \"https://shop.example.com\"", "prices or products")]
    {
        let (shop, cup) = open(policy).await;
        let answer = create(&shop, &body(&cup, 1)).await;
        assert_eq!(answer.refusal(), (500, "misconfigured"));
        let message = log::line_of(answer.request_id())["message"].as_str().unwrap().to_owned();
        assert!(message.contains(word), "{message}");
    }
    let by_price = format!("[checkout]\nreturn_url = \"https://shop.example.com\"\nprices = [\"{cup}\"]");
    let other = Shop::app(&shop.url(), &[], &by_price).await;
    shop.stripe().clear_requests();
    let created = Event::post(CREATE, &body(&cup, 1)).send_to(&other, CREATE).await;
    assert_eq!(created.status(), 200);
    assert_eq!(shop.calls(), (0, 1), "a price that is listed itself needs no read of its product");
}

#[tokio::test]
async fn what_else_is_said_reaches_stripe_or_is_refused_with_its_name() {
    let (shop, cup) = open(POLICY).await;
    let with = |key: &str, value: &str| {
        let mut body = body(&cup, 1);
        body[key] = json!(value);
        body
    };
    session(&create(&shop, &with("locale", "de")).await);
    let requests = shop.stripe().requests();
    assert!(requests.iter().any(|request| request.form.contains(&("locale".to_owned(), "de".to_owned()))));
    let refused = create(&shop, &with("currency", "jpy")).await;
    assert_eq!(refused.refusal(), (400, "invalid_request"), "the price has no such currency: {}", refused.body);
    assert_eq!(create(&shop, &with("locale", "xx-klingon")).await.refusal(), (400, "invalid_request"));
}

#[tokio::test]
async fn the_mode_is_spelled_as_the_version_has_it() {
    let preview = if writes_coupons() { "; checkout_server_update_beta=v1;" } else { "" };
    for (version, mode) in [("2025-12-15.clover", "custom"), ("2026-03-25.dahlia", "elements")] {
        let version = format!("{version}{preview}");
        let shop = Shop::on(Config::default(), &[("STRIPE_API_VERSION", &version)], POLICY).await;
        let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
        session(&create(&shop, &body(&cup, 1)).await);
        let requests = shop.stripe().requests();
        assert!(requests.iter().any(|request| request.form.contains(&("ui_mode".to_owned(), mode.to_owned()))));
    }
}

#[tokio::test]
async fn a_session_of_ours_earns_and_changes_like_any_other() {
    let (shop, cup) = open(POLICY).await;
    let id = session(&create(&shop, &body(&cup, 3)).await);
    assert_eq!(shop.call(Endpoint::Add(Interaction::CartThreshold), &id).await.amount(), 1_200);
    // Without the preview, no page has a call for it.
    if writes_coupons() {
        assert!(!shop.stripe().set_cart(&id, &[(cup.clone(), 1)]), "the page may not");
    }
    let cart = json!({ "checkout_session_id": id, "line_items": [{ "price": cup, "quantity": 1 }] });
    assert_eq!(shop.send(Endpoint::Cart, Event::post(Endpoint::Cart, &cart)).await.amount(), 0);
    assert_eq!(shop.discount(&id), 0);
}
