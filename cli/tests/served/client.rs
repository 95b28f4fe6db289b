//! A client of a few lines.

use std::sync::Arc;

use ::discounts::dev::{Running, start};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use shared::clock::Clock;
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
        Self::start_at(Clock::SYSTEM, variables).await
    }

    /// With these variables, and a clock of its own.
    pub(crate) async fn start_at(clock: Clock, variables: &[(&str, &str)]) -> Self {
        let variables: Vec<(String, String)> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let find = move |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let running = start(listener, Arc::new(find), clock).unwrap();
        Self { running, http: shared::http_client::http_client().unwrap() }
    }

    pub(crate) async fn send(&self, method: Method, path: &str, media_type: &str, body: &str) -> Response {
        let request = self.http.request(method, format!("{}{path}", self.running.url()));
        request.header("content-type", media_type).body(body.to_owned()).send().await.unwrap()
    }

    /// Sends a request without a body.
    pub(crate) async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
        let request = self.http.request(method, format!("{}{path}", self.running.url()));
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
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

    /// The catalog of the shop.
    pub(crate) async fn catalog(&self) -> Value {
        json_of(self.get("/shop/catalog").await).await["value"].clone()
    }

    /// A cart as the functions take it: the catalog says the prices.
    pub(crate) async fn lines(&self, cart: &[(&str, u32)]) -> Value {
        let catalog = self.catalog().await;
        let products = catalog["products"].as_array().unwrap();
        let price = |id: &str| products.iter().find(|product| product["id"] == id).unwrap()["price"].clone();
        cart.iter().map(|(product, quantity)| json!({"price": price(product), "quantity": quantity})).collect()
    }

    /// Signs in: the token.
    pub(crate) async fn sign_in(&self, shopper: &str) -> String {
        let value = self.value("/shop/sign-in", json!({"shopper": shopper})).await;
        value["token"].as_str().unwrap().to_owned()
    }

    /// A new session of a shopper: its id and its client secret.
    pub(crate) async fn open(&self, shopper: &str, cart: &[(&str, u32)]) -> (String, String) {
        let body = json!({"line_items": self.lines(cart).await});
        let value = if shopper == "guest" {
            self.value("/checkout-sessions", body).await
        } else {
            let token = self.sign_in(shopper).await;
            let response = self.with_token(Method::POST, "/members/checkout-sessions", &token, &body).await;
            json_of(response).await["value"].clone()
        };
        let text = |name: &str| value[name].as_str().unwrap_or_else(|| panic!("{value}")).to_owned();
        (text("checkout_session_id"), text("client_secret"))
    }

    /// The id of a new session.
    pub(crate) async fn session(&self, shopper: &str, cart: &[(&str, u32)]) -> String {
        self.open(shopper, cart).await.0
    }

    /// Calls as the bearer of a token.
    pub(crate) async fn with_token(&self, method: Method, path: &str, token: &str, body: &Value) -> Response {
        let request = self.http.request(method, format!("{}{path}", self.running.url())).bearer_auth(token);
        request.header("content-type", "application/json").body(body.to_string()).send().await.unwrap()
    }

    /// Changes the cart, and returns the value of the function.
    pub(crate) async fn change_cart(&self, session: &str, cart: &[(&str, u32)]) -> Value {
        let body = json!({"checkout_session_id": session, "line_items": self.lines(cart).await});
        self.value("/cart", body).await
    }

    /// Pays as the page does; the total is what the shopper sees.
    pub(crate) async fn pay(&self, (session, secret): &(String, String)) -> Value {
        let total = self.stripes(session).await["amount_total"].to_string();
        let form: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("key", sandbox::Config::PUBLISHABLE_KEY),
                ("client_secret", secret),
                ("expected_amount", &total),
            ])
            .finish();
        let path = format!("/v1/payment_pages/{session}/confirm");
        json_of(self.send(Method::POST, &path, "application/x-www-form-urlencoded", &form).await).await
    }

    /// The value of a function about a session.
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

pub(crate) async fn json_of(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}
