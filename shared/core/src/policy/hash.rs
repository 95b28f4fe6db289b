//! The hash that names a policy file.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The hash of the policy file of a decision: the first 16 hex digits of the SHA-256 of its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PolicyHash([u8; 8]);

impl PolicyHash {
    /// Of a policy's text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        use sha2::{Digest, Sha256};
        let mut first = [0; 8];
        for (byte, digest) in first.iter_mut().zip(Sha256::digest(text.as_bytes())) {
            *byte = digest;
        }
        Self(first)
    }
}

impl fmt::Display for PolicyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PolicyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PolicyHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PolicyHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = u64::from_str_radix(&text, 16).map_err(de::Error::custom)?;
        Ok(Self(bytes.to_be_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_depends_on_the_text() {
        assert_eq!(PolicyHash::of("").to_string(), "e3b0c44298fc1c14");
        assert_ne!(PolicyHash::of("a"), PolicyHash::of("b"));
    }
}
