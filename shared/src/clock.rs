//! The wall clock, read in this one place. Timeouts and durations are measured with `Instant`, which no clock change moves.

use jiff::{SignedDuration, Timestamp};

/// A clock that may be shifted against the system's, so that a policy can be tried at another time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clock {
    shift: SignedDuration,
}

impl Clock {
    /// The system's clock.
    pub const SYSTEM: Self = Self { shift: SignedDuration::ZERO };

    /// A clock that shows this time now, and goes on from there.
    #[must_use]
    pub fn starting_at(time: Timestamp) -> Self {
        Self { shift: time.duration_since(Self::SYSTEM.now()) }
    }

    /// The present time.
    #[must_use]
    pub fn now(self) -> Timestamp {
        let system = Timestamp::now();
        system.checked_add(self.shift).unwrap_or(system)
    }

    /// The shift against the system's clock.
    #[must_use]
    pub const fn shift(self) -> SignedDuration {
        self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifted_clock_goes_on_from_its_start() {
        let start: Timestamp = "2037-01-02T03:04:05Z".parse().unwrap();
        let clock = Clock::starting_at(start);
        assert!(clock.now() >= start);
        assert!(clock.now().duration_since(start) < SignedDuration::from_hours(1));
    }
}
