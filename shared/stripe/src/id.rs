//! Ids in Stripe's form, and idempotency keys.

use std::fmt;

/// The id of a Checkout Session. Stripe docs bound the length of ids at 255; this service takes
/// `^cs_(test|live)_[A-Za-z0-9]{1,128}$`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// Parses an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = has_form(text, "cs_test_") || has_form(text, "cs_live_");
        fits.then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether it is a session of live mode.
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

/// The id of a customer: `^cus_[A-Za-z0-9]{1,128}$`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CustomerId(String);

impl CustomerId {
    /// Parses an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        has_form(text, "cus_").then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of a payment intent: `^pi_[A-Za-z0-9]{1,128}$`, without the rest of a client secret.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct IntentId(String);

impl IntentId {
    /// Parses an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        has_form(text, "pi_").then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of a purchase.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Purchase {
    /// A Checkout Session.
    Session(SessionId),
    /// A payment intent of a shop without Checkout Sessions.
    Intent(IntentId),
}

impl Purchase {
    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Session(id) => id.as_str(),
            Self::Intent(id) => id.as_str(),
        }
    }
}

/// The longest part of an id that follows its prefix. Stripe docs bound the length of ids at 255.
const LONGEST: usize = 128;

fn has_form(text: &str, prefix: &str) -> bool {
    let body = text.strip_prefix(prefix).unwrap_or_default();
    (1..=LONGEST).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The idempotency key of one write: new for every write, kept for its retries. Stripe replays a key's answer for 24 h, so
/// a key made from the decision alone would turn "apply, remove, apply" into nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key that no other write has.
    #[must_use]
    pub fn new() -> Self {
        Self(format!("checkout-discounts-{}", uuid::Uuid::new_v4().simple()))
    }

    /// A key that other calls derive as well, so that Stripe makes at most one of their writes.
    #[must_use]
    pub fn shared(name: &str) -> Self {
        Self(format!("checkout-discounts-{name}"))
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
    fn other_ids_have_a_prefix_and_a_plain_body() {
        assert_eq!(CustomerId::parse("cus_NNNs").unwrap().as_str(), "cus_NNNs");
        assert_eq!(IntentId::parse("pi_3MtwBw").unwrap().as_str(), "pi_3MtwBw");
        for id in ["", "pi_", "pi_3MtwBw_secret_1", "price_a/b", "cus_", "cus_ä", "prod_1"] {
            assert!(CustomerId::parse(id).is_none(), "{id}");
            assert_eq!(IntentId::parse(id), None, "{id}");
        }
    }

    #[test]
    fn every_write_has_a_key_of_its_own_within_the_limit() {
        let (one, other) = (IdempotencyKey::new(), IdempotencyKey::new());
        assert_ne!(one, other);
        assert!(one.as_str().len() <= 255);
    }
}
