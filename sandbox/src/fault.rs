//! Faults on demand: what goes wrong, and with which requests.

use std::time::Duration;

use http::Method;

use crate::auth;
use crate::config::{Access, Config, Resource};
use crate::error::ApiError;
use crate::idempotency;

/// A fault of a request. One request meets one fault at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answered with this status and Stripe's error object, before the endpoint executes: nothing is done and nothing
    /// is kept under the idempotency key.
    Status(u16),
    /// A status with a custom code and further headers, such as `Stripe-Should-Retry`.
    StatusWith {
        /// The HTTP status.
        status: u16,
        /// The error's `code`.
        code: Option<String>,
        /// Names and values.
        headers: Vec<(String, String)>,
    },
    /// 429 with code `lock_timeout` and no `Stripe-Rate-Limited-Reason`: the object is locked.
    LockTimeout,
    /// 429 with `Stripe-Rate-Limited-Reason: endpoint-rate`.
    RateLimited,
    /// 401, as if the key had been rolled.
    Unauthorized,
    /// 403, as if the key had no permission for sessions.
    Forbidden,
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
    /// The work is done, and answered with 200 and something that is not JSON.
    Garbage,
    /// The work is done, answered with 500, and the 500 is kept under the idempotency key.
    ExecuteThen500,
    /// The work is not done; 500, kept under the idempotency key and replayed.
    FailStored500,
    /// An update is accepted, but its discount is one unit less than asked for, until the next write of `discounts`.
    WrongTotal,
}

/// How often a fault happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// The next n requests that match.
    Next(u32),
    /// All that match, until the faults are cleared.
    Always,
}

/// The requests that meet a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct On {
    /// `None`: any.
    pub method: Option<Method>,
    /// A part of the path; `None`: any.
    pub path_contains: Option<String>,
    /// How often.
    pub times: Times,
    /// The number of matching requests that pass first.
    pub skip: u32,
}

impl On {
    /// The next request.
    #[must_use]
    pub fn next() -> Self {
        Self { method: None, path_contains: None, times: Times::Next(1), skip: 0 }
    }

    /// The next GET.
    #[must_use]
    pub fn read() -> Self {
        Self { method: Some(Method::GET), ..Self::next() }
    }

    /// The next POST.
    #[must_use]
    pub fn write() -> Self {
        Self { method: Some(Method::POST), ..Self::next() }
    }

    /// Only paths that contain `part`.
    #[must_use]
    pub fn path(mut self, part: &str) -> Self {
        self.path_contains = Some(part.into());
        self
    }

    /// The next `count` requests.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.times = Times::Next(count);
        self
    }

    /// Every request.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = Times::Always;
        self
    }

    /// After `count` requests that match.
    #[must_use]
    pub fn skip(mut self, count: u32) -> Self {
        self.skip = count;
        self
    }

    fn matches(&self, method: &Method, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path_contains.as_ref().is_none_or(|part| path.contains(part))
    }
}

/// Faults that wait for their request, in the order in which they were queued.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(Fault, On)>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault, on: On) {
        self.0.push((fault, on));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The first fault that is meant for this request; later ones wait for the next.
    pub(crate) fn take(&mut self, method: &Method, path: &str) -> Option<Fault> {
        let mut taken = None;
        for (fault, on) in &mut self.0 {
            if !on.matches(method, path) || on.times == Times::Next(0) {
                continue;
            }
            if on.skip > 0 {
                on.skip = on.skip.saturating_sub(1);
                continue;
            }
            if let Times::Next(left) = &mut on.times {
                *left = left.saturating_sub(1);
            }
            taken = Some(fault.clone());
            break;
        }
        self.0.retain(|(_, on)| on.times != Times::Next(0));
        taken
    }
}

impl Fault {
    /// The refusal, for faults that answer before anything is read, and further headers.
    pub(crate) fn refusal(&self, key: &str) -> Option<(ApiError, Vec<(String, String)>)> {
        let (error, headers) = match self {
            Self::Status(409) => (idempotency::in_use(key), vec![]),
            Self::Status(status) => (of_status(*status), vec![]),
            Self::StatusWith { status, code, headers } => {
                let error = of_status(*status);
                (code.iter().fold(error, ApiError::code), headers.clone())
            }
            Self::LockTimeout => {
                let message = "This object cannot be accessed right now because another API request or Stripe process \
                               is currently accessing it. If you see this error intermittently, retry the request.";
                (ApiError::new(429, "invalid_request_error", message).code("lock_timeout"), vec![])
            }
            Self::RateLimited => (rate_limited("endpoint-rate"), vec![]),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_wait_for_their_request_in_order() {
        let mut faults = Faults::default();
        faults.push(Fault::Status(500), On::write().path("/sessions/").times(2).skip(1));
        faults.push(Fault::Hang, On::next());
        let mut take = |method: Method, path: &str| faults.take(&method, path);
        assert_eq!(take(Method::GET, "/v1/checkout/sessions/cs_1"), Some(Fault::Hang));
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_1"), None);
        assert_eq!(take(Method::POST, "/v1/checkout/sessions"), None);
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_1"), Some(Fault::Status(500)));
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_2"), Some(Fault::Status(500)));
        assert_eq!(take(Method::POST, "/v1/checkout/sessions/cs_2"), None);
    }

    #[test]
    fn always_is_until_cleared() {
        let mut faults = Faults::default();
        faults.push(Fault::LockTimeout, On::read().always());
        for _ in 0..5 {
            assert_eq!(faults.take(&Method::GET, "/"), Some(Fault::LockTimeout));
        }
        faults.clear();
        assert_eq!(faults.take(&Method::GET, "/"), None);
    }
}
