//! A client of a few lines.

use std::sync::Arc;

use ::discounts::dev::{Running, start};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The served address, and a client for it.
pub(crate) struct Dev {
    running: Running,
    http: reqwest::Client,
}

impl Dev {
    /// With the policy compiled in.
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With these variables, and nothing of the process's environment.
    pub(crate) async fn start_with(variables: &[(&str, &str)]) -> Self {
        let variables: Vec<(String, String)> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let find = move |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let running = start(listener, Arc::new(find)).unwrap();
        Self { running, http: shared::http_client::http_client().unwrap() }
    }

    pub(crate) async fn send(&self, method: Method, path: &str, media_type: &str, body: &str) -> Response {
        let request = self.http.request(method, format!("{}{path}", self.running.url()));
        request.header("content-type", media_type).body(body.to_owned()).send().await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, "", "").await
    }

    /// Status and JSON of a POST.
    pub(crate) async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let response = self.send(Method::POST, path, "application/json", &body.to_string()).await;
        (response.status(), json_of(response).await)
    }

    /// The value of a POST that succeeds.
    pub(crate) async fn value(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.post(path, body).await;
        assert_eq!((status, &answer["type"]), (StatusCode::OK, &json!("object")), "{answer}");
        answer["value"].clone()
    }

    /// A new session: its id.
    pub(crate) async fn session(&self, shopper: &str, lines: &[(&str, u32)]) -> String {
        let view = self.value("/shop/session", json!({"shopper": shopper, "lines": cart(lines)})).await;
        view["id"].as_str().unwrap().to_owned()
    }

    /// What a function says of a session's discount.
    pub(crate) async fn discount(&self, function: &str, session: &str) -> Value {
        self.value(&format!("/discounts/{function}"), json!({"checkout_session_id": session})).await
    }

    /// The session as Stripe has it.
    pub(crate) async fn stripes(&self, session: &str) -> Value {
        let expand = "expand[]=line_items&expand[]=discounts.coupon";
        let url = format!("{}/v1/checkout/sessions/{session}?{expand}", self.running.url());
        let request = self.http.get(url).bearer_auth(sandbox::Config::TEST_KEY);
        json_of(request.send().await.unwrap()).await
    }
}

/// A cart as the page sends it.
pub(crate) fn cart(lines: &[(&str, u32)]) -> Value {
    lines.iter().map(|(product, quantity)| json!({"product": product, "quantity": quantity})).collect()
}

pub(crate) async fn json_of(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}
