//! Keys, modes, versions, routes, rate limits.

use sandbox::{Access, Config, Key, RateLimits, Resource};

use crate::client::{Client, client, off, path};

#[tokio::test]
async fn a_key_is_needed_and_must_be_known() {
    let mut client = client().await;
    let id = client.session(1000, &[]);
    client.key = "sk_test_0123456789abcdef".into();
    let unknown = client.get(&path(&id)).await;
    assert_eq!(unknown.status, 401);
    assert_eq!(unknown.error()["message"], "Invalid API Key provided: sk_test_************cdef");
    client.key = String::new();
    let missing = client.get(&path(&id)).await;
    assert_eq!(missing.status, 401);
    assert!(missing.error()["message"].as_str().unwrap().starts_with("You did not provide an API key."));
}

#[tokio::test]
async fn a_rolled_key_is_unknown_and_a_new_one_works() {
    let mut client = client().await;
    let id = client.session(1000, &[]);
    client.running.remove_key(Config::TEST_KEY);
    assert_eq!(client.get(&path(&id)).await.status, 401);
    client.running.add_key(Key::new("sk_test_rolled"));
    client.key = "sk_test_rolled".into();
    assert_eq!(client.get(&path(&id)).await.status, 200);
}

#[tokio::test]
async fn restricted_keys_are_refused_by_permission() {
    let reader = Key::restricted("rk_test_reader_00001", &[(Resource::CheckoutSession, Access::Read)]);
    let writer = Key::restricted("rk_test_writer_00001", &[(Resource::CheckoutSession, Access::Write)]);
    let config = Config { keys: vec![reader, writer], ..Config::default() };
    let mut client = Client::new(config).await;
    let id = client.session(1000, &[]);
    client.key = "rk_test_reader_00001".into();
    assert_eq!(client.get(&path(&id)).await.status, 200);
    let write = client.post(&path(&id), "metadata[a]=b").await;
    assert_eq!(write.status, 403);
    assert!(write.error()["message"].as_str().unwrap().contains("'rak_checkout_session_write'"));
    let expand = client.get(&format!("{}?expand[]=customer", path(&id))).await;
    assert_eq!(expand.status, 403);
    assert!(expand.error()["message"].as_str().unwrap().contains("'rak_customer_read'"));
    client.key = "rk_test_writer_00001".into();
    client.post(&path(&id), &off(100)).await.ok();
    assert_eq!(client.get("/v1/customers/cus_1").await.status, 403);
}

#[tokio::test]
async fn payments_have_permissions_of_their_own_expanded_too() {
    let sessions = Key::restricted("rk_test_sessions_001", &[(Resource::CheckoutSession, Access::Read)]);
    let payments = Key::restricted(
        "rk_test_payments_001",
        &[(Resource::PaymentIntent, Access::Write), (Resource::Charge, Access::Read)],
    );
    let config = Config { keys: vec![sessions, payments], ..Config::default() };
    let mut client = Client::new(config).await;
    let id = client.session(1000, &[]);
    client.running.complete(&id);
    client.key = "rk_test_sessions_001".into();
    for (path, permission) in [
        (format!("{}?expand[]=payment_intent", path(&id)), "rak_payment_intent_read"),
        ("/v1/checkout/sessions?expand[]=data.customer".into(), "rak_customer_read"),
        ("/v1/charges".into(), "rak_charge_read"),
    ] {
        let error = client.get(&path).await.error();
        assert!(error["message"].as_str().unwrap().contains(&format!("'{permission}'")), "{error}");
    }
    assert_eq!(client.get("/v1/checkout/sessions").await.status, 200);
    client.key = "rk_test_payments_001".into();
    assert_eq!(client.get("/v1/payment_intents?expand[]=data.latest_charge").await.status, 200);
    assert_eq!(client.get("/v1/payment_intents?expand[]=data.customer").await.status, 403);
    assert_eq!(client.post("/v1/refunds", "").await.status, 403);
}

#[tokio::test]
async fn coupon_data_may_need_a_scope_of_its_own() {
    let writer = Key::restricted("rk_test_writer_00001", &[(Resource::CheckoutSession, Access::Write)]);
    let config = Config { keys: vec![writer], coupon_data_needs_scope: true, ..Config::default() };
    let mut client = Client::new(config).await;
    client.key = "rk_test_writer_00001".into();
    let id = client.session(1000, &[]);
    assert_eq!(client.post(&path(&id), &off(100)).await.status, 403);
    client.post(&path(&id), "discounts=").await.ok();
}

#[tokio::test]
async fn modes_do_not_see_each_other() {
    let mut client = client().await;
    let id = client.session(1000, &[]);
    client.key = Config::LIVE_KEY.into();
    let answer = client.get(&path(&id)).await;
    assert_eq!((answer.status, &answer.error()["code"]), (404, &"resource_missing".into()));
    assert!(answer.error()["message"].as_str().unwrap().contains("a similar object exists in test mode"));
    let customer = client.post("/v1/customers", "").await.ok();
    assert_eq!(customer["livemode"], true);
    client.key = Config::TEST_KEY.into();
    assert_eq!(client.get(&format!("/v1/customers/{}", customer["id"].as_str().unwrap())).await.status, 404);
}

#[tokio::test]
async fn answers_name_the_version_that_was_used() {
    let mut client = client().await;
    let id = client.session(1000, &[]);
    assert_eq!(client.get(&path(&id)).await.header("stripe-version"), Some(crate::client::BETA));
    client.version = String::new();
    assert_eq!(client.get(&path(&id)).await.header("stripe-version"), Some("2025-03-31.basil"));
    client.version = "yesterday".into();
    assert_eq!(client.get(&path(&id)).await.status, 400);
}

#[tokio::test]
async fn missing_sessions_and_routes_are_404() {
    let client = client().await;
    let error = client.get(&path("cs_test_none")).await.error();
    assert_eq!(error["code"], "resource_missing");
    assert_eq!(error["message"], "No such checkout.session: 'cs_test_none'");
    let route = client.get("/v1/setup_intents").await;
    assert_eq!(route.status, 404);
    assert!(
        route.error()["message"].as_str().unwrap().starts_with("Unrecognized request URL (GET: /v1/setup_intents)")
    );
}

#[tokio::test]
async fn discounts_need_the_preview() {
    let mut client = client().await;
    let id = client.session(1000, &[]);
    for version in ["2025-03-31.basil", ""] {
        client.version = version.into();
        let error = client.post(&path(&id), &off(100)).await.error();
        assert_eq!(error["message"], "Received unknown parameter: discounts", "{version}");
        assert_eq!((&error["code"], &error["param"]), (&"parameter_unknown".into(), &"discounts".into()));
    }
    client.version = "2026-10-14.preview".into();
    client.post(&path(&id), &off(100)).await.ok();
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn an_account_without_the_preview_is_refused_by_mode() {
    let mut client = Client::new(Config { preview: false, ..Config::default() }).await;
    let message = client.get("/v1/customers/cus_1").await.error()["message"].clone();
    assert!(message.as_str().unwrap().starts_with("Invalid Stripe API version: 2025-03-31.basil;"), "{message}");
    client.key = Config::LIVE_KEY.into();
    assert_eq!(client.get("/v1/customers/cus_1").await.error()["code"], "resource_missing");
}

#[tokio::test]
async fn rate_limits_name_their_reason() {
    let client = client().await;
    let id = client.session(1000, &[]);
    client.running.set_rate_limits(Some(RateLimits { account: 3, endpoint: 2 }));
    assert_eq!(client.get(&path(&id)).await.status, 200);
    assert_eq!(client.get(&path("cs_test_other")).await.status, 404);
    let limited = client.get(&path(&id)).await;
    assert_eq!(limited.status, 429);
    assert_eq!(limited.header("stripe-rate-limited-reason"), Some("endpoint-rate"));
    assert_eq!(limited.error()["code"], "rate_limit");
    client.post(&path(&id), "metadata[a]=b").await.ok();
    let all = client.post(&path(&id), "metadata[a]=b").await;
    assert_eq!(all.header("stripe-rate-limited-reason"), Some("global-rate"));
    client.running.set_rate_limits(None);
    assert_eq!(client.get(&path(&id)).await.status, 200);
}

#[tokio::test]
async fn a_json_body_is_refused() {
    let client = client().await;
    let headers = [("Content-Type", "application/json"), ("Content-Length", "2")];
    let mut stream = client.connect().await.unwrap();
    let bearer = format!("Bearer {}", client.key);
    let mut all = vec![("Connection", "close"), ("Authorization", bearer.as_str())];
    all.extend(headers);
    let text = format!("{}{{}}", crate::client::request("POST", "/v1/customers", "", &all));
    tokio::io::AsyncWriteExt::write_all(&mut stream, text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("check that your POST content type"), "{answer}");
}
