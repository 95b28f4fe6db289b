//! The page, the routes, and what is refused.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::{Dev, json_of};

#[tokio::test]
async fn page_and_its_files_are_served() {
    let dev = Dev::start().await;
    for (path, media_type, text) in [
        ("/", "text/html; charset=utf-8", r#""publishable_key":"pk_test_sandbox""#),
        ("/assets/plain/app.js", "text/javascript; charset=utf-8", "order.start()"),
        ("/assets/client/src/server-update.js", "text/javascript; charset=utf-8", "runServerUpdate"),
        // The client in one file, which has the elements.
        ("/assets/client/src/index.js", "text/javascript; charset=utf-8", "discount-code"),
        ("/checkout-discounts/checkout-discounts.js", "text/javascript; charset=utf-8", "discount-code"),
        ("/checkout-discounts/index.js", "text/javascript; charset=utf-8", "from './discounts.js'"),
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
async fn page_says_what_a_policy_lacks_to_create_sessions() {
    let file = std::env::temp_dir().join(format!("discounts-without-checkout-{}.toml", std::process::id()));
    std::fs::write(&file, "limits.max_percent = \"50\"\n").unwrap();
    let dev = Dev::start_with(&[("DISCOUNT_POLICY", &file.display().to_string())]).await;
    let trouble = async || json_of(dev.get("/shop/catalog").await).await["value"]["trouble"].clone();
    let said = trouble().await;
    assert!(said.as_str().is_some_and(|said| said.contains("lacks return_url, and prices or products")), "{said}");
    assert!(dev.get("/").await.text().await.unwrap().contains("lacks return_url"));
    std::fs::write(&file, include_str!("../../../discounts.toml")).unwrap();
    assert_eq!(trouble().await, serde_json::Value::Null);
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn pages_are_compressed_and_answers_of_functions_are_not() {
    let dev = Dev::start().await;
    let encoding = async |response: reqwest::Response| {
        let encoding = response.headers().get("content-encoding").map(|value| value.to_str().unwrap().to_owned());
        (encoding, response.bytes().await.unwrap())
    };
    let whole = encoding(dev.get("/assets/plain/app.js").await).await;
    let compressed =
        encoding(dev.request(Method::GET, "/assets/plain/app.js", &[("accept-encoding", "br, gzip")]).await).await;
    assert_eq!((whole.0, compressed.0.as_deref()), (None, Some("gzip")));
    assert!(compressed.1.starts_with(&[0x1f, 0x8b]) && compressed.1.len() < whole.1.len());
    let answer = dev.request(Method::POST, "/discounts/loyalty", &[("accept-encoding", "gzip")]).await;
    assert_eq!(encoding(answer).await.0, None);
}

#[tokio::test]
async fn host_names_of_other_sites_are_refused() {
    let dev = Dev::start().await;
    for (host, status) in [
        ("localhost:3000", StatusCode::OK),
        ("192.168.1.20:3000", StatusCode::OK),
        ("attacker.example:3000", StatusCode::FORBIDDEN),
    ] {
        for path in ["/", "/shop/catalog", "/inspector/calls"] {
            assert_eq!(dev.request(Method::GET, path, &[("host", host)]).await.status(), status, "{host}{path}");
        }
    }
    let elsewhere = dev.request(Method::GET, "/nowhere", &[("host", "attacker.example")]).await;
    assert_eq!(elsewhere.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn body_larger_than_the_gateway_accepts_is_refused() {
    let dev = Dev::start().await;
    let body = " ".repeat(10 * 1024 * 1024 + 1);
    let response = dev.send(Method::POST, "/webhooks/stripe", "application/json", &body).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(json_of(response).await, json!({"message": "Request Too Long"}));
}

#[tokio::test]
async fn page_opens_its_session_with_the_client_secret() {
    let dev = Dev::start().await;
    let (id, secret) = dev.open("gold", &[("cups", 1)]).await;
    let session = dev.get(&format!("/v1/payment_pages/{id}?key=pk_test_sandbox&client_secret={secret}")).await;
    assert_eq!(json_of(session).await["amount_total"], 3_200);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_refused() {
    let dev = Dev::start().await;
    for path in ["/nowhere", "/discounts/", "/discounts/birthday", "/shop/nowhere", "/v2/nothing"] {
        let response = dev.send(Method::POST, path, "application/json", "{}").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(json_of(response).await, json!({"message": "Not Found"}));
    }
    for (method, path, allow) in [
        (Method::GET, "/discounts/loyalty", "POST"),
        (Method::OPTIONS, "/discounts/quote", "POST"),
        (Method::DELETE, "/cart", "POST"),
        (Method::GET, "/members/checkout-sessions", "POST"),
        (Method::GET, "/shop/sign-in", "POST"),
        (Method::POST, "/shop/catalog", "GET,HEAD"),
        (Method::POST, "/", "GET,HEAD"),
    ] {
        let response = dev.send(method, path, "application/json", "{}").await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(response.headers()["allow"], allow, "{path}");
    }
}

#[tokio::test]
async fn function_refuses_as_behind_the_gateway() {
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
async fn shop_names_the_error_of_a_request() {
    let dev = Dev::start().await;
    for (body, message) in [
        (json!({"shopper": "nobody"}), "The shop does not know this shopper."),
        (json!({"shopper": "guest"}), "A guest does not sign in."),
        (json!({}), "The body does not fit this route: missing field `shopper`"),
    ] {
        let (status, answer) = dev.post("/shop/sign-in", body).await;
        assert_eq!((status, &answer["type"]), (StatusCode::BAD_REQUEST, &json!("error")));
        assert!(answer["message"].as_str().unwrap().starts_with(message), "{answer}");
    }
    let response = dev.send(Method::POST, "/shop/sign-in", "text/plain", "{}").await;
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn member_is_known_by_the_token_only() {
    let dev = Dev::start().await;
    let body = json!({"line_items": dev.lines(&[("grinder", 1)]).await, "customer": "cus_other"});
    for path in ["/members/checkout-sessions", "/shop/history"] {
        let method = if path.starts_with("/shop") { Method::GET } else { Method::POST };
        let response = dev.with_token(method, path, "nobodys", &body).await;
        assert_eq!(
            (response.status(), &response.headers()["www-authenticate"]),
            (StatusCode::UNAUTHORIZED, &"Bearer".parse().unwrap())
        );
        assert_eq!(json_of(response).await, json!({"message": "Unauthorized"}), "as the gateway answers");
    }
    let token = dev.sign_in("gold").await;
    let opened = json_of(dev.with_token(Method::POST, "/members/checkout-sessions", &token, &body).await).await;
    let id = opened["value"]["checkout_session_id"].as_str().unwrap();
    let customer = dev.stripes(id).await["customer"].clone();
    assert!(customer.as_str().unwrap().starts_with("cus_") && customer != "cus_other");
    let guest = dev.with_token(Method::POST, "/checkout-sessions", &token, &body).await;
    let guest = json_of(guest).await["value"]["checkout_session_id"].as_str().unwrap().to_owned();
    assert_eq!(dev.stripes(&guest).await["customer"], serde_json::Value::Null);
}

#[tokio::test]
async fn server_has_no_sandbox_with_a_key() {
    let stripe = sandbox::Sandbox::start(sandbox::Config::default()).await.unwrap();
    let url = stripe.url();
    let dev = Dev::start_with(&[("STRIPE_SECRET_KEY", "sk_test_sandbox"), ("STRIPE_API_BASE", &url)]).await;
    assert_eq!(dev.get("/v1/checkout/sessions/cs_test_1").await.status(), StatusCode::NOT_FOUND);
    let catalog = dev.catalog().await;
    assert_eq!(catalog["stripe"], format!("{url}/"));
    assert_eq!(catalog["publishable_key"], serde_json::Value::Null);
    assert_eq!(catalog["products"][0]["price"], serde_json::Value::Null, "there is no page that could buy it");
    assert_eq!(dev.get("/stripe-js/stripe.js").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn shop_creates_its_prices_once_with_both_keys() {
    let stripe = sandbox::Sandbox::start(sandbox::Config::default()).await.unwrap();
    let url = stripe.url();
    let keys = [("STRIPE_SECRET_KEY", "sk_test_sandbox"), ("STRIPE_PUBLISHABLE_KEY", "pk_test_sandbox")];
    let first = Dev::start_with(&[keys[0], keys[1], ("STRIPE_API_BASE", &url)]).await;
    let session = first.session("gold", &[("grinder", 1)]).await;
    assert_eq!(first.discount("loyalty", &session).await["discount"]["amount_off"], 800);
    let again = Dev::start_with(&[keys[0], keys[1], ("STRIPE_API_BASE", &url)]).await;
    assert_eq!(again.catalog().await["products"], first.catalog().await["products"]);
    assert_eq!(stripe.objects("price").len(), 5);
    assert_eq!(stripe.objects("customer").len(), 1);
}

#[tokio::test]
async fn pages_of_other_origins_call_as_on_the_deployed_stack() {
    let dev = Dev::start().await;
    let (origin, asked) = (("origin", "http://localhost:5173"), ("access-control-request-method", "POST"));
    let preflight = dev.request(Method::OPTIONS, "/discounts/loyalty", &[origin, asked]).await;
    assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
    for (header, value) in [
        ("access-control-allow-origin", "http://localhost:5173"),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "content-type,authorization"),
        ("access-control-max-age", "600"),
    ] {
        assert_eq!(preflight.headers()[header], value);
    }
    let answer = dev.request(Method::POST, "/discounts/loyalty", &[origin]).await;
    assert_eq!(answer.headers()["access-control-allow-origin"], "http://localhost:5173");
    assert_eq!(answer.headers()["access-control-expose-headers"], "retry-after,x-request-id");

    // The client and what is Stripe's, but neither the shop's own routes nor the inspector.
    for (path, open) in [
        ("/checkout-discounts/index.js", true),
        ("/stripe-js/stripe.js", true),
        ("/v1/payment_pages/cs_test_1", true),
        ("/shop/catalog", false),
        ("/inspector/calls", false),
        ("/", false),
    ] {
        let response = dev.request(Method::GET, path, &[origin]).await;
        assert_eq!(response.headers().contains_key("access-control-allow-origin"), open, "{path}");
    }

    let other = ("origin", "https://attacker.example");
    let preflight = dev.request(Method::OPTIONS, "/discounts/loyalty", &[other, asked]).await;
    assert_eq!(
        (preflight.status(), preflight.headers().get("access-control-allow-origin")),
        (StatusCode::NO_CONTENT, None)
    );
    let answer = dev.request(Method::POST, "/discounts/loyalty", &[other]).await;
    assert_eq!(answer.headers().get("access-control-allow-origin"), None);
}
