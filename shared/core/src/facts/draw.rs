//! A draw of an experiment, which is the same each time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::money::Percent;

/// A number that is drawn by an experiment and an id: the first 8 bytes, big-endian, of the SHA-256 of the experiment's name in
/// UTF-8, a zero byte, and the id. Written as 16 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Draw(u64);

impl Draw {
    /// Draws for an id.
    #[must_use]
    pub fn of(experiment: &str, id: &str) -> Self {
        let hash = Sha256::new().chain_update(experiment).chain_update([0]).chain_update(id);
        let mut first = [0; 8];
        for (byte, digest) in first.iter_mut().zip(hash.finalize()) {
            *byte = digest;
        }
        Self(u64::from_be_bytes(first))
    }

    /// Returns whether it lies in the first percent of all numbers. A larger percent has all that a smaller one has.
    #[must_use]
    pub fn is_within(self, percent: Percent) -> bool {
        let whole = u128::from(Percent::WHOLE.parts());
        // Both are below 2^84.
        u128::from(self.0).saturating_mul(whole) < u128::from(percent.parts()) << u64::BITS
    }
}

impl fmt::Display for Draw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Draw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Draw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map(Self).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> Percent {
        Percent::parse(text).unwrap()
    }

    #[test]
    fn draws_are_those_of_another_program() {
        // Python: hashlib.sha256(experiment.encode() + b"\0" + id.encode()).hexdigest()[:16]
        for (experiment, id, draw) in [
            ("spring-10", "cus_1", "a11b1ff4f2d5c0d5"),
            ("spring-10", "cus_2", "426ae79ec7a77a2e"),
            ("spring-10", "cs_test_1", "b5973775849627ff"),
            ("", "", "6e340b9cffb37a98"),
            ("a", "b", "59b271ae1bbcb1d3"),
        ] {
            assert_eq!(Draw::of(experiment, id).to_string(), draw, "{experiment} {id}");
        }
        assert_ne!(Draw::of("ab", "c"), Draw::of("a", "bc"));
    }

    #[test]
    fn share_is_exact_at_its_bound() {
        // 10% of 2^64 is 1844674407370955161.6.
        for (draw, text, within) in [
            (0, "0.0001", true),
            (1_844_674_407_370_955_161, "10", true),
            (1_844_674_407_370_955_162, "10", false),
            // 0.0001% of 2^64 is 18446744073709.551616.
            (18_446_744_073_709, "0.0001", true),
            (18_446_744_073_710, "0.0001", false),
            (1 << 63, "50", false),
            ((1 << 63) - 1, "50", true),
            (u64::MAX, "100", true),
            (u64::MAX, "99.9999", false),
        ] {
            assert_eq!(Draw(draw).is_within(percent(text)), within, "{draw} in {text}%");
        }
    }

    #[test]
    fn shares_are_about_as_large_as_they_say() {
        let drawn = |experiment: &str, share: &str| {
            let of_all =
                (0..10_000).map(|number| Draw::of(experiment, &format!("cus_{number}")).is_within(percent(share)));
            of_all.collect::<Vec<bool>>()
        };
        let count = |drawn: &[bool]| drawn.iter().filter(|drawn| **drawn).count();
        let (ten, twenty, other) = (drawn("a", "10"), drawn("a", "20"), drawn("b", "10"));
        assert!((900..=1_100).contains(&count(&ten)) && (1_850..=2_150).contains(&count(&twenty)));
        // A larger share has all of a smaller one, and another experiment draws again.
        assert!(ten.iter().zip(&twenty).all(|(ten, twenty)| !ten || *twenty));
        let both = ten.iter().zip(&other).filter(|(ten, other)| **ten && **other).count();
        assert!((60..=140).contains(&both), "{both}");
    }

    #[test]
    fn written_draw_is_read_back() {
        let draw = Draw(7);
        assert_eq!(serde_json::to_string(&draw).unwrap(), "\"0000000000000007\"");
        assert_eq!(serde_json::from_str::<Draw>("\"0000000000000007\"").unwrap(), draw);
    }
}
