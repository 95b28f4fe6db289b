//! The creation of pages, and the discount that each has.

use super::*;

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
async fn kill_switch_creates_without_a_discount() {
    let (shop, cup) = open_with(POLICY, &[("DISCOUNTS_OFF", "1")]).await;
    let answer = create(&shop, &body("hosted", &cup, 12, &["cart-threshold"])).await;
    assert_eq!((answer.amount(), answer.reasons("dozen")), (0, vec!["switched_off".to_owned()]));
    assert_eq!(shop.stripe().coupons(), 0);
}

#[tokio::test]
async fn unknown_code_is_reported_and_counts_as_a_guess() {
    let (shop, cup) = open(POLICY).await;
    for page in ["elements", "hosted", "embedded"] {
        for (typed, unknown) in [("nonsense", Some(true)), ("gift", None)] {
            let mut asked = body(page, &cup, 1, &["code"]);
            asked["code"] = json!(typed);
            let answer = create(&shop, &asked).await;
            let code_unknown = answer.body["value"].get("code_unknown").and_then(Value::as_bool);
            assert_eq!(code_unknown, unknown, "{page} {typed}");
            let metadata = shop.metadata(&session(&answer));
            let tries = metadata.as_object().unwrap().keys().filter(|key| key.starts_with("discount_try_")).count();
            assert_eq!(tries, 1, "{page} {typed}");
        }
    }
    let without = create(&shop, &body("hosted", &cup, 1, &[])).await;
    assert!(without.body["value"].get("code_unknown").is_none(), "nothing was typed");
}

#[tokio::test]
async fn archived_price_is_refused_before_anything_is_made() {
    let (shop, cup) = open(POLICY).await;
    shop.stripe().set_price_active(&cup, false);
    for page in ["hosted", "embedded"] {
        shop.stripe().clear_requests();
        let answer = create(&shop, &body(page, &cup, 3, &["cart-threshold"])).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"));
        assert_eq!(answer.body["message"], "A price in line_items is no longer for sale.");
        assert_eq!(calls(&shop), ["GET prices/id"], "{page}");
        let line = log::line_of(answer.request_id());
        assert!(line["message"].as_str().unwrap().contains(&format!("{cup} is archived at Stripe")), "{line}");
    }
    shop.stripe().set_price_active(&cup, true);
    assert_eq!(create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await.status, 200, "it is read again");
}

#[tokio::test]
async fn coupon_has_the_name_in_the_language_of_the_page() {
    let german = "10 % ab 100 $";
    let policy = POLICY.replace(
        "name = \"10% off carts over $100\"",
        &format!("name = {{ default = \"10% off carts over $100\", de = \"{german}\" }}"),
    );
    let (shop, cup) = open(&policy).await;
    for (locale, name) in [("de", german), ("fr", "10% off carts over $100"), ("auto", "10% off carts over $100")] {
        let mut asked = body("hosted", &cup, 3, &["cart-threshold"]);
        asked["locale"] = json!(locale);
        let answer = create(&shop, &asked).await;
        assert_eq!(answer.body["value"]["discount"]["name"], name, "{locale}");
        let shown = shop.stripe().session(&session(&answer)).unwrap();
        let coupon = shown["discounts"][0]["coupon"]["name"].as_str().map(str::to_owned);
        let named = coupon.unwrap_or_else(|| {
            let id = shop.metadata(&session(&answer))["discount_at_creation"].as_str().unwrap().to_owned();
            shop.stripe().coupon(&id).unwrap()["name"].as_str().unwrap().to_owned()
        });
        assert_eq!(named, name, "{locale}");
    }
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
