//! Failures of calls to Stripe, named by what a caller can do about them.

use crate::connection_error::ConnectionError;
use crate::key::SecretError;

/// A call to Stripe without a usable answer. The text is for the log and says what to do next; it never holds Stripe's
/// own message, which can repeat what a shopper typed.
#[derive(Debug, thiserror::Error)]
pub enum StripeError {
    /// Stripe does not know the object, or it belongs to the other mode.
    #[error("Stripe does not know this session: was it created in the other mode, or by another account?")]
    NotFound,
    /// Stripe rejects discounts on this session.
    #[error("Stripe refuses the discount: create the session with permissions[update_discounts]=server_only")]
    DiscountsRefused,
    /// Stripe rejects the API key.
    #[error("Stripe rejected the API key (rolled or revoked?): store a valid key in the secret (or STRIPE_SECRET_KEY)")]
    KeyRefused,
    /// There is no API key.
    #[error("no Stripe key")]
    KeyUnreadable(#[source] SecretError),
    /// The key can't be sent as a header.
    #[error("no Stripe key: it can't be sent as a header")]
    KeyUnsendable,
    /// The key lacks a permission.
    #[error(
        "the key lacks a permission: a restricted key needs Checkout Sessions: write, Customers: read where an offer asks \
         about the customer, Coupons: write for hosted and embedded pages, and for the webhook Customers, PaymentIntents and Coupons: write, Charges, Disputes and Events: read; \
         `discounts doctor` names what is missing"
    )]
    PermissionMissing,
    /// The account has no access to the preview.
    #[error(
        "the account has no access to the preview of dynamic discounts in this mode: ask Stripe for \
         checkout_server_update_beta=v1, or set STRIPE_API_VERSION to a version that has it"
    )]
    NoPreviewAccess,
    /// Stripe's rate limit.
    #[error("Stripe's rate limit is reached: ask Stripe to raise it, or call less often")]
    RateLimited {
        /// Seconds until another call is worthwhile.
        retry_after: u64,
    },
    /// The object is locked by other calls, also after the retries.
    #[error("the session is locked by other calls")]
    Busy,
    /// Stripe understood the call and rejects it for another reason.
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
    /// The answer can't be read, or does not fit the call.
    #[error("Stripe's answer does not fit")]
    Unreadable(#[source] AnswerError),
    /// Stripe answers 5xx, also after the retries.
    #[error("Stripe is not available, also after retries: it answers with status {status}")]
    Unavailable {
        /// HTTP status.
        status: u16,
    },
    /// No connection, also after the retries.
    #[error("Stripe is not available, also after retries")]
    Unreachable(#[source] ConnectionError),
    /// Stripe saved this write's failure and would return it for as long as it knows the idempotency key.
    #[error("Stripe keeps answering the same failure to this write")]
    ReplayedFailure,
    /// A conflict: a different write was made, or is being made, with the same idempotency key.
    #[error("another call has written in the meantime, or is still writing")]
    IdempotencyConflict,
    /// No answer in time.
    #[error("Stripe did not answer in time")]
    TimedOut(#[source] Option<ConnectionError>),
}

/// An answer of Stripe's that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The body is not the JSON of the expected object.
    #[error("it is not what was asked for: line {}, column {}", .0.line(), .0.column())]
    Json(serde_json::Error),
    /// The answer contradicts the call.
    #[error("{0}")]
    Contradicts(&'static str),
}

/// The parameter that Stripe names in a rejection, as far as a caller treats it differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RejectedParameter {
    /// The cart.
    LineItems,
    /// The shipping address.
    ShippingDetails,
    /// The customer.
    Customer,
    /// The currency.
    Currency,
    /// The locale.
    Locale,
}

impl StripeError {
    /// An answer that contradicts its call.
    #[must_use]
    pub const fn contradicts(what: &'static str) -> Self {
        Self::Unreadable(AnswerError::Contradicts(what))
    }

    /// Returns whether Stripe understood the write and rejected it: nothing of it was done.
    #[must_use]
    pub const fn is_rejected_by_stripe(&self) -> bool {
        matches!(self, Self::Refused { status: 400, .. } | Self::DiscountsRefused)
    }

    /// The parameter that a rejected write was rejected for.
    #[must_use]
    pub fn rejected_parameter(&self) -> Option<RejectedParameter> {
        let Self::Refused { status: 400, param, .. } = self else { return None };
        match param.as_str() {
            param if param.starts_with("line_items") => Some(RejectedParameter::LineItems),
            param if param.starts_with("collected_information") => Some(RejectedParameter::ShippingDetails),
            "customer" => Some(RejectedParameter::Customer),
            "currency" => Some(RejectedParameter::Currency),
            "locale" => Some(RejectedParameter::Locale),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejected_parameter_is_named_only_for_status_400() {
        let refused = |status, param: &str| {
            let none = || "none".to_owned();
            StripeError::Refused { status, kind: none(), code: none(), param: param.to_owned() }.rejected_parameter()
        };
        for (param, named) in [
            ("line_items[0][price]", Some(RejectedParameter::LineItems)),
            ("collected_information[shipping_details]", Some(RejectedParameter::ShippingDetails)),
            ("customer", Some(RejectedParameter::Customer)),
            ("customer_email", None),
            ("currency", Some(RejectedParameter::Currency)),
            ("locale", Some(RejectedParameter::Locale)),
            ("none", None),
        ] {
            assert_eq!(refused(400, param), named, "{param}");
            assert_eq!(refused(402, param), None, "{param}");
        }
        assert_eq!(StripeError::DiscountsRefused.rejected_parameter(), None);
    }
}
