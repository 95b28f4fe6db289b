//! Creating and ending sessions.

use sandbox::Status;
use serde_json::{Value, json};

use crate::client::{Client, client, path};

/// The answer to a create call of the given parameters on top of those that a custom session needs.
async fn create(client: &Client, more: &str) -> Result<Value, Value> {
    let price = client.running.add_price("usd", 1000);
    let body = format!("mode=payment&ui_mode=custom&line_items[0][price]={price}&line_items[0][quantity]=2&{more}");
    let answer = client.post("/v1/checkout/sessions", &body).await;
    if answer.status == 200 { Ok(answer.json()) } else { Err(answer.error()) }
}

#[tokio::test]
async fn a_new_session_is_open_for_a_day() {
    let client = client().await;
    let session =
        create(&client, "metadata[order]=7&client_reference_id=cus_9&customer_email=a%40example.com").await.unwrap();
    let id = session["id"].as_str().unwrap();
    assert!(id.starts_with("cs_test_") && id.len() == 66 && id[8..].bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let seconds = session["expires_at"].as_i64().unwrap() - session["created"].as_i64().unwrap();
    assert_eq!((seconds, &session["status"], &session["payment_status"]), (86_400, &json!("open"), &json!("unpaid")));
    assert_eq!(
        (&session["amount_subtotal"], &session["amount_total"], &session["currency"]),
        (&json!(2000), &json!(2000), &json!("usd"))
    );
    assert_eq!((&session["metadata"], &session["client_reference_id"]), (&json!({"order": "7"}), &json!("cus_9")));
    assert_eq!((&session["customer"], &session["customer_email"]), (&Value::Null, &json!("a@example.com")));
    assert_eq!(client.get(&path(id)).await.ok(), session);
}

#[tokio::test]
async fn what_a_shop_sends_along_is_kept() {
    let client = client().await;
    let customer = client.running.add_customer(json!({"email": "a@example.com"}));
    let body = format!(
        "customer={customer}&client_reference_id=order-7&locale=de&currency=usd&metadata[channel]=app\
         &payment_intent_data[metadata][order]=7&shipping_address_collection[allowed_countries][0]=US\
         &permissions[update_discounts]=server_only&permissions[update_line_items]=server_only\
         &permissions[update_shipping_details]=server_only"
    );
    let session = create(&client, &body).await.unwrap();
    assert_eq!(
        (&session["customer"], &session["client_reference_id"], &session["locale"], &session["currency"]),
        (&json!(customer), &json!("order-7"), &json!("de"), &json!("usd"))
    );
    assert_eq!(session["metadata"], json!({"channel": "app"}));
    assert_eq!(session["shipping_address_collection"], json!({"allowed_countries": ["US"]}));
    assert_eq!(
        session["permissions"],
        json!({"update_line_items": "server_only", "update_shipping_details": "server_only"})
    );
}

#[tokio::test]
async fn a_session_uses_the_prices_of_its_currency() {
    let client = client().await;
    let price = client.running.add_price("usd", 1000);
    client.running.add_currency_option(&price, "eur", 900);
    let create = |currency: &str| {
        let body = format!(
            "mode=payment&ui_mode=custom&line_items[0][price]={price}&line_items[0][quantity]=2{currency}\
             &permissions[update_discounts]=server_only&expand[]=line_items.data.price.currency_options"
        );
        let client = &client;
        async move { client.post("/v1/checkout/sessions", &body).await }
    };
    let usd = create("").await.ok();
    assert_eq!((&usd["currency"], &usd["amount_total"]), (&json!("usd"), &json!(2000)));
    let eur = create("&currency=eur").await.ok();
    assert_eq!((&eur["currency"], &eur["amount_total"]), (&json!("eur"), &json!(1800)));
    let line = &eur["line_items"]["data"][0];
    assert_eq!((&line["currency"], &line["price"]["currency"]), (&json!("eur"), &json!("usd")));
    assert_eq!(line["price"]["currency_options"]["eur"]["unit_amount"], 900);
    let error = create("&currency=gbp").await.error();
    assert!(error["message"].as_str().unwrap().contains("only supports `usd`, `eur`"), "{error}");

    let id = eur["id"].as_str().unwrap();
    let only_usd = client.running.add_price("usd", 1000);
    let add = |price: &str| format!("line_items[0][price]={price}&line_items[0][quantity]=1");
    assert_eq!(client.post(&path(id), &add(&only_usd)).await.error()["param"], "line_items[0][price]");
    assert_eq!(client.post(&path(id), &add(&price)).await.ok()["amount_total"], 900);
    assert_eq!(client.post(&path(id), &crate::client::off(100)).await.status, 400, "a coupon in dollars");
}

#[tokio::test]
async fn create_refuses_what_stripe_refuses() {
    let client = client().await;
    let eur = client.running.add_price("eur", 1000);
    let mixed = format!("line_items[1][price]={eur}&line_items[1][quantity]=1");
    let coupon = client.running.add_coupon(json!({"amount_off": 5, "currency": "eur"})).unwrap();
    let foreign = format!("discounts[0][coupon]={coupon}");
    let deleted = client.running.add_customer(json!({}));
    assert!(client.running.delete_customer(&deleted));
    let deleted = format!("customer={deleted}");
    let cases = [
        ("nonsense=1", "nonsense"),
        ("mode=gift", "mode"),
        ("success_url=https://example.com", "success_url"),
        ("customer=cus_none", "customer"),
        (&deleted, "customer"),
        ("customer=cus_none&customer_email=a@example.com", "customer"),
        ("expires_at=1", "expires_at"),
        ("expires_at=99999999999", "expires_at"),
        ("currency=eur", "line_items[0][price]"),
        ("currency=zzz", "currency"),
        (&mixed, "line_items[1][price]"),
        ("line_items[1][quantity]=1", "line_items[1][price]"),
        ("line_items[1][price]=price_none&line_items[1][quantity]=1", "line_items[1][price]"),
        ("line_items[0][quantity]=0", "line_items[0][quantity]"),
        (&foreign, "discounts[0][coupon]"),
        ("discounts[0][promotion_code]=promo_none", "discounts[0][promotion_code]"),
        ("allow_promotion_codes=false&discounts[0][coupon_data][percent_off]=5", "allow_promotion_codes"),
        ("permissions[update_discounts]=anyone", "permissions[update_discounts]"),
        ("shipping_options[0][shipping_rate]=shr_none", "shipping_options[0][shipping_rate]"),
    ];
    for (more, param) in cases {
        let error = create(&client, more).await.unwrap_err();
        assert_eq!(error["param"], param, "{more}: {error}");
    }
    assert!(client.running.sessions().is_empty());
}

#[tokio::test]
async fn permissions_need_a_page_of_ones_own_and_the_preview() {
    let mut client = client().await;
    let price = client.running.add_price("usd", 1000);
    let lines = format!(
        "mode=payment&line_items[0][price]={price}&line_items[0][quantity]=1&permissions[update_discounts]=server_only"
    );
    let hosted = client.post("/v1/checkout/sessions", &format!("{lines}&success_url=https://example.com")).await;
    assert_eq!(hosted.error()["param"], "permissions");
    client.version = "2025-03-31.basil".into();
    let error = client.post("/v1/checkout/sessions", &format!("{lines}&ui_mode=custom")).await.error();
    assert_eq!(
        error["message"],
        "Received unknown parameter: permissions[update_discounts]. Did you mean update_shipping_details?"
    );
}

#[tokio::test]
async fn a_total_under_the_minimum_is_refused() {
    let client = client().await;
    let price = client.running.add_price("usd", 49);
    let body = format!("mode=payment&ui_mode=custom&line_items[0][price]={price}&line_items[0][quantity]=1");
    assert_eq!(client.post("/v1/checkout/sessions", &body).await.error()["code"], "amount_too_small");
}

#[tokio::test]
async fn discounts_may_be_there_from_the_start() {
    let client = client().await;
    let coupon = client.post("/v1/coupons", "percent_off=25&duration=once&name=Quarter").await.ok();
    let body = format!("discounts[0][coupon]={}&expand[]=discounts", coupon["id"].as_str().unwrap());
    let session = create(&client, &body).await.unwrap();
    assert_eq!((&session["amount_total"], &session["discounts"][0]["coupon"]), (&json!(1500), &coupon["id"]));
    let code = client.running.add_promotion_code(coupon["id"].as_str().unwrap(), "SPRING");
    let body = format!("discounts[0][promotion_code]={code}&expand[]=discounts.promotion_code");
    let session = create(&client, &body).await.unwrap();
    assert_eq!(
        (&session["amount_total"], &session["discounts"][0]["promotion_code"]["code"]),
        (&json!(1500), &json!("SPRING"))
    );
}

#[tokio::test]
async fn modes_and_prices_must_fit() {
    let client = client().await;
    let data = "currency=usd&unit_amount=900&product_data[name]=Plan&recurring[interval]=month";
    let plan = client.post("/v1/prices", data).await.ok()["id"].as_str().unwrap().to_owned();
    let once = client.running.add_price("usd", 900);
    let create = |mode: &'static str, lines: String| {
        let body = format!("mode={mode}&ui_mode=custom{lines}");
        let client = &client;
        async move { client.post("/v1/checkout/sessions", &body).await }
    };
    let line = |price: &str| format!("&line_items[0][price]={price}&line_items[0][quantity]=1");
    assert_eq!(create("payment", line(&plan)).await.error()["param"], "line_items[0][price]");
    assert_eq!(create("subscription", line(&once)).await.error()["param"], "line_items");
    assert_eq!(create("subscription", line(&plan)).await.ok()["amount_total"], 900);
    assert_eq!(create("payment", String::new()).await.error()["code"], "parameter_missing");
    let setup = create("setup", String::new()).await.ok();
    assert_eq!(
        (&setup["amount_total"], &setup["currency"], &setup["total_details"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    let embedded = format!("mode=payment&ui_mode=embedded{}", line(&once));
    assert_eq!(client.post("/v1/checkout/sessions", &embedded).await.error()["param"], "return_url");
    assert_eq!(
        client.post("/v1/checkout/sessions", &format!("{embedded}&redirect_on_completion=never")).await.status,
        200
    );
}

#[tokio::test]
async fn a_discount_may_come_from_elsewhere() {
    let client = client().await;
    let id = client.session(1000, &[]);
    let coupon = client.running.add_coupon(json!({"percent_off": "10", "name": "Summer"})).unwrap();
    let code = client.running.add_promotion_code(&coupon, "SUMMER");
    client.running.set_discount(&id, &coupon, Some(&code));
    let session = client.running.session(&id).unwrap();
    assert_eq!(session["discounts"][0]["coupon"]["name"], "Summer");
    assert_eq!(
        (&session["discounts"][0]["promotion_code"]["code"], &session["amount_total"]),
        (&json!("SUMMER"), &json!(900))
    );
    client.running.complete(&id);
    assert_eq!(client.running.coupon(&coupon).unwrap()["times_redeemed"], 1);
}

#[tokio::test]
async fn an_open_session_can_be_expired_once() {
    let client = client().await;
    let id = client.session(1000, &[]);
    let expire = format!("{}/expire", path(&id));
    assert_eq!(client.post(&expire, "").await.ok()["status"], "expired");
    let error = client.post(&expire, "").await.error();
    assert!(error["message"].as_str().unwrap().contains("has a status of `expired`"));
}

#[tokio::test]
async fn a_session_expires_when_its_time_comes() {
    let client = client().await;
    let id = client.session(1000, &[]);
    client.running.patch_session(&id, |session| session.expires_at = session.created - 1);
    assert_eq!(client.get(&path(&id)).await.ok()["status"], "expired");
    assert_eq!(client.post(&path(&id), "metadata[a]=b").await.status, 400);
}

#[tokio::test]
async fn a_completed_session_is_paid_or_free() {
    let client = client().await;
    let (paid, free) = (client.session(1000, &[]), client.session(1000, &[]));
    client.post(&path(&free), &crate::client::off(1000)).await.ok();
    client.running.complete(&paid);
    client.running.complete(&free);
    let (paid, free) = (client.get(&path(&paid)).await.ok(), client.get(&path(&free)).await.ok());
    assert_eq!((&paid["status"], &paid["payment_status"]), (&json!("complete"), &json!("paid")));
    assert!(paid["payment_intent"].as_str().unwrap().starts_with("pi_"));
    assert_eq!((&free["payment_status"], &free["payment_intent"]), (&json!("no_payment_required"), &Value::Null));
}

#[tokio::test]
async fn sessions_can_be_put_into_any_state() {
    let client = client().await;
    let id = client.session(1000, &[]);
    client.running.patch_session(&id, |session| {
        session.status = Status::Complete;
        session.overrides.insert("currency".into(), Value::Null);
        session.overrides.insert("amount_subtotal".into(), Value::Null);
    });
    let session = client.get(&path(&id)).await.ok();
    assert_eq!((&session["currency"], &session["amount_subtotal"]), (&Value::Null, &Value::Null));
    client.running.patch_session(&id, |session| session.mode = "setup".into());
    assert_eq!(client.get(&path(&id)).await.ok()["amount_total"], Value::Null);
    assert!(!client.running.patch_session("cs_test_none", |_| ()));
}
