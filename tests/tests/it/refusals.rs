//! Every refusal that a page can meet, from a real event, with its status and code, and no call to Stripe where none
//! is needed.

use discounts_core::Interaction;
use end_to_end::shop::{GUIDE, SAMPLE, of_a_session, writes_coupons};
use end_to_end::{Event, Shop};
use jiff::Timestamp;
use sandbox::{Access, Config, Fault, Hold, Key, On, RateLimits, Resource};
use serde_json::{Value, json};
use shared::Endpoint;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);
const ID: &str = "cs_test_a1";

/// Puts a session into a state.
type Put = Box<dyn FnOnce(&Shop, &str)>;

#[tokio::test]
async fn what_the_page_got_wrong_is_said_without_a_call() {
    let shop = Shop::open(GUIDE).await;
    let json_body = |body: &str| Event::raw(CART, "application/json", body);
    let good = format!(r#"{{"checkout_session_id":"{ID}"}}"#);
    let large = format!(r#"{{"checkout_session_id":"{ID}","padding":"{}"}}"#, "x".repeat(8 * 1024));
    let long_id = format!(r#"{{"checkout_session_id":"cs_test_{}"}}"#, "a".repeat(129));
    let encoded = "x".repeat(10 * 1024 / 3 * 4);
    for (event, status, code) in [
        (Event::raw(CART, "text/plain", &good), 415, "unsupported_media_type"),
        (Event::raw(CART, "application/x-www-form-urlencoded", &good), 415, "unsupported_media_type"),
        (Event::raw(CART, "", &good), 415, "unsupported_media_type"),
        (Event::raw(CART, "text/plain", &large), 415, "unsupported_media_type"),
        (json_body(&large), 413, "payload_too_large"),
        (json_body(&"{".repeat(9_000)), 413, "payload_too_large"),
        (json_body(&encoded).with("/isBase64Encoded", json!(true)), 413, "payload_too_large"),
        (json_body(""), 400, "invalid_request"),
        (json_body("not json"), 400, "invalid_request"),
        (json_body("[]"), 400, "invalid_request"),
        (json_body(&format!(r#"["{ID}"]"#)), 400, "invalid_request"),
        (json_body("{}"), 400, "invalid_request"),
        (json_body(r#"{"checkout_session_id":7}"#), 400, "invalid_request"),
        (json_body(r#"{"checkout_session_id":null}"#), 400, "invalid_request"),
        (json_body(r#"{"checkout_session_id":"cs_test_"}"#), 400, "invalid_request"),
        (json_body(r#"{"checkout_session_id":"cs_test_../../v1"}"#), 400, "invalid_request"),
        (json_body(r#"{"checkout_session_id":"pi_123"}"#), 400, "invalid_request"),
        (json_body(&long_id), 400, "invalid_request"),
    ] {
        let sent = format!("{event:?}");
        let answer = shop.send(CART, event).await;
        assert_eq!(answer.refusal(), (status, code), "{}", &sent[..sent.len().min(1_500)]);
        assert_eq!(answer.body["type"], "error");
        assert!(!answer.request_id().is_empty());
    }
    for body in [json!({}), json!({"interaction": "codes"}), json!({"interaction": 1}), json!({"interaction": ""})] {
        let mut body = body;
        body["checkout_session_id"] = json!(ID);
        let answer = shop.send(Endpoint::Remove, Event::post(Endpoint::Remove, &body)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{body}");
        assert!(answer.body["message"].as_str().unwrap().contains("interaction"));
    }
    let code = Endpoint::Add(Interaction::Code);
    for body in [json!({}), json!({"code": 7}), json!({"code": " "}), json!({"code": "x".repeat(101)})] {
        let mut body = body;
        body["checkout_session_id"] = json!(ID);
        let answer = shop.send(code, Event::post(code, &body)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{body}");
        assert!(answer.body["message"].as_str().unwrap().contains("field code"));
    }
    assert_eq!(shop.calls(), (0, 0));
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_can_change_nothing() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(20_000);
    let body = json!({
        "checkout_session_id": session, "amount_off": 99_999, "discounts": [{"coupon": "x"}], "customer": "cus_x",
        "interaction": "loyalty", "now": "2020-01-01T00:00:00Z", "amount_subtotal": 1_000_000,
    });
    for content_type in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        let answer = shop.send(CART, Event::raw(CART, content_type, &body.to_string())).await;
        assert_eq!((answer.amount(), shop.discount(&session)), (2_000, 2_000));
    }
}

#[tokio::test]
async fn unknown_or_other_mode_session_is_not_found() {
    let shop = Shop::open(GUIDE).await;
    for endpoint in of_a_session() {
        assert_eq!(shop.call(endpoint, "cs_live_a1").await.refusal(), (404, "session_not_found"));
    }
    assert_eq!(shop.calls(), (0, 0), "the key shows its mode");
    assert_eq!(shop.call(CART, ID).await.refusal(), (404, "session_not_found"));
    assert_eq!(shop.calls(), (1, 0));
}

#[tokio::test]
async fn session_in_a_closed_state_is_rejected_without_a_write() {
    let shop = Shop::open(GUIDE).await;
    let over = |key: &'static str, value: Value| {
        move |shop: &Shop, id: &str| {
            shop.stripe().patch_session(id, |session| {
                session.overrides.insert(key.to_owned(), value);
            });
        }
    };
    let cases: Vec<(&str, Put)> = vec![
        ("session_not_open", Box::new(|shop, id| shop.stripe().complete(id))),
        ("session_not_open", Box::new(|shop, id| shop.stripe().expire(id))),
        ("unsupported_session", Box::new(over("mode", json!("subscription")))),
        ("unsupported_session", Box::new(over("mode", json!("setup")))),
        ("unsupported_session", Box::new(over("currency", Value::Null))),
        ("unsupported_session", Box::new(over("amount_subtotal", Value::Null))),
        ("discounts_not_server_only", Box::new(over("permissions", json!({"update_discounts": "client_only"})))),
        (
            "unsupported_session",
            Box::new(|shop, id| {
                shop.stripe().patch_session(id, |session| {
                    for key in 0..48 {
                        session.metadata.insert(format!("theirs_{key}"), json!("x"));
                    }
                });
            }),
        ),
    ];
    for (code, put) in cases {
        // Stripe has no such permission where lines are lowered.
        if code == "discounts_not_server_only" && !writes_coupons() {
            continue;
        }
        let session = shop.session(20_000);
        put(&shop, &session);
        shop.stripe().clear_requests();
        assert_eq!(shop.call(CART, &session).await.refusal(), (409, code));
        assert_eq!(shop.calls(), (1, 0), "{code}");
    }
}

#[tokio::test]
async fn hidden_permission_is_read_from_stripes_rejection() {
    of_coupons!("Stripe has no permission for line prices");
    for echo in [false, true] {
        let config = Config { echo_update_discounts: echo, ..Config::default() };
        let shop = Shop::on(config, &[], GUIDE).await;
        let session = shop.session(20_000);
        shop.stripe().patch_session(&session, |session| session.permissions.update_discounts = None);
        let answer = shop.call(CART, &session).await;
        assert_eq!(answer.refusal(), (409, "discounts_not_server_only"), "echo {echo}");
    }
}

#[tokio::test]
async fn a_session_completed_between_read_and_write_is_not_open() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(20_000);
    let write = Hold::new();
    shop.stripe().fault(Fault::Hold(write.clone()), On::write());
    let call = shop.call(CART, &session);
    let complete = async {
        write.reached().await;
        shop.stripe().complete(&session);
        write.release();
    };
    let (answer, ()) = tokio::join!(call, complete);
    assert_eq!(answer.refusal(), (409, "session_not_open"));
    assert_eq!(shop.calls(), (2, 1), "refused, then read once more");
}

#[tokio::test]
async fn rate_limits_are_passed_on_at_once() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(20_000);
    for fault in [Fault::RateLimited, Fault::RateLimited400] {
        shop.stripe().fault(fault, On::read());
        let answer = shop.call(CART, &session).await;
        assert_eq!(answer.refusal(), (429, "rate_limited"));
        assert_eq!(answer.headers["retry-after"], "1");
        assert_eq!(shop.calls(), (1, 0), "a plain rate limit is never retried");
    }

    shop.stripe().set_rate_limits(Some(RateLimits::TEST));
    let mut refused = 0;
    for _ in 0..60 {
        refused += usize::from(shop.call(Endpoint::Quote, &session).await.status == 429);
    }
    assert!(refused > 0, "sixty calls at once are more than Stripe allows");
}

#[tokio::test]
async fn write_limit_still_clears_an_excess() {
    // The merchant changes the most that the offer gives.
    let capped = |cap: &str| format!("limits.writes_per_session = 2\n{}", GUIDE.replace("20.00", cap));
    let mut shop = Shop::open(&capped("15.00")).await;
    let session = shop.session(20_000);
    assert_eq!(shop.call(CART, &session).await.amount(), 1_500);
    shop.go_on_at(&capped("12.00"), Timestamp::now()).await;
    assert_eq!(shop.call(Endpoint::Refresh, &session).await.amount(), 1_200);

    shop.go_on_at(&capped("18.00"), Timestamp::now()).await;
    let answer = shop.call(Endpoint::Refresh, &session).await;
    assert_eq!(answer.refusal(), (429, "rate_limited"));
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(shop.discount(&session), 1_200, "too little may stay");

    shop.go_on_at(&capped("10.50"), Timestamp::now()).await;
    assert_eq!(shop.call(Endpoint::Refresh, &session).await.refusal(), (429, "rate_limited"));
    assert_eq!(shop.discount(&session), 0, "too much may not");
    assert_eq!(shop.remove(&session, "all").await.status, 200, "taking away is always allowed");
}

#[tokio::test]
async fn operator_errors_are_logged_and_hidden_from_shoppers() {
    let scoped = Key::restricted("rk_test_narrow", &[(Resource::CheckoutSession, Access::Read)]);
    let without_preview = Config { preview: false, ..Config::default() };
    let with_scopes = Config::default();
    for (config, variables, says) in [
        (Config::default(), vec![("STRIPE_SECRET_KEY", "sk_test_unknown")], "rejected the API key"),
        (Config::default(), vec![("STRIPE_SECRET_KEY", "pk_test_1")], "not configured"),
        (Config::default(), vec![("DISCOUNT_POLICY", "/nowhere/x.toml")], "not configured"),
        (with_scopes, vec![("STRIPE_SECRET_KEY", "rk_test_narrow")], "lacks a permission"),
        (without_preview, vec![], "no access to the preview"),
        (Config::default(), vec![("STRIPE_API_VERSION", "2025-03-31.basil")], "no access to the preview"),
    ] {
        if says.contains("preview") && !writes_coupons() {
            continue;
        }
        let shop = Shop::on(config, &variables, GUIDE).await;
        shop.stripe().add_key(scoped.clone());
        let session = {
            let price = shop.stripe().add_price("usd", 20_000);
            let params = [
                ("mode", "payment"),
                ("ui_mode", "custom"),
                ("return_url", "https://shop.example.com"),
                ("line_items[0][price]", price.as_str()),
                ("line_items[0][quantity]", "1"),
            ];
            shop.stripe().create_session(&params).unwrap()["id"].as_str().unwrap().to_owned()
        };
        let answer = shop.call(CART, &session).await;
        assert_eq!(answer.refusal(), (500, "misconfigured"), "{variables:?}");
        assert_eq!(answer.body["message"], "We could not update your order. Please try again.");
        let line = end_to_end::log::line_of(answer.request_id());
        assert!(line["message"].as_str().unwrap().contains(says), "{line}");
        assert_eq!(line["level"], "ERROR");
    }
}

#[tokio::test]
async fn an_expand_that_the_key_may_not_read_is_misconfigured() {
    let key = Key::restricted("rk_test_sessions", &[(Resource::CheckoutSession, Access::Write)]);
    let config = Config { keys: vec![Key::new(Config::TEST_KEY), key], ..Config::default() };
    let shop = Shop::on(config, &[("STRIPE_SECRET_KEY", "rk_test_sessions")], SAMPLE).await;
    let answer = shop.call(CART, &shop.session_of(&shop.customer(&json!({})), 20_000)).await;
    assert_eq!(answer.refusal(), (500, "misconfigured"));
}
