//! What a call to Stripe can end in, named after what the caller can do.

use serde::Deserialize;

/// Why a call to Stripe has no answer that can be used. The text is for the log and says what to do next; Stripe's
/// own words are not in it, since they can repeat what the shopper typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StripeError {
    /// Stripe does not know the object, or it is of the other mode.
    #[error("Stripe does not know this session: was it created in the other mode, or by another account?")]
    NotFound,
    /// The session is complete or expired.
    #[error("the session is complete or expired")]
    NotOpen,
    /// Stripe refuses discounts on this session.
    #[error("Stripe refuses the discount: create the session with permissions[update_discounts]=server_only")]
    DiscountsRefused,
    /// The key is not accepted.
    #[error("Stripe refuses the key: is it rolled or revoked? Put a valid one into the secret (or STRIPE_SECRET_KEY)")]
    KeyRefused,
    /// There is no key.
    #[error("no Stripe key: {0}")]
    KeyUnreadable(String),
    /// The key may not do this.
    #[error(
        "the key lacks a permission: a restricted key needs Checkout Sessions: write, Customers: read where an offer asks \
         about the customer, and for the webhook Customers, PaymentIntents and Coupons: write, Charges and Events: read; \
         `discounts doctor` names what is missing"
    )]
    PermissionMissing,
    /// The account is not in the preview.
    #[error(
        "the account has no access to the preview of dynamic discounts in this mode: ask Stripe for \
         checkout_server_update_beta=v1, or set STRIPE_API_VERSION to a version that has it"
    )]
    NoPreviewAccess,
    /// Stripe's rate limit.
    #[error("Stripe's rate limit is reached: ask Stripe to raise it, or call less often")]
    RateLimited {
        /// After how many seconds it is worth trying again.
        retry_after: u64,
    },
    /// The session is locked by others, also after the retries.
    #[error("the session is locked by other calls")]
    Busy,
    /// The session can't hold a discount of ours.
    #[error("the session can't hold a discount: {0}")]
    Unsupported(&'static str),
    /// Any other refusal.
    #[error("Stripe refuses the call with status {status} (type {kind}, code {code}, parameter {param})")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Stripe's `type`.
        kind: String,
        /// Stripe's `code`.
        code: String,
        /// Stripe's `param`.
        param: String,
    },
    /// The answer can't be read, or does not fit.
    #[error("Stripe's answer does not fit: {0}")]
    Unreadable(&'static str),
    /// Connections fail, or Stripe answers 5xx, also after the retries.
    #[error("Stripe is not available, also after retries")]
    Unavailable,
    /// A write's key is spent: Stripe would replay the failure. The session has to be read again.
    #[error("Stripe keeps answering the same failure to this write")]
    KeySpent,
    /// Another write was made under the same key: it was another call's turn, or the write was made before.
    #[error("another call has written in the meantime, or is still writing")]
    KeyInUse,
    /// No answer in time.
    #[error("Stripe did not answer in time")]
    TimedOut,
}

impl StripeError {
    /// Whether Stripe understood the write and does not take it: nothing of it was done.
    #[must_use]
    pub const fn is_of_the_request(&self) -> bool {
        matches!(self, Self::Refused { status: 400, .. } | Self::DiscountsRefused)
    }
}

/// Stripe's error object (Stripe API reference, Errors).
#[derive(Deserialize, Default, Debug)]
pub(super) struct ErrorBody {
    #[serde(default)]
    pub(super) error: ErrorObject,
}

#[derive(Deserialize, Default, Debug)]
pub(super) struct ErrorObject {
    #[serde(rename = "type", default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) param: Option<String>,
    #[serde(default)]
    pub(super) message: Option<String>,
}

impl ErrorObject {
    /// Reads the object out of a body; an empty one where there is none.
    pub(super) fn read(body: &[u8]) -> Self {
        serde_json::from_slice::<ErrorBody>(body).unwrap_or_default().error
    }

    /// What a refusal means. 5xx, 409 and 429 are decided in `retry` before.
    pub(super) fn meaning(&self, status: u16) -> StripeError {
        let param = self.param.as_deref().unwrap_or_default();
        let message = self.message.as_deref().unwrap_or_default();
        match status {
            401 => StripeError::KeyRefused,
            403 => StripeError::PermissionMissing,
            404 => StripeError::NotFound,
            400 if message.starts_with("Invalid Stripe API version") || self.unknown_discounts(message) => {
                StripeError::NoPreviewAccess
            }
            400 if param.starts_with("discounts") => StripeError::DiscountsRefused,
            400 if self.kind.as_deref() == Some("idempotency_error") => StripeError::KeyInUse,
            _ => StripeError::Refused {
                status,
                kind: word(self.kind.as_deref()),
                code: word(self.code.as_deref()),
                param: word(self.param.as_deref()),
            },
        }
    }

    fn unknown_discounts(&self, message: &str) -> bool {
        let unknown = self.code.as_deref() == Some("parameter_unknown") || message.contains("unknown parameter");
        let named = self.param.as_deref().is_some_and(|param| param.starts_with("discounts"));
        unknown && (named || message.contains("discounts"))
    }
}

/// A word of Stripe's for the log: only what can be no more than a word.
fn word(text: Option<&str>) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_[]-.".contains(&byte);
    let text = text.filter(|text| text.len() <= 100 && text.bytes().all(plain));
    text.unwrap_or("none").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(status: u16, body: &str) -> StripeError {
        ErrorObject::read(body.as_bytes()).meaning(status)
    }

    #[test]
    fn each_refusal_is_named_after_what_the_caller_can_do() {
        let no_beta =
            r#"{"error":{"type":"invalid_request_error","message":"Invalid Stripe API version: 2025-03-31.basil; x"}}"#;
        let unknown = r#"{"error":{"code":"parameter_unknown","param":"discounts","message":"Received unknown parameter: discounts"}}"#;
        let permission = r#"{"error":{"param":"discounts[0]","message":"not server_only"}}"#;
        for (status, body, expected) in [
            (400, no_beta, StripeError::NoPreviewAccess),
            (400, unknown, StripeError::NoPreviewAccess),
            (400, permission, StripeError::DiscountsRefused),
            (401, "{}", StripeError::KeyRefused),
            (403, "", StripeError::PermissionMissing),
            (404, "not json", StripeError::NotFound),
        ] {
            assert_eq!(meaning(status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn nothing_that_a_shopper_typed_reaches_the_log() {
        let body = r#"{"error":{"type":"invalid_request_error","code":"email_invalid","param":"Jane Doe <jane@example.com>",
            "message":"Invalid email: jane@example.com"}}"#;
        let text = meaning(400, body).to_string();
        assert!(text.contains("email_invalid") && !text.contains("jane") && !text.contains("Jane"), "{text}");
    }
}
