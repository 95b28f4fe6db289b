//! Retries: which failed calls are made again, and after which backoff. Pure.
//!
//! The rules are those of Stripe's own libraries (Stripe docs "Advanced error handling", "Rate limits"), with waits short
//! enough for a shopper.

use std::time::Duration;

/// The most retries of one call.
pub(crate) const MAX_RETRIES: u32 = 2;

/// The end of an attempt that has no usable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No connection could be made.
    NotConnected,
    /// The connection broke before an answer came.
    Interrupted {
        /// True if it was open since an earlier call, so that Stripe may have closed it in between.
        reused: bool,
    },
    /// No answer in time.
    TimedOut,
    /// An answer with a status that is not 2xx.
    Status {
        /// HTTP status.
        status: u16,
        /// Stripe's error code is `lock_timeout`: the object is locked.
        lock_timeout: bool,
        /// `Stripe-Should-Retry`.
        should_retry: Option<bool>,
        /// `Idempotent-Replayed`: a failure that will be replayed for as long as the key is known.
        replayed: bool,
    },
}

impl Failure {
    /// Returns whether Stripe or the network failed, so that it says nothing about the call. A connection that Stripe had
    /// closed since the last call does not count.
    pub(crate) const fn is_upstream_failure(self) -> bool {
        match self {
            Self::NotConnected | Self::TimedOut => true,
            Self::Interrupted { reused } => !reused,
            Self::Status { status, .. } => matches!(status, 424 | 429 | 500..),
        }
    }
}

/// The decision after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    /// Another attempt without a wait, which does not count as a retry.
    Immediately,
    /// Another attempt after a wait of at most this long.
    After(Duration),
    /// No further attempt.
    GiveUp,
}

/// Decides whether to try again after a failure and this number of retries.
pub(crate) fn decide_retry(failure: Failure, retries: u32) -> RetryDecision {
    let may = match failure {
        Failure::Interrupted { reused: true } if retries == 0 => return RetryDecision::Immediately,
        Failure::NotConnected | Failure::Interrupted { .. } | Failure::TimedOut => true,
        Failure::Status { replayed: true, status: 500.., .. } => false,
        Failure::Status { status: 429, lock_timeout, should_retry, .. } => lock_timeout && should_retry != Some(false),
        Failure::Status { status, should_retry, .. } => should_retry.unwrap_or(matches!(status, 409 | 424 | 500..=504)),
    };
    if may && retries < MAX_RETRIES { RetryDecision::After(backoff(retries)) } else { RetryDecision::GiveUp }
}

/// The exponential backoff: 250 ms, then 500 ms, since a shopper waits.
fn backoff(retries: u32) -> Duration {
    Duration::from_millis(250).saturating_mul(2_u32.saturating_pow(retries))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> Failure {
        Failure::Status { status, lock_timeout: false, should_retry: None, replayed: false }
    }

    fn again(failure: Failure) -> bool {
        matches!(decide_retry(failure, 0), RetryDecision::After(_))
    }

    #[test]
    fn temporary_failures_are_retried() {
        for code in [409, 424, 500, 501, 502, 503, 504] {
            assert!(again(status(code)), "{code}");
        }
        for code in [400, 401, 402, 403, 404, 410, 429, 505] {
            assert!(!again(status(code)), "{code}");
        }
        assert!(again(Failure::NotConnected) && again(Failure::TimedOut));
        assert!(again(Failure::Interrupted { reused: false }));
    }

    #[test]
    fn upstream_failures_are_those_of_stripe_or_network() {
        for (failure, counts) in [
            (Failure::NotConnected, true),
            (Failure::TimedOut, true),
            (Failure::Interrupted { reused: false }, true),
            (Failure::Interrupted { reused: true }, false),
            (status(424), true),
            (status(429), true),
            (status(500), true),
            (status(400), false),
            (status(401), false),
            (status(404), false),
            (status(409), false),
        ] {
            assert_eq!(failure.is_upstream_failure(), counts, "{failure:?}");
        }
    }

    #[test]
    fn should_retry_header_wins_except_on_a_plain_429() {
        let said = |code, lock_timeout, says| {
            again(Failure::Status { status: code, lock_timeout, should_retry: Some(says), replayed: false })
        };
        assert!(said(400, false, true));
        assert!(!said(500, false, false));
        assert!(!said(429, false, true));
        assert!(said(429, true, true));
        assert!(!said(429, true, false));
        assert!(again(Failure::Status { status: 429, lock_timeout: true, should_retry: None, replayed: false }));
    }

    #[test]
    fn replayed_failure_is_never_retried() {
        let replayed =
            |status| Failure::Status { status, lock_timeout: false, should_retry: Some(true), replayed: true };
        assert_eq!(decide_retry(replayed(500), 0), RetryDecision::GiveUp);
        assert!(again(replayed(409)));
    }

    #[test]
    fn backoff_doubles_until_the_last_retry() {
        assert_eq!(decide_retry(status(500), 0), RetryDecision::After(Duration::from_millis(250)));
        assert_eq!(decide_retry(status(500), 1), RetryDecision::After(Duration::from_millis(500)));
        assert_eq!(decide_retry(status(500), 2), RetryDecision::GiveUp);
    }

    #[test]
    fn closed_connection_is_replaced_once_without_a_wait() {
        let closed = Failure::Interrupted { reused: true };
        assert_eq!(decide_retry(closed, 0), RetryDecision::Immediately);
        assert_eq!(decide_retry(closed, 2), RetryDecision::GiveUp);
    }
}
