//! The repetition of calls: full jitter, within a time.

use std::time::{Duration, Instant};

/// The most tries of one call.
const MAX_TRIES: u32 = 12;
/// The time for all tries of one call. A request has 15 s.
const LONGEST: Duration = Duration::from_secs(4);
/// The time for one try. DynamoDB answers in 5 to 10 ms; the first try also connects.
pub(crate) const LONGEST_TRY: Duration = Duration::from_secs(1);
const FIRST_PAUSE_MS: u64 = 10;
const LONGEST_PAUSE_MS: u64 = 640;

/// The tries of one call.
#[derive(Debug)]
pub(crate) struct Tries {
    made: u32,
    until: Instant,
}

impl Tries {
    pub(crate) fn begin() -> Self {
        let now = Instant::now();
        Self { made: 0, until: now.checked_add(LONGEST).unwrap_or(now) }
    }

    /// Waits before another try; false if no try is left.
    pub(crate) async fn again(&mut self) -> bool {
        self.made = self.made.saturating_add(1);
        let left = self.until.saturating_duration_since(Instant::now());
        let Some(longest) = longest_pause(self.made, left) else { return false };
        let longest_ms = u64::try_from(longest.as_millis()).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(fastrand::u64(0..=longest_ms))).await;
        true
    }
}

/// The longest pause after this many tries, which doubles each time; `None` if there is no time or no try left.
fn longest_pause(made: u32, left: Duration) -> Option<Duration> {
    let doubled = 1_u64.checked_shl(made.saturating_sub(1)).unwrap_or(u64::MAX);
    let pause = Duration::from_millis(FIRST_PAUSE_MS.saturating_mul(doubled).min(LONGEST_PAUSE_MS));
    (made < MAX_TRIES && pause < left).then_some(pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound() {
        let pause = |made| longest_pause(made, LONGEST).map(|pause| pause.as_millis());
        let pauses: Vec<_> = (1..=8).filter_map(pause).collect();
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 640, 640]);
        assert_eq!((pause(11), pause(12), pause(u32::MAX)), (Some(640), None, None));
    }

    #[test]
    fn no_pause_is_longer_than_what_is_left() {
        assert_eq!(longest_pause(3, Duration::from_millis(40)), None);
        assert_eq!(longest_pause(3, Duration::from_millis(41)), Some(Duration::from_millis(40)));
    }
}
