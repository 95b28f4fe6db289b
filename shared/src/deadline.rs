//! The deadline of an invocation: the timeout of a request.

use std::time::Duration;

use crate::clock::Clock;
pub use crate::stripe::Deadline;

/// The page waits 20 s (Stripe.js reference, `runServerUpdate`); this leaves it time to read the session again.
const LONGEST: Duration = Duration::from_secs(15);
/// The part of an invocation that is kept to answer in.
const MARGIN: Duration = Duration::from_millis(500);
/// 2020. An earlier time was never a deadline: `cargo lambda watch` sends 600000, ten minutes into 1970.
const EARLIEST_UNIX_MS: u64 = 1_577_836_800_000;

/// The smaller of 15 s and the rest of the invocation less half a second. `unix_ms` is when Lambda ends it, in milliseconds
/// since 1970.
#[must_use]
pub fn of_invocation(unix_ms: u64) -> Deadline {
    if unix_ms < EARLIEST_UNIX_MS {
        return Deadline::after(LONGEST);
    }
    let now = u64::try_from(Clock::SYSTEM.now().as_millisecond()).unwrap_or_default();
    let left = Duration::from_millis(unix_ms.saturating_sub(now));
    Deadline::after(left.saturating_sub(MARGIN).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix_ms_in(time: Duration) -> u64 {
        let end = Clock::SYSTEM.now().checked_add(time).unwrap();
        u64::try_from(end.as_millisecond()).unwrap()
    }

    #[test]
    fn deadline_is_fifteen_seconds_or_the_rest_of_the_invocation() {
        let left = |seconds| of_invocation(unix_ms_in(Duration::from_secs(seconds)));
        assert!(left(900).left() <= Duration::from_secs(14) && left(900).left() > Duration::from_secs(12));
        assert!(left(900).for_corrections().left() <= LONGEST);
        assert!(left(900).for_corrections().left() > Duration::from_secs(14));
        assert!(left(5).for_corrections().left() <= Duration::from_millis(4_500));
        assert!(left(5).left() > Duration::from_millis(3_500));
        assert_eq!(left(0).for_corrections().left(), Duration::ZERO);
    }

    #[test]
    fn deadline_in_the_past_century_is_ignored() {
        assert!(of_invocation(600_000).left() > Duration::from_secs(12));
        assert!(of_invocation(EARLIEST_UNIX_MS).passed());
    }
}
