//! The page, the routes, and what is refused.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::{Dev, cart, json_of};

#[tokio::test]
async fn the_page_and_its_files_are_served() {
    let dev = Dev::start().await;
    for (path, media_type, text) in [
        ("/", "text/html; charset=utf-8", r#""publishable_key":"pk_test_sandbox""#),
        ("/assets/plain/app.js", "text/javascript; charset=utf-8", "order.start()"),
        ("/assets/client/src/server-update.js", "text/javascript; charset=utf-8", "runServerUpdate"),
        ("/assets/shop/style.css", "text/css; charset=utf-8", "prefers-color-scheme"),
        ("/assets/shop/products.svg", "image/svg+xml", "kettle"),
    ] {
        let response = dev.get(path).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], media_type);
        let policy = response.headers().get("content-security-policy").map(|policy| policy.to_str().unwrap());
        assert_eq!(policy.is_some_and(|policy| policy.starts_with("default-src 'self'")), path == "/");
        assert!(response.text().await.unwrap().contains(text), "{path}");
    }
    let script = dev.get("/stripe-js/stripe.js").await;
    assert!(script.text().await.unwrap().contains("initCheckoutElementsSdk"));
}

#[tokio::test]
async fn the_page_opens_its_session_with_the_client_secret_and_sees_no_more_than_that() {
    let dev = Dev::start().await;
    let opened = dev.value("/shop/session", json!({"shopper": "gold", "lines": cart(&[("cups", 1)])})).await;
    assert_eq!(opened.as_object().unwrap().keys().collect::<Vec<_>>(), ["client_secret", "id"]);
    let (id, secret) = (opened["id"].as_str().unwrap(), opened["client_secret"].as_str().unwrap());
    let session = dev.get(&format!("/v1/payment_pages/{id}?key=pk_test_sandbox&client_secret={secret}")).await;
    assert_eq!(json_of(session).await["amount_total"], 3_200 + 590);
}

#[tokio::test]
async fn paths_and_methods_that_there_are_not_are_refused() {
    let dev = Dev::start().await;
    for path in ["/nowhere", "/discounts/", "/discounts/birthday", "/shop/nowhere", "/v2/nothing"] {
        let response = dev.send(Method::POST, path, "application/json", "{}").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(json_of(response).await, json!({"message": "Not Found"}));
    }
    for (method, path, allow) in [
        (Method::GET, "/discounts/loyalty", "POST"),
        (Method::OPTIONS, "/discounts/quote", "POST"),
        (Method::DELETE, "/shop/cart", "POST"),
        (Method::POST, "/shop/catalog", "GET"),
        (Method::POST, "/", "GET, HEAD"),
    ] {
        let response = dev.send(method, path, "application/json", "{}").await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(response.headers()["allow"], allow, "{path}");
    }
}

#[tokio::test]
async fn a_function_refuses_as_it_does_behind_the_gateway() {
    let dev = Dev::start().await;
    let session = dev.session("guest", &[("cups", 1)]).await;
    let asked = json!({"checkout_session_id": session}).to_string();
    let large = format!(r#"{{"checkout_session_id":"{session}","x":"{}"}}"#, "x".repeat(8 * 1024));
    let unknown = json!({"checkout_session_id": "cs_test_unknown"}).to_string();
    for (media_type, body, status, code) in [
        ("text/plain", asked.as_str(), 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", "checkout_session_id=cs_test_1", 415, "unsupported_media_type"),
        ("application/json", &large, 413, "payload_too_large"),
        ("application/json", "", 400, "invalid_request"),
        ("application/json", r#"{"checkout_session_id":"cs_test_../x"}"#, 400, "invalid_request"),
        ("application/json", &unknown, 404, "session_not_found"),
    ] {
        let response = dev.send(Method::POST, "/discounts/loyalty", media_type, body).await;
        assert_eq!(response.status(), status, "{body}");
        assert!(response.headers().contains_key("x-request-id"));
        let answer = json_of(response).await;
        assert_eq!((&answer["type"], &answer["code"]), (&json!("error"), &json!(code)));
    }
}

#[tokio::test]
async fn the_shop_says_what_is_wrong() {
    let dev = Dev::start().await;
    let session = dev.session("guest", &[("cups", 1)]).await;
    let lines = cart(&[("cups", 1)]);
    for (path, body, message) in [
        ("/shop/session", json!({"shopper": "nobody", "lines": lines}), "The shop does not know this shopper."),
        ("/shop/session", json!({"shopper": "guest", "lines": []}), "A cart needs at least one item."),
        ("/shop/cart", json!({"session": session, "lines": []}), "A cart needs at least one item."),
        ("/shop/cart", json!({"session": "x", "lines": lines}), "This is not the id of a Checkout Session."),
        ("/shop/cart", json!({"session": session}), "The body is not as it should be: missing field `lines`"),
    ] {
        let (status, answer) = dev.post(path, body).await;
        assert_eq!((status, &answer["type"]), (StatusCode::BAD_REQUEST, &json!("error")));
        assert!(answer["message"].as_str().unwrap().starts_with(message), "{answer}");
    }
    let response = dev.send(Method::POST, "/shop/session", "text/plain", "{}").await;
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let (status, answer) = dev.post("/shop/cart", json!({"session": "cs_test_unknown", "lines": lines})).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    assert!(answer["message"].as_str().unwrap().starts_with("Stripe refuses: No such"));
}

#[tokio::test]
async fn with_a_key_there_is_no_sandbox_and_everybody_talks_to_the_base() {
    let stripe = sandbox::Sandbox::start(sandbox::Config::default()).await.unwrap();
    let url = stripe.url();
    let dev = Dev::start_with(&[("STRIPE_SECRET_KEY", "sk_test_sandbox"), ("STRIPE_API_BASE", &url)]).await;
    assert_eq!(dev.get("/v1/checkout/sessions/cs_test_1").await.status(), StatusCode::NOT_FOUND);
    let catalog = json_of(dev.get("/shop/catalog").await).await;
    assert_eq!(catalog["value"]["stripe"], format!("{url}/"));
    assert_eq!(catalog["value"]["publishable_key"], serde_json::Value::Null);
    assert_eq!(dev.get("/stripe-js/stripe.js").await.status(), StatusCode::NOT_FOUND);
    let session = dev.session("gold", &[("grinder", 1)]).await;
    assert_eq!(dev.discount("loyalty", &session).await["discount"]["amount_off"], 800);
    let writes = stripe.requests().into_iter().filter(|request| request.method == "POST").count();
    assert_eq!(writes, 3, "a customer, a session, its discount");
}
