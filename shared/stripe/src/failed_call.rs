//! The meaning of a call that failed: whether another attempt is worth it, and the error for the caller otherwise.

use reqwest::header::HeaderMap;

use crate::connection_error::ConnectionError;
use crate::error::StripeError;
use crate::error_object::ErrorObject;
use crate::retry::Failure;

/// An answer of Stripe, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns whether Stripe had saved it from an earlier write with the same idempotency key.
    pub(crate) fn is_replayed(&self) -> bool {
        self.header("idempotent-replayed") == Some("true")
    }
}

/// A call without a usable answer.
pub(crate) struct Failed {
    pub(crate) error: StripeError,
    pub(crate) replayed: bool,
}

impl From<StripeError> for Failed {
    fn from(error: StripeError) -> Self {
        Self { error, replayed: false }
    }
}

impl From<Failed> for StripeError {
    fn from(failed: Failed) -> Self {
        failed.error
    }
}

/// The meaning of a status that is not 2xx, now and once there are no more retries.
pub(crate) fn refusal(answer: &Answer, is_write: bool) -> (Failure, Failed) {
    let object = ErrorObject::read(&answer.body);
    let replayed = is_write && answer.is_replayed();
    let rate_limit = object.is_rate_limit(answer.status);
    let failure = Failure::Status {
        status: if rate_limit { 429 } else { answer.status },
        lock_timeout: object.code.as_deref() == Some("lock_timeout"),
        should_retry: answer.header("stripe-should-retry").and_then(|says| says.parse().ok()),
        replayed,
    };
    let error = match answer.status {
        _ if rate_limit => StripeError::RateLimited {
            retry_after: answer.header("retry-after").and_then(|seconds| seconds.parse().ok()).unwrap_or(1),
        },
        409 => StripeError::Busy,
        500.. if replayed => StripeError::ReplayedFailure,
        status @ (424 | 500..) => StripeError::Unavailable { status },
        status => object.meaning(status),
    };
    (failure, Failed { error, replayed: answer.is_replayed() })
}

/// The meaning of a connection that failed.
pub(crate) fn broken(error: reqwest::Error, reused: bool) -> (Failure, Failed) {
    let error = ConnectionError::from(error);
    let (failure, error) = match error {
        ConnectionError::Timeout(_) => (Failure::TimedOut, StripeError::TimedOut(Some(error))),
        ConnectionError::Interrupted(_) => (Failure::Interrupted { reused }, StripeError::Unreachable(error)),
        _ => (Failure::NotConnected, StripeError::Unreachable(error)),
    };
    (failure, error.into())
}
