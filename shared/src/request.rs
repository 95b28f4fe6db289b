//! The HTTP edge, inwards: a gateway event becomes a valid request or an error.

mod address;
mod fields;
mod lines;
mod new_session;

use discounts_core::policy::Locale;
use discounts_core::{Interaction, InteractionSet, ShopperCode, Trigger};
use lambda_http::http::header::CONTENT_TYPE;
use serde_json::Value;
use serde_json::error::Category;

use self::fields::{Fields, code, text};
pub use self::new_session::{NewSession, SessionOwner};
use crate::api_error::ApiError;
use crate::command::{Edit, SessionCommand};
use crate::endpoint::Endpoint;
use crate::event::HttpRequest;
use crate::invalid_request::InvalidRequest;
use crate::stripe::{IntentId, Purchase, SessionId};

/// The header that Stripe signs a webhook in.
const SIGNATURE: &str = "stripe-signature";

/// A request, understood.
#[derive(Debug)]
pub enum Request {
    /// An action on one purchase: a session, or a payment intent.
    Purchase {
        /// The purchase: the only field that is trusted.
        id: Purchase,
        /// The action.
        action: PurchaseAction,
        /// The language of the names in the answer.
        locale: Option<Locale>,
    },
    /// Creates a session.
    NewSession(NewSession),
    /// A delivery of Stripe's, not verified yet.
    Delivery(Delivery),
}

/// An action on a purchase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PurchaseAction {
    /// Applies a command, and brings the discount to what is decided then.
    Reconcile(SessionCommand),
    /// Quotes every interaction; writes nothing.
    Quote,
}

/// A delivery, as received.
#[derive(Debug)]
pub struct Delivery {
    /// `Stripe-Signature`; empty if the header is missing.
    pub signature: String,
    /// The bytes that were signed.
    pub body: Vec<u8>,
}

/// A request that is not served.
#[derive(Debug)]
pub struct RequestError {
    /// The answer to the page.
    pub answer: ApiError,
    /// The reason, for the log alone; it holds nothing of the request.
    pub reason: Option<String>,
}

impl RequestError {
    /// The reason that serde gives for bad syntax names the place and nothing else; for an unexpected value it may repeat it.
    fn not_json(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let reason = match error.classify() {
            Category::Syntax | Category::Eof => error.to_string(),
            Category::Data | Category::Io => format!("not an object at line {line} column {column}"),
        };
        Self {
            answer: InvalidRequest::NotJson.into(),
            reason: Some(format!("the body is not a JSON object: {reason}")),
        }
    }
}

impl<E: Into<ApiError>> From<E> for RequestError {
    fn from(error: E) -> Self {
        Self { answer: error.into(), reason: None }
    }
}

impl Request {
    /// Reads a request for an endpoint. Checked in this order: media type, size, content.
    ///
    /// # Errors
    ///
    /// [`RequestError`], with the answer to the page.
    pub fn parse(endpoint: Endpoint, event: &HttpRequest) -> Result<Self, RequestError> {
        if endpoint.is_for_pages() && !is_json(event) {
            return Err(ApiError::UnsupportedMediaType.into());
        }
        let body = event.body.as_slice();
        if body.len() > endpoint.largest_body() {
            return Err(ApiError::PayloadTooLarge.into());
        }
        if endpoint == Endpoint::Webhook {
            let signature = event.headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            return Ok(Self::Delivery(Delivery { signature: signature.to_owned(), body: body.to_vec() }));
        }
        // Unknown fields are ignored and can change nothing.
        let fields: Fields = serde_json::from_slice(body).map_err(|error| RequestError::not_json(&error))?;
        let command = match endpoint {
            Endpoint::CheckoutSession => return Ok(Self::NewSession(NewSession::parse(&fields, event)?)),
            Endpoint::Quote => {
                let locale = locale(&fields)?;
                return Ok(Self::Purchase { id: purchase(&fields)?, action: PurchaseAction::Quote, locale });
            }
            Endpoint::Add(interaction) => SessionCommand::Add(interaction, code(interaction, &fields)?),
            Endpoint::Remove => SessionCommand::Remove(taken(fields.get("interaction"))?),
            Endpoint::Cart => SessionCommand::Change(Edit::Cart(lines::lines(&fields)?)),
            Endpoint::ShippingAddress => SessionCommand::Change(Edit::ShippingAddress(address::address(&fields)?)),
            Endpoint::Refresh | Endpoint::Webhook => SessionCommand::Refresh,
        };
        let id = match command {
            SessionCommand::Change(_) => Purchase::Session(session(&fields)?),
            _ => purchase(&fields)?,
        };
        Ok(Self::Purchase { id, action: PurchaseAction::Reconcile(command), locale: locale(&fields)? })
    }
}

impl Request {
    /// The code that the shopper typed.
    #[must_use]
    pub fn code(&self) -> Option<&ShopperCode> {
        match self {
            Self::Purchase { action: PurchaseAction::Reconcile(command), .. } => command.code(),
            Self::NewSession(new) => new.code.as_ref(),
            Self::Purchase { action: PurchaseAction::Quote, .. } | Self::Delivery(_) => None,
        }
    }
}

/// Anything else than JSON would not force a browser to ask first (CORS preflight).
fn is_json(event: &HttpRequest) -> bool {
    let media_type = event.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// The language that the page declares. One that can't be read has no names in the policy.
fn locale(fields: &Fields) -> Result<Option<Locale>, InvalidRequest> {
    Ok(text(fields, "locale", InvalidRequest::Locale)?.and_then(Locale::parse))
}

/// A session, or the payment intent of a shop without sessions.
fn purchase(fields: &Fields) -> Result<Purchase, InvalidRequest> {
    match (fields.get("payment_intent_id"), fields.contains_key("checkout_session_id")) {
        (Some(_), true) => Err(InvalidRequest::TwoIds),
        (Some(id), false) => {
            id.as_str().and_then(IntentId::parse).map(Purchase::Intent).ok_or(InvalidRequest::IntentId)
        }
        (None, _) => session(fields).map(Purchase::Session),
    }
}

fn session(fields: &Fields) -> Result<SessionId, InvalidRequest> {
    let id = fields.get("checkout_session_id").ok_or(InvalidRequest::NoSessionId)?;
    id.as_str().and_then(SessionId::parse).ok_or(InvalidRequest::SessionId)
}

fn taken(interaction: Option<&Value>) -> Result<InteractionSet, InvalidRequest> {
    match interaction.ok_or(InvalidRequest::NoInteraction)?.as_str() {
        Some("all") => Ok(InteractionSet::all()),
        Some(Trigger::AUTOMATIC) => Err(InvalidRequest::Automatic),
        word => word.and_then(Interaction::from_word).map(InteractionSet::from).ok_or(InvalidRequest::Interaction),
    }
}
