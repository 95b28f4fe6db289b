//! Ids, as Stripe forms them.

use std::fmt;

/// The id of a Checkout Session. Stripe docs bound the length of ids at 255; this service takes
/// `^cs_(test|live)_[A-Za-z0-9]{1,128}$`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    const LONGEST: usize = 128;

    /// Checks the form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix("cs_test_").or_else(|| text.strip_prefix("cs_live_"))?;
        let plain = body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (plain && (1..=Self::LONGEST).contains(&body.len())).then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a session of live mode.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.0.starts_with("cs_live_")
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The key of one write: new for every write, the same for its retries. Stripe replays a key's answer for 24 h,
/// so a key made from the decision alone would turn "apply, remove, apply" into nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// One that no other write has.
    #[must_use]
    pub fn new() -> Self {
        Self(format!("checkout-discounts-{}", uuid::Uuid::new_v4().simple()))
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for IdempotencyKey {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_ids_have_one_form() {
        for id in ["cs_test_a", "cs_live_Z9", &format!("cs_test_{}", "a".repeat(128))] {
            assert_eq!(SessionId::parse(id).unwrap().as_str(), id);
        }
        let long = format!("cs_test_{}", "a".repeat(129));
        for id in ["", "cs_test_", "cs_other_a", "cs_test_a/b", "cs_test_a?x", "cs_test_ä", " cs_test_a", "pi_1", &long]
        {
            assert_eq!(SessionId::parse(id), None, "{id}");
        }
        assert!(SessionId::parse("cs_live_a").unwrap().is_live());
        assert!(!SessionId::parse("cs_test_live").unwrap().is_live());
    }

    #[test]
    fn every_write_has_its_own_key_within_stripes_limit() {
        let (one, other) = (IdempotencyKey::new(), IdempotencyKey::new());
        assert_ne!(one, other);
        assert!(one.as_str().len() <= 255);
    }
}
