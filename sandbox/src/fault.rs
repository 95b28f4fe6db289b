//! Faults on demand: what goes wrong.

use std::time::Duration;

use crate::auth;
use crate::config::{Access, Config, Resource};
use crate::error::ApiError;
use crate::hold::Hold;
use crate::idempotency;

/// A fault of a request. One request meets one fault at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answered with this status and Stripe's error object, before the endpoint executes: nothing is done and nothing
    /// is kept under the idempotency key.
    Status(u16),
    /// [`Fault::Status`] with a further header, such as `Stripe-Should-Retry`.
    StatusWith(u16, (&'static str, &'static str)),
    /// 400 with this code: Stripe rejects the request.
    Rejected(&'static str),
    /// 429 with code `lock_timeout` and no `Stripe-Rate-Limited-Reason`: the object is locked.
    LockTimeout,
    /// 429 with `Stripe-Rate-Limited-Reason: endpoint-rate`.
    RateLimited,
    /// 400 with code `rate_limit`, which Stripe's own clients take for a rate limit, too.
    RateLimited400,
    /// 409 with code `idempotency_key_in_use`: another request is under way under the idempotency key.
    KeyInUse,
    /// 404 of type `idempotency_error`: the idempotency key is that of another request.
    KeyMismatch404,
    /// 401, as if the key had been rolled.
    Unauthorized,
    /// 403, as if the key had no permission for sessions.
    Forbidden,
    /// The request is held before it is done. It is done even if the caller gives up waiting.
    Hold(Hold),
    /// The work is done, and its answer is held.
    HoldAnswer(Hold),
    /// Everything is done, but this much later. The work is done even if the caller gives up waiting.
    Delay(Duration),
    /// Nothing is done and nothing is answered. The idempotency key is in use until the caller hangs up.
    Hang,
    /// The work is done, nothing is answered. The idempotency key is in use until the caller hangs up.
    HangAfter,
    /// The connection is reset (RST) before anything is done.
    ResetBefore,
    /// The work is done, then the connection is reset (RST).
    ResetAfter,
    /// The work is done, then the connection is closed (FIN) without an answer.
    AnswerLost,
    /// The answer to the same request was lost before: the saved success is replayed, with `Idempotent-Replayed`.
    ReplayedSuccess,
    /// The answer to the same request was lost before: the saved 500 is replayed, with `Idempotent-Replayed`, and
    /// nothing is done.
    ReplayedFailure,
    /// The work is done, and answered with 200 and something that is not JSON.
    Garbage,
    /// The work is done, answered with 500, and the 500 is kept under the idempotency key.
    ExecuteThen500,
    /// The work is not done; 500, kept under the idempotency key and replayed.
    FailStored500,
    /// An update is accepted, but its discount is one unit less than asked for, until the next write of `discounts`.
    WrongTotal,
}

impl Fault {
    /// The refusal, for faults that answer before anything is read, and further headers.
    pub(crate) fn refusal(&self, key: &str) -> Option<(ApiError, Vec<(&'static str, &'static str)>)> {
        let (error, headers) = match self {
            Self::Status(status) => (of_status(*status), vec![]),
            Self::StatusWith(status, header) => (of_status(*status), vec![*header]),
            Self::Rejected(code) => (of_status(400).code(*code), vec![]),
            Self::LockTimeout => {
                let message = "This object cannot be accessed right now because another API request or Stripe process \
                               is currently accessing it. If you see this error intermittently, retry the request.";
                (ApiError::new(429, "invalid_request_error", message).code("lock_timeout"), vec![])
            }
            Self::RateLimited => (rate_limited("endpoint-rate"), vec![]),
            Self::RateLimited400 => (rate_limited("endpoint-rate").status(400), vec![]),
            Self::KeyInUse => (idempotency::in_use(key), vec![]),
            Self::KeyMismatch404 => (idempotency::mismatch(key).status(404), vec![]),
            Self::Unauthorized => (auth::unknown(Config::TEST_KEY), vec![]),
            Self::Forbidden => (auth::forbidden(Config::TEST_KEY, Resource::CheckoutSession, Access::Write), vec![]),
            _ => return None,
        };
        Some((error, headers))
    }
}

/// A plain 429.
pub(crate) fn rate_limited(reason: &'static str) -> ApiError {
    let message = "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";
    ApiError::new(429, "invalid_request_error", message).code("rate_limit").limited(reason)
}

/// Stripe's error for its own failures.
pub(crate) fn of_status(status: u16) -> ApiError {
    if status < 500 && status != 424 {
        return ApiError::new(status, "invalid_request_error", "The request was refused (fault of the sandbox).");
    }
    let message = "Sorry! There was an error while talking to Stripe. Please let us know at support@stripe.com if \
                   this problem persists.";
    ApiError::new(status, "api_error", message)
}
