//! The id of an offer, and the name that shoppers see.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The id of an offer: `^[a-z0-9][a-z0-9-]{0,39}$`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferId(Arc<str>);

/// The name that the shopper sees: 1 to 40 characters, Stripe's limit for the name of a coupon.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OfferName(Arc<str>);

/// Why a text can't name an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// An id of another form.
    #[error("is not an id: use 1 to 40 lower-case letters, digits and hyphens, and begin with a letter or digit")]
    NotAnId,
    /// A name without a visible character, with blanks around it, or with control characters.
    #[error("is not a name: write what the shopper should read, without blanks around it")]
    NotAName,
    /// A name of more than 40 characters.
    #[error("has {0} characters: Stripe shows at most 40")]
    TooLong(usize),
}

impl OfferId {
    const LONGEST: usize = 40;

    /// Checks the form.
    ///
    /// # Errors
    ///
    /// [`NameFault`]
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let first = text.bytes().next().is_some_and(plain);
        let rest = text.bytes().all(|byte| plain(byte) || byte == b'-');
        if first && rest && text.len() <= Self::LONGEST { Ok(Self(text.into())) } else { Err(NameFault::NotAnId) }
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl OfferName {
    /// Stripe's limit: `coupon_data[name]`, maxLength 40 (Stripe API reference, Update a Checkout Session).
    pub const LONGEST: usize = 40;

    /// Checks the length.
    ///
    /// # Errors
    ///
    /// [`NameFault`]
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        if text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
            return Err(NameFault::NotAName);
        }
        match text.chars().count() {
            count if count > Self::LONGEST => Err(NameFault::TooLong(count)),
            _ => Ok(Self(text.into())),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! shown_as_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }
    )*};
}

shown_as_text!(OfferId, OfferName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        for id in ["a", "0", "gold-10", &"a".repeat(40)] {
            assert_eq!(OfferId::parse(id).unwrap().as_str(), id);
        }
        for id in ["", "-a", "A", "gold_10", "gold 10", "gøld", &"a".repeat(41)] {
            assert_eq!(OfferId::parse(id), Err(NameFault::NotAnId), "{id}");
        }
    }

    #[test]
    fn names_are_as_long_as_stripe_shows() {
        let longest = "ü".repeat(40);
        assert_eq!(OfferName::parse(&longest).unwrap().as_str(), longest);
        assert_eq!(OfferName::parse(&"ü".repeat(41)), Err(NameFault::TooLong(41)));
        assert_eq!(OfferName::parse("  "), Err(NameFault::NotAName));
        assert_eq!(OfferName::parse("a\nb"), Err(NameFault::NotAName));
        assert_eq!(OfferName::parse(" Sale"), Err(NameFault::NotAName));
    }
}
