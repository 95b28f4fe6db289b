//! The exponential backoff between reads of a session whose writes conflict. The executor adds the jitter.

use std::time::Duration;

/// The pause before the second read after a conflict; it doubles from there.
const FIRST: Duration = Duration::from_millis(25);
const LONGEST: Duration = Duration::from_secs(1);
/// Conflicts after which the pause no longer grows.
const MOST_CONFLICTS: u32 = 8;

/// The conflicts that one caller has met under one key.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Backoff {
    conflicts: u32,
}

impl Backoff {
    /// Another conflict.
    pub(super) fn grow(&mut self) {
        self.conflicts = self.conflicts.saturating_add(1).min(MOST_CONFLICTS);
    }

    /// The pause before the next read; zero the first time.
    pub(super) fn pause(&self) -> Duration {
        match self.conflicts.checked_sub(2) {
            Some(doublings) => FIRST.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST),
            None => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_starts_at_zero_and_doubles_to_a_second() {
        let mut backoff = Backoff::default();
        let pauses: Vec<u128> = (0..9)
            .map(|_| {
                backoff.grow();
                backoff.pause().as_millis()
            })
            .collect();
        assert_eq!(pauses, [0, 25, 50, 100, 200, 400, 800, 1_000, 1_000]);
    }
}
