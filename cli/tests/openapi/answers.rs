//! Answers of every route and kind are as the description says, and hold nothing that it does not describe.

use std::sync::Arc;

use discounts::dev::{Running, start};
use discounts::openapi::document;
use jsonschema::Validator;
use serde_json::{Value, json};
use shared::Endpoint;
use shared::clock::Clock;
use tokio::net::TcpListener;

struct Dev {
    running: Running,
    http: reqwest::Client,
}

impl Dev {
    async fn start() -> Self {
        Self::with(None).await
    }

    /// With a policy, the name of a file.
    async fn with(policy: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let lookup = move |name: &str| policy.clone().filter(|_| name == "DISCOUNT_POLICY");
        Self {
            running: start(listener, Arc::new(lookup), Clock::SYSTEM).unwrap(),
            http: shared::http_client::http_client().unwrap(),
        }
    }

    async fn post(&self, path: &str, media_type: &str, body: String) -> (u16, Value) {
        let now = jiff::Timestamp::now().as_second();
        let signature = sandbox::sign(&[sandbox::Config::WEBHOOK_SECRET], now, body.as_bytes());
        let request = self.http.post(format!("{}{path}", self.running.url())).header("content-type", media_type);
        let response = request.header("stripe-signature", signature).body(body).send().await.unwrap();
        assert!(response.headers().contains_key("x-request-id"), "{path}");
        let status = response.status().as_u16();
        (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap())
    }

    /// Three kettles.
    async fn lines(&self) -> Value {
        let catalog = self.http.get(format!("{}/shop/catalog", self.running.url())).send().await.unwrap();
        let catalog: Value = serde_json::from_slice(&catalog.bytes().await.unwrap()).unwrap();
        let products = catalog["value"]["products"].as_array().unwrap().clone();
        let kettle = products.iter().find(|product| product["id"] == "kettle").unwrap();
        json!([{"price": kettle["price"], "quantity": 3}])
    }

    async fn session(&self) -> String {
        let body = json!({"line_items": self.lines().await}).to_string();
        let (status, answer) = self.post("/checkout-sessions", "application/json", body).await;
        assert_eq!(status, 200, "{answer}");
        answer["value"]["checkout_session_id"].as_str().unwrap().to_owned()
    }
}

/// The schema of an answer, closed: what is not described is a fault.
fn schema_of(document: &Value, endpoint: Endpoint, status: u16) -> Validator {
    let mut document = document.clone();
    let response = &document["paths"][endpoint.path()]["post"]["responses"][status.to_string()];
    assert!(response.is_object(), "{status} of {} is described", endpoint.name());
    let response = match response["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap().clone(),
        None => response.clone(),
    };
    let root = response["content"]["application/json"]["schema"].clone();
    close(&mut document["components"]["schemas"]);
    jsonschema::validator_for(&json!({"allOf": [root], "components": document["components"]})).unwrap()
}

fn close(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        if object.get("type").is_some_and(|kind| kind == "object") && object.contains_key("properties") {
            object.insert("additionalProperties".to_owned(), json!(false));
        }
        object.values_mut().for_each(close);
    } else if let Some(array) = schema.as_array_mut() {
        array.iter_mut().for_each(close);
    }
}

#[tokio::test]
async fn answers_fit_their_description() {
    let (dev, document) = (Dev::start().await, document());
    let (session, lines) = (dev.session().await, dev.lines().await);
    let ask = |id: &str| {
        json!({
            "checkout_session_id": id, "interaction": "all", "code": "SPRING", "line_items": lines,
            "name": "A. Shopper", "address": {"line1": "1 Main St", "country": "US"},
            // An event of Stripe without an effect.
            "id": "evt_1", "type": "product.created", "created": 1, "data": {"object": {}},
        })
        .to_string()
    };
    for endpoint in Endpoint::all() {
        let is_about_one = !matches!(endpoint, Endpoint::CheckoutSession | Endpoint::Webhook);
        for (media_type, body, expected) in [
            ("application/json", ask(&session), 200),
            ("application/json", ask("cs_test_unknown"), if is_about_one { 404 } else { 200 }),
            ("application/json", "{}".to_owned(), 400),
            ("application/json", " ".repeat(endpoint.largest_body() + 1), 413),
            ("text/plain", ask(&session), if endpoint.is_for_pages() { 415 } else { 200 }),
        ] {
            let (status, answer) = dev.post(&endpoint.path(), media_type, body).await;
            assert_eq!(status, expected, "{}: {answer}", endpoint.name());
            let schema = schema_of(&document, endpoint, status);
            let faults: Vec<String> = schema.iter_errors(&answer).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{}: {faults:?} in {answer}", endpoint.name());
        }
    }
}

#[tokio::test]
async fn session_of_each_page_fits_its_description() {
    let sample = include_str!("../../../discounts.toml");
    let modes = "ui_modes = [\"elements\", \"hosted\", \"embedded\"]";
    let file = std::env::temp_dir().join(format!("discounts-pages-{}.toml", std::process::id()));
    std::fs::write(&file, sample.replace("[checkout]", &format!("[checkout]\n{modes}"))).unwrap();
    let dev = Dev::with(Some(file.to_str().unwrap().to_owned())).await;
    let schema = schema_of(&document(), Endpoint::CheckoutSession, 200);
    let lines = dev.lines().await;
    for page in ["elements", "hosted", "embedded"] {
        let asked = json!({ "ui_mode": page, "line_items": lines, "interactions": ["cart-threshold"] });
        let (status, answer) = dev.post("/checkout-sessions", "application/json", asked.to_string()).await;
        assert_eq!(status, 200, "{page}: {answer}");
        let faults: Vec<String> = schema.iter_errors(&answer).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{page}: {faults:?} in {answer}");
        assert_eq!(answer["value"]["url"].is_string(), page == "hosted");
        let Some(url) = answer["value"]["url"].as_str() else { continue };
        // The sandbox serves the page, and a button that pays.
        assert!(url.starts_with(dev.running.url()), "{url}");
        let page = dev.http.get(url).send().await.unwrap();
        assert!(
            page.status().is_success() && page.headers()["content-type"].to_str().unwrap().starts_with("text/html")
        );
        assert_eq!(dev.http.post(url).send().await.unwrap().status(), 303);
    }
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn description_is_served_beside_the_functions() {
    let dev = Dev::start().await;
    let response = dev.http.get(format!("{}/openapi.json", dev.running.url())).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    let served: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(served, document());
    assert_eq!(served["paths"].as_object().unwrap().len(), Endpoint::all().flat_map(Endpoint::paths).count());
}

#[test]
fn description_in_the_repository_is_current() {
    let written = include_str!("../../../openapi.json");
    let current = discounts::openapi::run(&discounts::openapi::Args {}).unwrap();
    assert_eq!(written, current, "cargo run -q -p discounts -- openapi > openapi.json");
}

#[test]
fn answer_that_does_not_fit_is_found() {
    let document = document();
    let schema = schema_of(&document, Endpoint::Refresh, 404);
    let error = json!({"type": "error", "code": "session_not_found", "message": "m"});
    assert!(schema.is_valid(&error));
    for (key, value) in [("code", json!("session_busy")), ("type", json!("object")), ("more", json!(1))] {
        let mut other = error.clone();
        other[key] = value;
        assert!(!schema.is_valid(&other), "{other}");
    }
}
