//! Stripe's own pages, and the coupons that a session has from its creation.

use std::time::Duration;

use sandbox::{Config, Status};
use serde_json::{Value, json};

use crate::client::{Client, client, id, path};

/// A coupon of 5.00, as `POST /v1/coupons` makes it.
async fn coupon(client: &Client, more: &str) -> Value {
    client.post("/v1/coupons", &format!("amount_off=500&currency=usd&name=Five&duration=once{more}")).await.ok()
}

/// The body of a hosted session of 20.00.
fn hosted(client: &Client, more: &str) -> String {
    let price = client.running.add_price_of("usd", 1_000, json!({ "name": "Cup <&>" }));
    let success = "success_url=https%3A%2F%2Fshop.example%2Fthanks%3Fid%3D{CHECKOUT_SESSION_ID}";
    format!("mode=payment&ui_mode=hosted&{success}&line_items[0][price]={price}&line_items[0][quantity]=2&{more}")
}

async fn create(client: &Client, more: &str) -> Result<Value, Value> {
    let answer = client.post("/v1/checkout/sessions", &hosted(client, more)).await;
    if answer.status == 200 { Ok(answer.json()) } else { Err(answer.error()) }
}

#[tokio::test]
async fn a_coupon_lowers_a_hosted_session_from_the_start() {
    // Generally available: neither the preview nor a permission is needed.
    let mut client = Client::new(Config::without_preview()).await;
    client.version = "2026-10-28.endive".into();
    let coupon = coupon(&client, "&id=mine&max_redemptions=1").await;
    assert_eq!(
        (&coupon["id"], &coupon["max_redemptions"], &coupon["valid"]),
        (&json!("mine"), &json!(1), &json!(true))
    );
    let body =
        hosted(&client, "discounts[0][coupon]=mine&expand[]=discounts.coupon").replace("=hosted&", "=hosted_page&");
    let session = client.post("/v1/checkout/sessions", &body).await.ok();
    assert_eq!((&session["amount_total"], &session["discounts"][0]["coupon"]["name"]), (&json!(1_500), &json!("Five")));
    assert_eq!(session["url"], format!("https://checkout.stripe.com/c/pay/{}", id(&session)));
    assert_eq!(session["client_secret"], Value::Null);
}

#[tokio::test]
async fn a_coupon_that_can_not_be_applied_makes_no_session() {
    let client = client().await;
    let soon = client.running.now() + 60;
    coupon(&client, &format!("&id=short&redeem_by={soon}")).await;
    coupon(&client, "&id=once&max_redemptions=1").await;
    let euros = client.post("/v1/coupons", "id=euros&amount_off=5&currency=eur").await.ok();
    assert_eq!(euros["currency"], "eur");
    let session = create(&client, "discounts[0][coupon]=once").await.unwrap();
    let second = create(&client, "discounts[0][coupon]=once").await.unwrap();
    client.running.complete(&id(&session));
    client.running.advance_clock(Duration::from_secs(61));
    let sessions = client.running.sessions().len();
    for (more, param, code) in [
        ("discounts[0][coupon]=short", "discounts[0][coupon]", Some("coupon_expired")),
        ("discounts[0][coupon]=once", "discounts[0][coupon]", Some("coupon_expired")),
        ("discounts[0][coupon]=euros", "discounts[0][coupon]", None),
        ("discounts[0][coupon]=none", "discounts[0][coupon]", Some("resource_missing")),
        ("discounts[0][coupon]=euros&allow_promotion_codes=true", "allow_promotion_codes", None),
        ("discounts[0][coupon]=euros&discounts[1][coupon]=short", "discounts", None),
    ] {
        let error = create(&client, more).await.unwrap_err();
        assert_eq!((error["param"].as_str(), error["code"].as_str()), (Some(param), code), "{more}");
    }
    assert_eq!(client.running.sessions().len(), sessions);
    client.running.complete(&id(&second));
    assert_eq!(client.running.session_state(&id(&second)).unwrap().status, Status::Open, "its coupon is redeemed");
}

#[tokio::test]
async fn a_deleted_coupon_is_gone_and_stays_on_its_session() {
    let client = client().await;
    coupon(&client, "&id=mine").await;
    let session = create(&client, "discounts[0][coupon]=mine").await.unwrap();
    let deleted = client.send("DELETE", "/v1/coupons/mine", "", &[]).await.unwrap().unwrap().ok();
    assert_eq!(deleted, json!({ "id": "mine", "object": "coupon", "deleted": true }));
    for (method, body) in [("GET", ""), ("DELETE", ""), ("POST", "name=Other")] {
        let answer = client.send(method, "/v1/coupons/mine", body, &[]).await.unwrap().unwrap();
        assert_eq!((answer.status, &answer.error()["code"]), (404, &json!("resource_missing")), "{method}");
    }
    assert_eq!(client.running.coupons(), 0);
    let newest = &client.running.objects("event")[0];
    assert_eq!((&newest["type"], &newest["data"]["object"]["id"]), (&json!("coupon.deleted"), &json!("mine")));
    assert!(create(&client, "discounts[0][coupon]=mine").await.is_err());
    client.running.complete(&id(&session));
    assert_eq!(client.get(&path(&id(&session))).await.ok()["amount_total"], 1_500);
}

#[tokio::test]
async fn redeem_by_lies_ahead_and_not_too_far() {
    let client = client().await;
    let now = client.running.now();
    for redeem_by in [now - 1, now, now + 6 * 366 * 86_400] {
        let body = format!("amount_off=5&currency=usd&redeem_by={redeem_by}");
        assert_eq!(client.post("/v1/coupons", &body).await.error()["param"], "redeem_by");
    }
    assert_eq!(
        client.post("/v1/coupons", "amount_off=5&currency=usd&max_redemptions=0").await.error()["param"],
        "max_redemptions"
    );
}

#[tokio::test]
async fn the_hosted_page_shows_the_order_and_pays_it() {
    let client = client().await;
    client.running.show_hosted_pages_at(&client.running.url());
    coupon(&client, "&id=mine").await;
    let session = create(&client, "discounts[0][coupon]=mine").await.unwrap();
    let url = session["url"].as_str().unwrap().strip_prefix(&client.running.url()).unwrap().to_owned();
    let page = client.get(&url).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    for part in ["2 × Cup &lt;&amp;&gt;", "2000 usd", "Five", "-500 usd", "1500 usd", "<button>Pay</button>"] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let paid = client.post(&url, "").await;
    let back = format!("https://shop.example/thanks?id={}", id(&session));
    assert_eq!((paid.status, paid.header("location")), (303, Some(back.as_str())));
    assert_eq!(client.get(&path(&id(&session))).await.ok()["payment_status"], "paid");
    assert!(client.get(&url).await.text.contains("the session is complete"));
    assert_eq!(client.get("/c/pay/cs_test_none").await.status, 404);
}

#[tokio::test]
async fn an_embedded_page_opens_with_the_sessions_secret() {
    let client = client().await;
    let body = hosted(&client, "").replace("=hosted&success_url", "=embedded&return_url");
    let session = client.post("/v1/checkout/sessions", &body).await.ok();
    assert_eq!(session["url"], Value::Null);
    let url = format!("/c/pay/{}", id(&session));
    let secret = session["client_secret"].as_str().unwrap();
    assert_eq!(client.get(&url).await.status, 404);
    assert_eq!(client.get(&format!("{url}?client_secret=x")).await.status, 404);
    let page = client.get(&format!("{url}?client_secret={secret}")).await.text;
    assert!(page.contains("2000 usd") && page.contains("target=\"_top\""), "{page}");
    let paid = client.post(&format!("{url}?client_secret={secret}"), "").await;
    assert_eq!((paid.status, client.get(&path(&id(&session))).await.ok()["status"].as_str()), (303, Some("complete")));
    let custom = client.session(500, &[]);
    let secret = client.running.session(&custom).unwrap()["client_secret"].as_str().unwrap().to_owned();
    assert_eq!(client.get(&format!("/c/pay/{custom}?client_secret={secret}")).await.status, 404, "the shop's own page");
}
