//! What a shop's own server has beside the functions, in small: a catalog, signing in, and what is known of a member.
//!
//! - `GET /shop/catalog`: what can be bought, who can buy, where it can go
//! - `POST /shop/sign-in` `{"shopper": "gold"}`: a token for the members' route
//! - `GET /shop/history`: what Stripe's customer says that the bearer of a token has bought

mod catalog;
mod error;
mod members;
mod stock;
mod stripe;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use sandbox::Sandbox;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::core::Policy;
use shared::core::policy::CustomerKeys;
use shared::settings::Settings;
use tokio::sync::Mutex;

use self::catalog::Product;
use self::error::ShopError;
pub(super) use self::members::Claims;
use self::members::Members;
use self::stock::Stock;
use self::stripe::{Form, StripeForms};
use super::answers::{json_response, message, not_allowed, unauthorized};
use super::environment::Environment;

/// The shop.
#[derive(Debug)]
pub(super) struct Shop {
    stripe: StripeForms,
    /// `sandbox`, or the address of Stripe.
    stripe_name: String,
    publishable_key: Option<String>,
    members: Members,
    keys: CustomerKeys,
    stock: Mutex<Stock>,
}

/// A product, and the id of its price at Stripe, once it has one.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    product: &'static Product,
    price: Option<&'a str>,
}

#[derive(Deserialize)]
struct SignIn {
    shopper: String,
}

impl Shop {
    /// A shop, with everything that it has in the sandbox, where there is one.
    pub(super) fn new(
        environment: &Environment,
        settings: &Settings,
        policy: &Policy,
        sandbox: Option<&Sandbox>,
    ) -> Result<Self, reqwest::Error> {
        let base = &settings.stripe_base;
        let keys = policy.customer.clone();
        let stock = sandbox.map(|sandbox| Stock::of_sandbox(sandbox, &keys)).unwrap_or_default();
        Ok(Self {
            stripe: StripeForms::new(base.clone(), &environment.key(), settings.stripe_version.header())?,
            stripe_name: if sandbox.is_some() { "sandbox".to_owned() } else { base.to_string() },
            publishable_key: environment.publishable_key(),
            members: Members::new(&policy.checkout.customer_claim),
            keys,
            stock: Mutex::new(stock),
        })
    }

    /// Answers a request to `/shop/...`.
    pub(super) async fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path().strip_prefix("/shop/").unwrap_or_default();
        let value = match (request.method(), path) {
            (&Method::GET, "catalog") => Ok(self.catalog().await),
            (&Method::POST, "sign-in") => self.sign_in(request).await,
            (&Method::GET, "history") => match self.claims(request.headers()) {
                Some(claims) => self.history(&claims).await,
                None => return unauthorized(),
            },
            (_, "sign-in") => return not_allowed("POST"),
            (_, "catalog" | "history") => return not_allowed("GET"),
            _ => return message(StatusCode::NOT_FOUND, "Not Found"),
        };
        match value {
            Ok(value) => json_response(StatusCode::OK, &json!({"type": "object", "value": value})),
            Err(fault) => json_response(fault.status(), &json!({"type": "error", "message": fault.to_string()})),
        }
    }

    /// Who bears the token of a request, as the gateway's authorizer tells the functions.
    pub(super) fn claims(&self, headers: &HeaderMap) -> Option<Claims> {
        self.members.claims(headers)
    }

    /// What the page shows before there is a session. While Stripe can't be asked, nothing has a price that can be bought,
    /// and the page says so.
    pub(super) async fn catalog(&self) -> Value {
        let mut stock = self.stock.lock().await;
        // Without a key for it the page does not get as far as buying.
        let stocked = match &self.publishable_key {
            Some(_) => stock.complete(&self.stripe).await,
            None => Ok(()),
        };
        let products = catalog::PRODUCTS.iter().map(|product| Shown { product, price: stock.price(product) });
        json!({
            "stripe": self.stripe_name,
            "publishable_key": self.publishable_key,
            "trouble": stocked.err().map(|fault| fault.to_string()),
            "currency": catalog::CURRENCY,
            "products": products.collect::<Vec<_>>(),
            "shoppers": catalog::SHOPPERS,
            "places": catalog::PLACES,
        })
    }

    async fn sign_in(&self, request: &Request<Bytes>) -> Result<Value, ShopError> {
        let asked: SignIn = body(request)?;
        let shopper = catalog::shopper_by_id(&asked.shopper)
            .ok_or_else(|| ShopError::Invalid("The shop does not know this shopper.".to_owned()))?;
        let customer = self.stock.lock().await.customer(&self.stripe, shopper, &self.keys).await?;
        let customer = customer.ok_or_else(|| ShopError::Invalid("A guest does not sign in.".to_owned()))?;
        Ok(json!({"token": self.members.sign_in(shopper.id, &customer)}))
    }

    async fn history(&self, claims: &Claims) -> Result<Value, ShopError> {
        let customer = self.members.customer(claims).unwrap_or_default();
        let customer = self.stripe.get(&["v1", "customers", customer], Form::default()).await?;
        let counted = |key: &str| {
            let text = customer.get("metadata").and_then(|metadata| metadata.get(key)?.as_str()).unwrap_or_default();
            text.parse::<u64>().unwrap_or_default()
        };
        let spent = format!("{}_{}", self.keys.lifetime_spend, catalog::CURRENCY);
        Ok(json!({"orders": counted(&self.keys.orders), "spent": counted(&spent)}))
    }
}

fn body<T: DeserializeOwned>(request: &Request<Bytes>) -> Result<T, ShopError> {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.split(';').next().unwrap_or_default().trim() != "application/json" {
        return Err(ShopError::NotJson);
    }
    serde_json::from_slice(request.body())
        .map_err(|error| ShopError::Invalid(format!("The body is not as it should be: {error}.")))
}
