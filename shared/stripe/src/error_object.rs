//! Stripe's error object (Stripe API reference, Errors), and the failure that it means.

use serde::Deserialize;

use crate::error::StripeError;

#[derive(Deserialize, Default, Debug)]
struct ErrorBody {
    #[serde(default)]
    error: ErrorObject,
}

#[derive(Deserialize, Default, Debug)]
pub(crate) struct ErrorObject {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    pub(crate) code: Option<String>,
    #[serde(default)]
    param: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

impl ErrorObject {
    /// Reads the object out of a body; an empty one where the body has none.
    pub(crate) fn read(body: &[u8]) -> Self {
        serde_json::from_slice::<ErrorBody>(body).unwrap_or_default().error
    }

    /// Returns whether Stripe's rate limit rejected the call. Some of its limits answer 400 with this code, and Stripe's
    /// own libraries treat both alike.
    pub(crate) fn is_rate_limit(&self, status: u16) -> bool {
        status == 429 || (status == 400 && self.code.as_deref() == Some("rate_limit"))
    }

    /// The failure that a status below 500 means; `retry` has already handled 409 and 429.
    pub(crate) fn meaning(&self, status: u16) -> StripeError {
        let param = self.param.as_deref().unwrap_or_default();
        let message = self.message.as_deref().unwrap_or_default();
        match status {
            400 | 404 if self.kind.as_deref() == Some("idempotency_error") => StripeError::IdempotencyConflict,
            401 => StripeError::KeyRefused,
            403 => StripeError::PermissionMissing,
            404 => StripeError::NotFound,
            400 if message.starts_with("Invalid Stripe API version") || self.unknown_discounts(message) => {
                StripeError::NoPreviewAccess
            }
            400 if param.starts_with("discounts") => StripeError::DiscountsRefused,
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

/// One of Stripe's words, for the log: only if it can be no more than a word.
fn word(text: Option<&str>) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_[]-.".contains(&byte);
    let text = text.filter(|text| text.len() <= 100 && text.bytes().all(plain));
    text.unwrap_or("none").to_owned()
}

#[cfg(test)]
mod tests {
    use std::mem::discriminant;

    use super::*;

    fn meaning(status: u16, body: &str) -> StripeError {
        ErrorObject::read(body.as_bytes()).meaning(status)
    }

    #[test]
    fn refusals_are_named_by_what_a_caller_can_do() {
        let no_beta =
            r#"{"error":{"type":"invalid_request_error","message":"Invalid Stripe API version: 2025-03-31.basil; x"}}"#;
        let unknown = r#"{"error":{"code":"parameter_unknown","param":"discounts","message":"Received unknown parameter: discounts"}}"#;
        let permission = r#"{"error":{"param":"discounts[0]","message":"not server_only"}}"#;
        let conflict = r#"{"error":{"type":"idempotency_error","param":"discounts[0]","message":"x"}}"#;
        for (status, body, expected) in [
            (400, no_beta, StripeError::NoPreviewAccess),
            (400, unknown, StripeError::NoPreviewAccess),
            (400, permission, StripeError::DiscountsRefused),
            (400, r#"{"error":{"type":"idempotency_error"}}"#, StripeError::IdempotencyConflict),
            (404, conflict, StripeError::IdempotencyConflict),
            (401, "{}", StripeError::KeyRefused),
            (403, "", StripeError::PermissionMissing),
            (404, "not json", StripeError::NotFound),
        ] {
            assert_eq!(discriminant(&meaning(status, body)), discriminant(&expected), "{status} {body}");
        }
    }

    #[test]
    fn rate_limit_is_a_429_or_a_400_with_that_code() {
        let limited = ErrorObject::read(br#"{"error":{"type":"invalid_request_error","code":"rate_limit"}}"#);
        let other = ErrorObject::read(br#"{"error":{"code":"parameter_missing"}}"#);
        for (object, status, expected) in [
            (&limited, 400, true),
            (&limited, 429, true),
            (&other, 429, true),
            (&other, 400, false),
            (&limited, 402, false),
        ] {
            assert_eq!(object.is_rate_limit(status), expected, "{object:?} {status}");
        }
    }

    #[test]
    fn error_text_never_repeats_what_a_shopper_typed() {
        let body = r#"{"error":{"type":"invalid_request_error","code":"email_invalid","param":"Jane Doe <jane@example.com>",
            "message":"Invalid email: jane@example.com"}}"#;
        let text = meaning(400, body).to_string();
        assert!(text.contains("email_invalid") && !text.contains("jane") && !text.contains("Jane"), "{text}");
    }
}
