//! How much time a request has left.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// The moments by which a request must be answered.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// Until when calls are begun.
    calls: Instant,
    /// Until when a discount that is too large can still be taken off.
    corrections: Instant,
}

/// The page waits 20 s (Stripe.js reference, `runServerUpdate`); this leaves it time to read the session again.
const LONGEST: Duration = Duration::from_secs(15);
/// What is kept of an invocation to answer in.
const MARGIN: Duration = Duration::from_millis(500);
/// The part of the time that is kept for corrections: an eighth.
const CORRECTIONS: u32 = 8;
/// 2020. What lies before it was never a deadline: `cargo lambda watch` sends 600000, ten minutes into 1970.
const EARLIEST_UNIX_MS: u64 = 1_577_836_800_000;

impl Deadline {
    /// The smaller of 15 s and what is left of the invocation less half a second. `unix_ms` is when Lambda ends
    /// it, in milliseconds since 1970.
    #[must_use]
    pub fn of_invocation(unix_ms: u64) -> Self {
        if unix_ms < EARLIEST_UNIX_MS {
            return Self::after(LONGEST);
        }
        let end = UNIX_EPOCH.checked_add(Duration::from_millis(unix_ms));
        let left = end.and_then(|end| end.duration_since(SystemTime::now()).ok()).unwrap_or_default();
        Self::after(left.saturating_sub(MARGIN).min(LONGEST))
    }

    /// So long from now.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        let now = Instant::now();
        let kept = time.checked_div(CORRECTIONS).unwrap_or_default();
        let after = |time| now.checked_add(time).unwrap_or(now);
        Self { calls: after(time.saturating_sub(kept)), corrections: after(time) }
    }

    /// The same with what was kept for corrections.
    #[must_use]
    pub fn for_corrections(self) -> Self {
        Self { calls: self.corrections, ..self }
    }

    /// What is left; nothing once it has passed.
    #[must_use]
    pub fn left(self) -> Duration {
        self.calls.saturating_duration_since(Instant::now())
    }

    /// Whether it has passed.
    #[must_use]
    pub fn passed(self) -> bool {
        self.left() == Duration::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix_ms_in(time: Duration) -> u64 {
        let end = SystemTime::now().checked_add(time).unwrap();
        u64::try_from(end.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
    }

    #[test]
    fn a_request_has_the_smaller_of_fifteen_seconds_and_what_lambda_leaves() {
        let left = |seconds| Deadline::of_invocation(unix_ms_in(Duration::from_secs(seconds)));
        assert!(left(900).left() <= Duration::from_secs(14) && left(900).left() > Duration::from_secs(12));
        assert!(left(900).for_corrections().left() <= LONGEST);
        assert!(left(900).for_corrections().left() > Duration::from_secs(14));
        assert!(left(5).for_corrections().left() <= Duration::from_millis(4_500));
        assert!(left(5).left() > Duration::from_millis(3_500));
        assert_eq!(left(0).for_corrections().left(), Duration::ZERO);
    }

    #[test]
    fn what_cargo_lambda_watch_sends_is_no_deadline() {
        assert!(Deadline::of_invocation(600_000).left() > Duration::from_secs(12));
        assert!(Deadline::of_invocation(EARLIEST_UNIX_MS).passed());
    }
}
