//! The HTTP edge, inwards: a gateway event becomes a request that can't be wrong afterwards, or a refusal.

use discounts_core::{Interaction, InteractionSet, ShopperCode};
use lambda_http::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::endpoint::{Endpoint, Step};
use crate::refusal::{Invalid, Refusal};
use crate::stripe::SessionId;

/// The largest body of a discount route, decoded.
const LARGEST_BODY: usize = 8 * 1024;

/// What a page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The only thing that is believed of it.
    pub session: SessionId,
    /// What shall happen.
    pub asks: Asks,
    /// What the shopper typed, where the interaction asks for that.
    pub code: Option<ShopperCode>,
}

/// What shall happen with a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    /// Its set of interactions changes, or not, and its discount follows.
    Step(Step),
    /// Nothing is written.
    Quote,
}

impl Request {
    /// Reads a gateway event for an endpoint. Checked in this order: media type, size, content.
    ///
    /// # Errors
    ///
    /// The refusal that the page gets.
    pub fn parse(endpoint: Endpoint, event: &lambda_http::Request) -> Result<Self, Refusal> {
        if !is_json(event) {
            return Err(Refusal::UnsupportedMediaType);
        }
        let body: &[u8] = event.body();
        if body.len() > LARGEST_BODY {
            return Err(Refusal::PayloadTooLarge);
        }
        // Unknown fields are ignored and can change nothing.
        let body: Map<String, Value> = serde_json::from_slice(body).map_err(|_| Invalid::NotJson)?;
        let id = body.get("checkout_session_id").ok_or(Invalid::NoSessionId)?;
        let session = id.as_str().and_then(SessionId::parse).ok_or(Invalid::SessionId)?;
        let asks = match endpoint {
            Endpoint::Add(interaction) => Asks::Step(Step::Add(interaction)),
            Endpoint::Remove => Asks::Step(Step::Remove(taken(body.get("interaction"))?)),
            Endpoint::Refresh => Asks::Step(Step::Refresh),
            Endpoint::Quote => Asks::Quote,
        };
        let code = match endpoint {
            Endpoint::Add(interaction) => interaction.traits().value.map(|field| typed(body.get(field))).transpose()?,
            Endpoint::Remove | Endpoint::Refresh | Endpoint::Quote => None,
        };
        Ok(Self { session, asks, code })
    }
}

/// Anything else than JSON would not force a browser to ask first (CORS preflight).
fn is_json(event: &lambda_http::Request) -> bool {
    let media_type = event.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn typed(code: Option<&Value>) -> Result<ShopperCode, Invalid> {
    code.ok_or(Invalid::NoCode)?.as_str().and_then(ShopperCode::parse).ok_or(Invalid::Code)
}

fn taken(interaction: Option<&Value>) -> Result<InteractionSet, Invalid> {
    match interaction.ok_or(Invalid::NoInteraction)?.as_str() {
        Some("all") => Ok(InteractionSet::all()),
        word => word.and_then(Interaction::from_word).map(InteractionSet::from).ok_or(Invalid::Interaction),
    }
}
