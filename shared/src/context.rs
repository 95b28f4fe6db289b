//! The context of a request, kept for its log line and metrics.

use std::error::Error;

use discounts_core::money::Amount;

use crate::api_error::ApiError;
use crate::error_chain::error_chain;
use crate::invalid_request::InvalidRequest;
use crate::purchase::PurchaseError;
use crate::stripe::{Part, Purchase, SignatureError};

/// The context of a request. It is written while the request runs, and never read back by it.
#[derive(Debug, Default)]
pub struct RequestContext {
    /// The purchase that the request names.
    pub about: Option<Purchase>,
    /// The event of a delivery: id and type.
    pub event: Option<(String, String)>,
    /// The last decision, as JSON.
    pub decision: Option<String>,
    /// The facts that it read, as JSON.
    pub facts: Option<String>,
    /// True once something was written.
    pub changed: bool,
    /// A completed session's discount, and the largest that the policy allows.
    pub judged: Option<(Amount, Amount)>,
    /// The cause of a failure, for the operator.
    pub cause: Option<String>,
    /// The incident, if the failure is one that is counted.
    pub incident: Option<Incident>,
    /// The ledger did not answer, so that nothing that counts was given.
    pub ledger_unavailable: bool,
    /// A discount that is too large may be left on the purchase, or its amount contradicts its metadata.
    pub needs_review: bool,
}

/// A failure that must be rare, or must never happen.
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
    /// A paid session has uses of an offer that nobody had claimed.
    OverGiven,
    /// A delivery's signature does not fit the webhook's secret.
    WrongSignature,
}

impl RequestContext {
    /// Records an error with its sources, and returns the answer to the page.
    pub fn record_error<'e, E: Error>(&mut self, error: &'e E) -> ApiError
    where
        ApiError: From<&'e E>,
    {
        self.record(ApiError::from(error), error_chain(error))
    }

    /// Records an error about a purchase, and returns the answer to the page.
    pub fn record_purchase_error(&mut self, error: &PurchaseError) -> ApiError {
        self.needs_review |= matches!(error, PurchaseError::Contradicts);
        self.record_error(error)
    }

    /// Records that someone has to check the purchase, and adds the reason to the cause.
    pub fn needs_review(&mut self, why: &str) {
        self.needs_review = true;
        self.add(why);
    }

    /// Records a cause of our own, and returns the answer.
    pub fn record(&mut self, refusal: ApiError, cause: String) -> ApiError {
        self.cause = Some(cause);
        refusal
    }

    /// Adds to the cause what was done about it.
    pub fn add(&mut self, what: &str) {
        self.cause = Some(self.cause.take().map_or_else(|| what.to_owned(), |cause| format!("{cause}; {what}")));
    }

    /// Records that Stripe takes off another amount than was written.
    pub fn wrong_total(&mut self, taken_off: Amount) -> ApiError {
        self.incident = Some(Incident::WrongTotal);
        let cause = format!("WrongTotal: Stripe takes {taken_off} off, which is not what was written");
        self.record(ApiError::StripeError, cause)
    }

    /// Records a foreign discount.
    pub fn not_ours(&mut self) -> ApiError {
        let cause = "the session holds a discount that this service did not write, and the policy does not replace it";
        self.record(ApiError::DiscountNotOurs, cause.to_owned())
    }

    /// Records that the page may make the requested change itself.
    pub fn not_server_only(&mut self, error: ApiError, part: Part) -> ApiError {
        self.record(error, format!("create the session with permissions[{}]=server_only", part.permission()))
    }

    /// Records a delivery that can't be verified as Stripe's.
    pub fn wrong_signature(&mut self, error: SignatureError) -> ApiError {
        self.incident = Some(Incident::WrongSignature);
        self.record(InvalidRequest::Signature.into(), format!("WrongSignature: {error}"))
    }

    /// Records that other calls kept changing the session until the deadline.
    pub fn unsettled(&mut self) -> ApiError {
        self.incident = Some(Incident::Unsettled);
        let cause = "Unsettled: others keep changing the session";
        self.record(ApiError::SessionBusy, cause.to_owned())
    }
}
