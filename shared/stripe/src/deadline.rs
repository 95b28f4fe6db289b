//! The time that the calls of one request may take.

use std::time::Duration;

use tokio::time::Instant;

/// The part of the time that is kept for corrections: an eighth.
const CORRECTIONS: u32 = 8;

/// The moments by which a request's calls must have ended.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// No call begins after it.
    calls: Instant,
    /// No correction begins after it.
    corrections: Instant,
}

impl Deadline {
    /// A deadline this long from now. An eighth of the time is kept for corrections.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        let now = Instant::now();
        let kept = time.checked_div(CORRECTIONS).unwrap_or_default();
        let after = |time| now.checked_add(time).unwrap_or(now);
        Self { calls: after(time.saturating_sub(kept)), corrections: after(time) }
    }

    /// The deadline with the time that was kept for corrections.
    #[must_use]
    pub const fn for_corrections(self) -> Self {
        Self { calls: self.corrections, ..self }
    }

    /// The time left; zero once it has passed.
    #[must_use]
    pub fn left(self) -> Duration {
        self.calls.saturating_duration_since(Instant::now())
    }

    /// Returns whether it has passed.
    #[must_use]
    pub fn passed(self) -> bool {
        self.left() == Duration::ZERO
    }
}
