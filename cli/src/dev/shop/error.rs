//! Reasons for which the shop does not do what the page asks.

use std::error::Error;
use std::iter::successors;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use shared::error_chain::error_chain;

/// A failure of the shop.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShopError {
    /// A body that is not declared as JSON. Another site's page can't send JSON without asking first.
    #[error("Requests to the shop are declared as application/json.")]
    NotJson,
    #[error("The body does not fit this route: {0}")]
    Body(String),
    #[error("The shop does not know this shopper.")]
    UnknownShopper,
    #[error("A guest does not sign in.")]
    Guest,
    /// A refusal in Stripe's own words, for the developer of a shop.
    #[error("Stripe refuses: {message}")]
    Refused { message: String, code: Option<String> },
    #[error("Stripe can't be reached")]
    Unreachable(#[source] reqwest::Error),
}

impl ShopError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Body(_) | Self::UnknownShopper | Self::Guest => StatusCode::BAD_REQUEST,
            Self::Refused { .. } | Self::Unreachable(_) => StatusCode::BAD_GATEWAY,
        }
    }
}

impl From<JsonRejection> for ShopError {
    fn from(rejection: JsonRejection) -> Self {
        if matches!(rejection, JsonRejection::MissingJsonContentType(_)) {
            return Self::NotJson;
        }
        // The rejections of the framework repeat their causes. The innermost says enough.
        let causes = successors(Some(&rejection as &dyn Error), |&error| error.source());
        Self::Body(causes.last().map(ToString::to_string).unwrap_or_default())
    }
}

impl IntoResponse for ShopError {
    fn into_response(self) -> Response {
        (self.status(), Json(json!({"type": "error", "message": error_chain(&self)}))).into_response()
    }
}
