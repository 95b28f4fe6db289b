//! Rate limits: requests of the last second, by account and by endpoint (docs page "Rate limits").

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use crate::config::RateLimits;
use crate::error::ApiError;
use crate::fault::rate_limited;

/// When the accepted requests came, by mode and endpoint.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    /// `None`: unlimited.
    pub(crate) limits: Option<RateLimits>,
    seen: HashMap<(bool, String), VecDeque<Instant>>,
}

impl Limits {
    pub(crate) fn new(limits: Option<RateLimits>) -> Self {
        Self { limits, seen: HashMap::new() }
    }

    /// Counts a request, or refuses it; refused ones do not count.
    pub(crate) fn admit(&mut self, live: bool, endpoint: &str, now: Instant) -> Result<(), ApiError> {
        let Some(limits) = self.limits else {
            return Ok(());
        };
        for times in self.seen.values_mut() {
            while times.front().is_some_and(|at| now.saturating_duration_since(*at) >= RateLimits::WINDOW) {
                times.pop_front();
            }
        }
        let of_mode = self.seen.iter().filter(|((mode, _), _)| *mode == live);
        let in_all: usize = of_mode.map(|(_, times)| times.len()).sum();
        if in_all >= limits.account {
            return Err(rate_limited("global-rate"));
        }
        let times = self.seen.entry((live, endpoint.to_owned())).or_default();
        if times.len() >= limits.endpoint {
            return Err(rate_limited("endpoint-rate"));
        }
        times.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_window_of_one_second_is_counted() {
        let mut limits = Limits::new(Some(RateLimits { account: 3, endpoint: 2 }));
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        assert!(limits.admit(false, "a", at(0)).is_ok());
        assert!(limits.admit(false, "a", at(500)).is_ok());
        assert_eq!(limits.admit(false, "a", at(999)).unwrap_err().limit_reason, Some("endpoint-rate"));
        assert!(limits.admit(false, "b", at(999)).is_ok());
        assert_eq!(limits.admit(false, "c", at(999)).unwrap_err().limit_reason, Some("global-rate"));
        assert!(limits.admit(true, "a", at(999)).is_ok());
        assert!(limits.admit(false, "a", at(1000)).is_ok());
    }
}
