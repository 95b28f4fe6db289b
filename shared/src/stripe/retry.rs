//! Which calls are made again, and when. Pure; the rules are those of Stripe's own libraries (Stripe docs
//! "Advanced error handling", "Rate limits"), in the time that a shopper waits.

use std::time::Duration;

/// How often a call is made again.
pub(super) const MOST_RETRIES: u32 = 2;

/// How one attempt ended without an answer that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection could be made.
    NotConnected,
    /// The connection broke before an answer came; `reused` when it stood since an earlier call, so that Stripe
    /// may have closed it in between.
    Interrupted {
        /// Whether it stood before.
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
    /// Whether it says nothing about the call: Stripe or the network failed. A connection that Stripe had closed since
    /// the last call is no failure of anybody.
    pub(super) const fn is_stripes(self) -> bool {
        match self {
            Self::NotConnected | Self::TimedOut => true,
            Self::Interrupted { reused } => !reused,
            Self::Status { status, .. } => matches!(status, 424 | 429 | 500..),
        }
    }
}

/// What follows from a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Again, without waiting and without counting it.
    AtOnce,
    /// Again, after a wait of up to so long.
    After(Duration),
    /// No more.
    Stop,
}

/// Decides after a failure; `retries` have been made and counted already.
pub(super) fn verdict(failure: Failure, retries: u32) -> Verdict {
    let may = match failure {
        Failure::Interrupted { reused: true } if retries == 0 => return Verdict::AtOnce,
        Failure::NotConnected | Failure::Interrupted { .. } | Failure::TimedOut => true,
        Failure::Status { replayed: true, status: 500.., .. } => false,
        Failure::Status { status: 429, lock_timeout, should_retry, .. } => lock_timeout && should_retry != Some(false),
        Failure::Status { status, should_retry, .. } => should_retry.unwrap_or(matches!(status, 409 | 424 | 500..=504)),
    };
    if may && retries < MOST_RETRIES { Verdict::After(longest_wait(retries)) } else { Verdict::Stop }
}

/// 250 ms, then 500 ms: short, since a shopper waits.
fn longest_wait(retries: u32) -> Duration {
    Duration::from_millis(250).saturating_mul(2_u32.saturating_pow(retries))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> Failure {
        Failure::Status { status, lock_timeout: false, should_retry: None, replayed: false }
    }

    fn again(failure: Failure) -> bool {
        matches!(verdict(failure, 0), Verdict::After(_))
    }

    #[test]
    fn only_what_can_pass_is_tried_again() {
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
    fn what_says_nothing_about_the_call_is_counted_against_stripe() {
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
            assert_eq!(failure.is_stripes(), counts, "{failure:?}");
        }
    }

    #[test]
    fn stripe_has_the_last_word_except_on_a_plain_429() {
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
    fn a_replayed_failure_is_never_tried_with_the_same_key() {
        let replayed =
            |status| Failure::Status { status, lock_timeout: false, should_retry: Some(true), replayed: true };
        assert_eq!(verdict(replayed(500), 0), Verdict::Stop);
        assert!(again(replayed(409)));
    }

    #[test]
    fn retries_are_few_and_wait_longer_each_time() {
        assert_eq!(verdict(status(500), 0), Verdict::After(Duration::from_millis(250)));
        assert_eq!(verdict(status(500), 1), Verdict::After(Duration::from_millis(500)));
        assert_eq!(verdict(status(500), 2), Verdict::Stop);
    }

    #[test]
    fn a_connection_that_stripe_had_closed_is_replaced_at_once_and_once() {
        let closed = Failure::Interrupted { reused: true };
        assert_eq!(verdict(closed, 0), Verdict::AtOnce);
        assert_eq!(verdict(closed, 2), Verdict::Stop);
    }
}
