//! What is known of a request while it is under way: what its log line says when it fails.

use std::error::Error;

use discounts_core::money::Amount;

use crate::api_error::{ApiError, InvalidRequest};
use crate::error_chain::error_chain;
use crate::stripe::{Purchase, SignatureError};

/// What is known of a request while it is under way, for the log of one that fails.
#[derive(Debug, Default)]
pub struct RequestContext {
    /// What the request is about.
    pub about: Option<Purchase>,
    /// The event that a webhook told: its id and its type.
    pub event: Option<(String, String)>,
    /// The last decision, as JSON.
    pub decision: Option<String>,
    /// The facts that it read, as JSON.
    pub facts: Option<String>,
    /// Whether something was written.
    pub changed: bool,
    /// What a completed session's discount is, and what it should be at most.
    pub judged: Option<(Amount, Amount)>,
    /// What went wrong, for the operator.
    pub cause: Option<String>,
    /// What went wrong, where it is counted.
    pub incident: Option<Incident>,
}

/// What must not happen often, or ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incident {
    /// Others kept changing the session until the time was up.
    Unsettled,
    /// Stripe took off something else than was written.
    WrongTotal,
    /// A completed session has a larger discount than the policy gives.
    DiscountDrift,
    /// A completed session was decided by another policy.
    DriftUnknown,
    /// A delivery's signature does not fit the webhook's secret.
    WrongSignature,
}

impl RequestContext {
    /// Notes what went wrong, and says what the page is told.
    pub fn record_error<'e, E: Error>(&mut self, error: &'e E) -> ApiError
    where
        ApiError: From<&'e E>,
    {
        self.record(ApiError::from(error), error_chain(error))
    }

    /// Notes a cause of our own.
    pub fn record(&mut self, refusal: ApiError, cause: String) -> ApiError {
        self.cause = Some(cause);
        refusal
    }

    /// Notes what was done about it.
    pub fn add(&mut self, what: &str) {
        self.cause = Some(self.cause.take().map_or_else(|| what.to_owned(), |cause| format!("{cause}; {what}")));
    }

    /// Stripe takes off something else than was written.
    pub fn wrong_total(&mut self, taken_off: Amount) -> ApiError {
        self.incident = Some(Incident::WrongTotal);
        let cause = format!("WrongTotal: Stripe takes {taken_off} off, which is not what was written");
        self.record(ApiError::StripeError, cause)
    }

    /// Somebody else's discount.
    pub fn not_ours(&mut self) -> ApiError {
        let cause = "the session holds a discount that this service did not write, and the policy does not replace it";
        self.record(ApiError::DiscountNotOurs, cause.to_owned())
    }

    /// The session lets the page make the change that was asked for.
    pub fn not_server_only(&mut self, refusal: ApiError, permission: &str) -> ApiError {
        self.record(refusal, format!("create the session with permissions[{permission}]=server_only"))
    }

    /// A delivery that can't be verified as Stripe's.
    pub fn wrong_signature(&mut self, error: SignatureError) -> ApiError {
        self.incident = Some(Incident::WrongSignature);
        self.record(InvalidRequest::Signature.into(), format!("WrongSignature: {error}"))
    }

    /// The time is up.
    pub fn unsettled(&mut self) -> ApiError {
        self.incident = Some(Incident::Unsettled);
        let cause = "Unsettled: others keep changing the session";
        self.record(ApiError::SessionBusy, cause.to_owned())
    }
}
