//! The mapping of error to status: the HTTP status, code and message of each error, in one place.

use crate::invalid_request::InvalidRequest;
use crate::purchase::PurchaseError;
use crate::stripe::StripeError;

/// Why a request is not served. The message is for the shopper: nothing of Stripe's own text, of a key or of an
/// internal error is ever in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The request can't be understood.
    InvalidRequest(InvalidRequest),
    /// The code has a typing error.
    CodeMistyped,
    /// The body is too large.
    PayloadTooLarge,
    /// The body is not declared as JSON.
    UnsupportedMediaType,
    /// Stripe does not know the session, or it belongs to the other mode.
    SessionNotFound,
    /// The session is complete or expired.
    SessionNotOpen,
    /// The page may change its discounts, so the server must not.
    DiscountsNotServerOnly,
    /// The page may change its line items, so the server must not.
    LineItemsNotServerOnly,
    /// The page may change its shipping address, so the server must not.
    ShippingDetailsNotServerOnly,
    /// The page may change quantities, so no discount can be in the prices of the lines.
    AdjustableQuantity,
    /// The session holds a foreign discount.
    DiscountNotOurs,
    /// The session was decided once, when it was created.
    NotUpdatable,
    /// The session can't hold a discount of ours.
    UnsupportedSession,
    /// Other calls kept changing the session.
    SessionBusy,
    /// Too many calls, or too many writes to this session. Seconds to wait.
    RateLimited(u64),
    /// Stripe's answer does not fit the call.
    StripeError,
    /// Stripe is down.
    StripeUnavailable,
    /// Stripe is too slow.
    StripeTimeout,
    /// The store of the Stripe key is throttled or down.
    SecretUnavailable,
    /// The ledger is throttled or down, and the session has a discount that counts.
    LedgerUnavailable,
    /// The operator has to act; the log says how.
    Misconfigured,
}

const INVALID_SESSION: &str = "Your discounts are invalid. Please refresh your session.";
const TRY_AGAIN: &str = "We could not update your order. Please try again.";

impl ApiError {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status_and_code().0
    }

    /// The code that pages read.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.status_and_code().1
    }

    const fn status_and_code(&self) -> (u16, &'static str) {
        match self {
            Self::InvalidRequest(_) => (400, "invalid_request"),
            Self::CodeMistyped => (400, "code_mistyped"),
            Self::PayloadTooLarge => (413, "payload_too_large"),
            Self::UnsupportedMediaType => (415, "unsupported_media_type"),
            Self::SessionNotFound => (404, "session_not_found"),
            Self::SessionNotOpen => (409, "session_not_open"),
            Self::DiscountsNotServerOnly => (409, "discounts_not_server_only"),
            Self::LineItemsNotServerOnly => (409, "line_items_not_server_only"),
            Self::ShippingDetailsNotServerOnly => (409, "shipping_details_not_server_only"),
            Self::AdjustableQuantity => (409, "adjustable_quantity"),
            Self::DiscountNotOurs => (409, "discount_not_ours"),
            Self::NotUpdatable => (409, "not_updatable"),
            Self::UnsupportedSession => (409, "unsupported_session"),
            Self::SessionBusy => (409, "session_busy"),
            Self::RateLimited(_) => (429, "rate_limited"),
            Self::StripeError => (502, "stripe_error"),
            Self::StripeUnavailable => (503, "stripe_unavailable"),
            Self::SecretUnavailable => (503, "service_unavailable"),
            Self::LedgerUnavailable => (503, "ledger_unavailable"),
            Self::StripeTimeout => (504, "stripe_timeout"),
            Self::Misconfigured => (500, "misconfigured"),
        }
    }

    /// The message for the shopper.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::InvalidRequest(invalid) => return invalid.to_string(),
            Self::CodeMistyped => "This code has a typing error. Please check it.",
            Self::PayloadTooLarge => "The request body is too large.",
            Self::UnsupportedMediaType => "The request body must be declared as application/json.",
            Self::SessionNotFound
            | Self::SessionNotOpen
            | Self::DiscountsNotServerOnly
            | Self::LineItemsNotServerOnly
            | Self::ShippingDetailsNotServerOnly
            | Self::AdjustableQuantity
            | Self::DiscountNotOurs
            | Self::NotUpdatable
            | Self::UnsupportedSession => INVALID_SESSION,
            Self::SessionBusy
            | Self::RateLimited(_)
            | Self::StripeError
            | Self::StripeUnavailable
            | Self::SecretUnavailable
            | Self::LedgerUnavailable
            | Self::StripeTimeout
            | Self::Misconfigured => TRY_AGAIN,
        }
        .to_owned()
    }

    /// The seconds until another try is worthwhile.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::SessionBusy | Self::SecretUnavailable | Self::LedgerUnavailable => Some(1),
            Self::RateLimited(seconds) => Some(*seconds),
            _ => None,
        }
    }

    /// Returns whether an operator should act: neither the page nor the session's state caused it.
    #[must_use]
    pub const fn is_ours(&self) -> bool {
        matches!(
            self,
            Self::StripeError
                | Self::StripeUnavailable
                | Self::StripeTimeout
                | Self::SecretUnavailable
                | Self::LedgerUnavailable
                | Self::Misconfigured
        )
    }
}

impl From<InvalidRequest> for ApiError {
    fn from(invalid: InvalidRequest) -> Self {
        Self::InvalidRequest(invalid)
    }
}

impl From<&StripeError> for ApiError {
    fn from(error: &StripeError) -> Self {
        match error {
            StripeError::NotFound => Self::SessionNotFound,
            StripeError::DiscountsRefused => Self::DiscountsNotServerOnly,
            StripeError::KeyUnreadable(error) if error.is_temporary() => Self::SecretUnavailable,
            StripeError::KeyRefused
            | StripeError::KeyUnreadable(_)
            | StripeError::KeyUnsendable
            | StripeError::PermissionMissing
            | StripeError::NoPreviewAccess => Self::Misconfigured,
            StripeError::RateLimited { retry_after } => Self::RateLimited(*retry_after),
            StripeError::Busy | StripeError::IdempotencyConflict => Self::SessionBusy,
            StripeError::Refused { .. } => match error.rejected_parameter() {
                Some(parameter) => Self::InvalidRequest(parameter.into()),
                None => Self::StripeError,
            },
            StripeError::Unreadable(_) => Self::StripeError,
            StripeError::Unavailable { .. } | StripeError::Unreachable(_) | StripeError::ReplayedFailure => {
                Self::StripeUnavailable
            }
            StripeError::TimedOut(_) => Self::StripeTimeout,
        }
    }
}

impl From<&PurchaseError> for ApiError {
    fn from(error: &PurchaseError) -> Self {
        match error {
            PurchaseError::Stripe(error) => error.into(),
            PurchaseError::NotOpen => Self::SessionNotOpen,
            PurchaseError::NotServerOnly => Self::DiscountsNotServerOnly,
            PurchaseError::NotMarked => Self::SessionNotFound,
            PurchaseError::Unsupported(_) | PurchaseError::Contradicts => Self::UnsupportedSession,
            PurchaseError::NotUpdatable => Self::NotUpdatable,
            PurchaseError::AdjustableQuantity => Self::AdjustableQuantity,
            PurchaseError::HiddenDiscount | PurchaseError::HiddenLines => Self::StripeError,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_status_a_code_and_a_message() {
        for (refusal, status, code, message) in [
            (ApiError::SessionNotFound, 404, "session_not_found", INVALID_SESSION),
            (ApiError::SessionNotOpen, 409, "session_not_open", INVALID_SESSION),
            (ApiError::DiscountsNotServerOnly, 409, "discounts_not_server_only", INVALID_SESSION),
            (ApiError::LineItemsNotServerOnly, 409, "line_items_not_server_only", INVALID_SESSION),
            (ApiError::ShippingDetailsNotServerOnly, 409, "shipping_details_not_server_only", INVALID_SESSION),
            (ApiError::AdjustableQuantity, 409, "adjustable_quantity", INVALID_SESSION),
            (ApiError::DiscountNotOurs, 409, "discount_not_ours", INVALID_SESSION),
            (ApiError::NotUpdatable, 409, "not_updatable", INVALID_SESSION),
            (ApiError::UnsupportedSession, 409, "unsupported_session", INVALID_SESSION),
            (ApiError::SessionBusy, 409, "session_busy", TRY_AGAIN),
            (ApiError::RateLimited(7), 429, "rate_limited", TRY_AGAIN),
            (ApiError::StripeError, 502, "stripe_error", TRY_AGAIN),
            (ApiError::StripeUnavailable, 503, "stripe_unavailable", TRY_AGAIN),
            (ApiError::StripeTimeout, 504, "stripe_timeout", TRY_AGAIN),
            (ApiError::SecretUnavailable, 503, "service_unavailable", TRY_AGAIN),
            (ApiError::LedgerUnavailable, 503, "ledger_unavailable", TRY_AGAIN),
            (ApiError::Misconfigured, 500, "misconfigured", TRY_AGAIN),
        ] {
            assert_eq!((refusal.status(), refusal.code(), refusal.message().as_str()), (status, code, message));
        }
        assert!(ApiError::InvalidRequest(InvalidRequest::SessionId).message().contains("checkout_session_id"));
    }

    #[test]
    fn retry_after_is_given_for_temporary_errors() {
        assert_eq!(ApiError::SessionBusy.retry_after(), Some(1));
        assert_eq!(ApiError::RateLimited(7).retry_after(), Some(7));
        assert_eq!(ApiError::SecretUnavailable.retry_after(), Some(1));
        assert_eq!(ApiError::LedgerUnavailable.retry_after(), Some(1));
        assert_eq!(ApiError::StripeUnavailable.retry_after(), None);
    }
}
