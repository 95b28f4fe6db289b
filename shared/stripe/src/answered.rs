//! The result of a write.

use crate::error::StripeError;

/// A write's result, and whether Stripe had saved it from an earlier write with the same idempotency key.
#[derive(Debug)]
pub struct Answered<T> {
    /// The answer, or the failure.
    pub result: Result<T, StripeError>,
    /// True for a saved answer, success or failure (`Idempotent-Replayed`): it shows the object as it was then.
    pub replayed: bool,
}

impl<T> Answered<T> {
    /// Converts the answer of a success.
    pub(crate) fn and_then<U>(self, convert: impl FnOnce(T) -> Result<U, StripeError>) -> Answered<U> {
        Answered { result: self.result.and_then(convert), replayed: self.replayed }
    }
}
