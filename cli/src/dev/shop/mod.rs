//! What a shop's own server does, in small: it makes sessions, and changes their cart and address.
//!
//! Discounts are none of its business; they are the functions'.

mod catalog;
mod lines;
mod session;
mod stripe;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::settings::Settings;
use shared::stripe::SessionId;
use tokio::sync::Mutex;

use self::catalog::Catalog;
use self::lines::CartLine;
use self::session::ShippingAddress;
use self::stripe::StripeForms;
use super::environment::Environment;
use super::server::{json_response, message, not_allowed};

/// Why the shop can't do what the page asks.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShopFault {
    /// The page's mistake.
    #[error("{0}")]
    Invalid(String),
    /// The body is not declared as JSON: then another site's page can't send one without asking first.
    #[error("Requests to the shop are declared as application/json.")]
    NotJson,
    /// Stripe refuses; with its own words, for whoever develops.
    #[error("Stripe refuses: {0}")]
    Refused(String),
    /// No answer of Stripe.
    #[error("Stripe can't be reached: {0}")]
    Unreachable(String),
}

impl ShopFault {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Refused(_) | Self::Unreachable(_) => StatusCode::BAD_GATEWAY,
        }
    }
}

/// The shop.
#[derive(Debug)]
pub(super) struct Shop {
    stripe: StripeForms,
    /// `sandbox`, or the address of Stripe.
    stripe_name: String,
    publishable_key: Option<String>,
    return_url: String,
    /// The Stripe customers of the shoppers, made when first needed.
    customers: Mutex<BTreeMap<&'static str, String>>,
}

#[derive(Deserialize)]
struct NewSession {
    shopper: String,
    lines: Vec<CartLine>,
}

#[derive(Deserialize)]
struct NewCart {
    session: String,
    lines: Vec<CartLine>,
}

#[derive(Deserialize)]
struct NewAddress {
    session: String,
    address: ShippingAddress,
}

impl Shop {
    /// A shop at `url`.
    pub(super) fn new(environment: &Environment, settings: &Settings, url: &str) -> Result<Self, reqwest::Error> {
        let base = &settings.stripe_base;
        Ok(Self {
            stripe: StripeForms::new(base.clone(), &environment.key(), settings.stripe_version.header())?,
            stripe_name: if environment.has_sandbox() { "sandbox".to_owned() } else { base.to_string() },
            publishable_key: environment.publishable_key(),
            return_url: format!("{url}/?session={{CHECKOUT_SESSION_ID}}"),
            customers: Mutex::default(),
        })
    }

    /// Answers a request to `/shop/...`.
    pub(super) async fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path().strip_prefix("/shop/").unwrap_or_default();
        let value = match (request.method(), path) {
            (&Method::GET, "catalog") => Ok(self.catalog()),
            (&Method::POST, "session") => self.create(request).await,
            (&Method::POST, "cart") => self.change_cart(request).await,
            (&Method::POST, "address") => self.change_address(request).await,
            (_, "session" | "cart" | "address") => return not_allowed("POST"),
            (_, "catalog") => return not_allowed("GET"),
            _ => return message(StatusCode::NOT_FOUND, "Not Found"),
        };
        match value {
            Ok(value) => json_response(StatusCode::OK, &json!({"type": "object", "value": value})),
            Err(fault) => json_response(fault.status(), &json!({"type": "error", "message": fault.to_string()})),
        }
    }

    /// What the page shows before there is a session.
    pub(super) fn catalog(&self) -> Value {
        json!(Catalog {
            stripe: self.stripe_name.clone(),
            publishable_key: self.publishable_key.clone(),
            currency: catalog::CURRENCY,
            products: &catalog::PRODUCTS,
            shoppers: &catalog::SHOPPERS,
            places: &catalog::PLACES,
        })
    }

    async fn create(&self, request: &Request<Bytes>) -> Result<Value, ShopFault> {
        let asked: NewSession = body(request)?;
        let shopper = catalog::shopper_by_id(&asked.shopper)
            .ok_or_else(|| ShopFault::Invalid("The shop does not know this shopper.".to_owned()))?;
        let session = self.create_session(shopper, &asked.lines).await?;
        // What the page opens it with; Stripe.js reads the rest.
        Ok(json!({"id": session.get("id"), "client_secret": session.get("client_secret")}))
    }

    async fn change_cart(&self, request: &Request<Bytes>) -> Result<Value, ShopFault> {
        let asked: NewCart = body(request)?;
        self.update_lines(&session_id(&asked.session)?, &asked.lines).await?;
        Ok(json!({}))
    }

    async fn change_address(&self, request: &Request<Bytes>) -> Result<Value, ShopFault> {
        let asked: NewAddress = body(request)?;
        self.update_address(&session_id(&asked.session)?, &asked.address).await?;
        Ok(json!({}))
    }
}

fn session_id(text: &str) -> Result<SessionId, ShopFault> {
    SessionId::parse(text).ok_or_else(|| ShopFault::Invalid("This is not the id of a Checkout Session.".to_owned()))
}

fn body<T: DeserializeOwned>(request: &Request<Bytes>) -> Result<T, ShopFault> {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.split(';').next().unwrap_or_default().trim() != "application/json" {
        return Err(ShopFault::NotJson);
    }
    serde_json::from_slice(request.body())
        .map_err(|error| ShopFault::Invalid(format!("The body is not as it should be: {error}.")))
}
