//! Ids and delays from a seed, so that a failing test fails again.

use std::time::Duration;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `SplitMix64`: small, and good enough for names and pauses.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A prefix and `length` characters of `[0-9A-Za-z]`.
    pub(crate) fn id(&mut self, prefix: &str, length: usize) -> String {
        let pick = |_| {
            let letters = ALPHABET.iter().cycle().skip(usize::try_from(self.next() % 62).unwrap_or(0));
            char::from(letters.copied().next().unwrap_or(b'0'))
        };
        let token: String = (0..length).map(pick).collect();
        format!("{prefix}{token}")
    }

    /// A number below `count`; 0 of nothing.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        usize::try_from(self.next().checked_rem(count).unwrap_or(0)).unwrap_or(0)
    }

    /// A duration of `min` to `max`, both possible.
    pub(crate) fn between(&mut self, min: Duration, max: Duration) -> Duration {
        let span = u64::try_from(max.saturating_sub(min).as_micros()).unwrap_or(u64::MAX);
        let extra = self.next().checked_rem(span.saturating_add(1)).unwrap_or(0);
        min.saturating_add(Duration::from_micros(extra))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_repeat_with_the_seed_and_differ_within_it() {
        let (mut one, mut two) = (Random::new(7), Random::new(7));
        let first = one.id("cs_test_", 58);
        assert_eq!(first, two.id("cs_test_", 58));
        assert_ne!(first, one.id("cs_test_", 58));
        assert_eq!(first.len(), 66);
        assert!(first.strip_prefix("cs_test_").unwrap().bytes().all(|b| b.is_ascii_alphanumeric()));
    }

    #[test]
    fn delays_stay_in_their_range() {
        let mut random = Random::new(1);
        let (min, max) = (Duration::from_micros(5), Duration::from_micros(8));
        let seen: std::collections::BTreeSet<_> = (0..200).map(|_| random.between(min, max)).collect();
        assert_eq!(seen.len(), 4);
        assert!(seen.iter().all(|d| (min..=max).contains(d)));
        assert_eq!(random.between(max, max), max);
    }
}
