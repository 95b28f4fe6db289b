//! The deadline of an invocation: the timeout of a request.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

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
    let end = UNIX_EPOCH.checked_add(Duration::from_millis(unix_ms));
    let left = end.and_then(|end| end.duration_since(SystemTime::now()).ok()).unwrap_or_default();
    Deadline::after(left.saturating_sub(MARGIN).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix_ms_in(time: Duration) -> u64 {
        let end = SystemTime::now().checked_add(time).unwrap();
        u64::try_from(end.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
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
