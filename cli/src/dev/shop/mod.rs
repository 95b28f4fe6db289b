//! A small version of a shop's own server: a catalog, signing in, and the history of a member.
//!
//! - `GET /shop/catalog`: what can be bought, who can buy, where it can go
//! - `POST /shop/sign-in` `{"shopper": "gold"}`: a token for the members' route
//! - `GET /shop/history`: what Stripe's customer says that the bearer of a token has bought

mod catalog;
mod error;
mod members;
mod stock;
mod stripe;

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::HeaderMap;
use sandbox::Sandbox;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::core::Policy;
use shared::core::policy::CustomerKeys;
use shared::purchase::DiscountWriter;
use shared::settings::Settings;
use tokio::sync::Mutex;

use self::catalog::Product;
use self::error::ShopError;
pub(super) use self::members::Claims;
use self::members::Members;
use self::stock::Stock;
use self::stripe::{Form, StripeForms};
use super::answers::unauthorized;
use super::environment::Environment;
use crate::doctor::missing_keys;
use shared::error_chain::error_chain;

/// The shop.
#[derive(Debug)]
pub(super) struct Shop {
    stripe: StripeForms,
    /// `sandbox`, or the address of Stripe.
    stripe_name: String,
    publishable_key: Option<String>,
    /// The betas that the page makes Stripe.js with.
    betas: &'static [&'static str],
    members: Members,
    keys: CustomerKeys,
    stock: Mutex<Stock>,
    environment: Environment,
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
        let stock = sandbox.map(Stock::of_sandbox).unwrap_or_default();
        Ok(Self {
            stripe: StripeForms::new(base.clone(), &environment.key(), settings.stripe_version.header())?,
            stripe_name: if sandbox.is_some() { "sandbox".to_owned() } else { base.to_string() },
            publishable_key: environment.publishable_key(),
            betas: match settings.writer {
                DiscountWriter::DynamicDiscounts => &["custom_checkout_server_updates_1"],
                DiscountWriter::LineItems => &[],
            },
            members: Members::new(&policy.checkout.customer_claim),
            keys,
            stock: Mutex::new(stock),
            environment: environment.clone(),
        })
    }

    /// The routes of the shop.
    pub(super) fn routes(self: &Arc<Self>) -> Router {
        let catalog = async |State(shop): State<Arc<Self>>| object(shop.catalog().await);
        Router::new()
            .route("/shop/catalog", get(catalog))
            .route("/shop/sign-in", post(sign_in))
            .route("/shop/history", get(history))
            .with_state(Arc::clone(self))
    }

    /// The claims of a request's token, as the gateway's authorizer passes them on.
    pub(super) fn claims(&self, headers: &HeaderMap) -> Option<Claims> {
        self.members.claims(headers)
    }

    /// The data that the page shows before there is a session. While Stripe can't be reached, products have no prices, and
    /// the page says so.
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
            "betas": self.betas,
            "trouble": stocked.err().map(|error| error_chain(&error)).or_else(|| self.without_checkout()),
            "currency": catalog::CURRENCY,
            "products": products.collect::<Vec<_>>(),
            "shoppers": catalog::SHOPPERS,
            "places": catalog::PLACES,
        })
    }
}

impl Shop {
    /// Says what a policy lacks, as it is now, with which no session can be created: the functions say it only in the log.
    fn without_checkout(&self) -> Option<String> {
        let policy = self.environment.settings().ok()?.policy_source.load().ok()?;
        let missing = missing_keys(&policy)?;
        Some(format!(
            "The policy lacks {missing} under [checkout], so no session can be created. Add it to discounts.toml, as in \
             the sample, and load this page again."
        ))
    }
}

async fn sign_in(
    State(shop): State<Arc<Shop>>,
    request: Result<Json<SignIn>, JsonRejection>,
) -> Result<Json<Value>, ShopError> {
    let Json(SignIn { shopper }) = request?;
    let shopper = catalog::shopper_by_id(&shopper).ok_or(ShopError::UnknownShopper)?;
    let customer = shop.stock.lock().await.customer(&shop.stripe, shopper, &shop.keys).await?;
    let customer = customer.ok_or(ShopError::Guest)?;
    Ok(object(json!({"token": shop.members.sign_in(shopper.id, &customer)})))
}

async fn history(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Result<Json<Value>, Response> {
    let claims = shop.claims(&headers).ok_or_else(unauthorized)?;
    let customer = shop.members.customer(&claims).unwrap_or_default();
    let customer = shop.stripe.get(&["v1", "customers", customer], Form::default()).await;
    let customer = customer.map_err(IntoResponse::into_response)?;
    let counted = |key: &str| {
        let text = customer.get("metadata").and_then(|metadata| metadata.get(key)?.as_str()).unwrap_or_default();
        text.parse::<u64>().unwrap_or_default()
    };
    let both = |imported: &str, ours: &str| counted(imported).saturating_add(counted(ours));
    let in_currency = |key: &str| format!("{key}_{}", catalog::CURRENCY);
    let orders = both(&shop.keys.orders, CustomerKeys::CHECKOUT_ORDERS);
    let spent = both(&in_currency(&shop.keys.lifetime_spend), &in_currency(CustomerKeys::CHECKOUT_SPEND));
    Ok(object(json!({"orders": orders, "spent": spent})))
}

fn object(value: impl Serialize) -> Json<Value> {
    Json(json!({"type": "object", "value": value}))
}
