//! Reasons for which the shop does not do what the page asks.

use http::StatusCode;

/// Why the shop can't do what the page asks.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShopError {
    /// The page's mistake.
    #[error("{0}")]
    Invalid(String),
    /// The body is not declared as JSON: then another site's page can't send one without asking first.
    #[error("Requests to the shop are declared as application/json.")]
    NotJson,
    /// Stripe refuses; with its own words, for whoever develops.
    #[error("Stripe refuses: {said}")]
    Refused {
        /// What Stripe says.
        said: String,
        /// Its code for it.
        code: Option<String>,
    },
    /// No answer of Stripe.
    #[error("Stripe can't be reached: {0}")]
    Unreachable(String),
}

impl ShopError {
    /// The status of the answer.
    pub(super) const fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Refused { .. } | Self::Unreachable(_) => StatusCode::BAD_GATEWAY,
        }
    }
}
