//! The merchant's policy, loaded from `discounts.toml`: which offers there are, and how they combine.

mod checkout;
mod condition;
mod country;
mod effect;
mod items;
mod key;
pub mod lint;
pub mod load;
mod note;
mod offer;
mod place;
mod reads;
#[cfg(feature = "report")]
pub mod report;
mod schedule;
mod zone;

use std::fmt;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use checkout::{Checkout, ServerOnly};
pub use condition::{Condition, Subject, Words};
pub use country::{COUNTRIES, is_country};
pub(crate) use effect::just_over;
pub use effect::{Effect, Rate, Reach, Step};
pub use items::{Base, Contains, Items, LineFilter, Lines, Units};
pub use load::Faults;
pub use note::{Note, Severity};
pub use offer::{NameFault, Offer, OfferId, OfferName};
pub use place::Place;
pub use reads::{Fact, Reads};
pub use schedule::{Hours, Schedule, WallClock, Weekdays};

use crate::interaction::{Interaction, InteractionSet};
use crate::money::{Amount, Amounts, Currency, Percent, Rounding};

/// A policy that has loaded: every rule of the file holds.
///
/// It can be written down and read back: the one that is compiled in is loaded when a function is built, so that
/// its start has no file to parse. What is read back is trusted; it is no way to load what a merchant wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// The shop's time zone: of weekdays, hours, and times written without one.
    #[serde(with = "zone")]
    pub zone: TimeZone,
    /// How the eligible offers become one discount.
    pub combine: Combine,
    /// How fractions of a minor unit are rounded.
    pub rounding: Rounding,
    /// Whether a larger discount of ours may replace one that this service did not write.
    pub replace_foreign: bool,
    /// What the shopper sees when the joined names of several offers are too long.
    pub combined_name: OfferName,
    /// The guard rails against a mistake in an offer.
    pub limits: Limits,
    /// The keys of the customer's metadata that hold facts.
    pub customer: CustomerKeys,
    /// A customer created at or after it, without a count of orders, has none.
    pub history_since: Option<Timestamp>,
    /// How sessions are created, changed and settled.
    pub checkout: Checkout,
    /// The offers: highest priority first, then in the order of the file.
    pub offers: Vec<Offer>,
    /// What the offers of each interaction read.
    reads: [Reads; Interaction::ALL.len()],
    /// Which file this is.
    pub hash: PolicyHash,
    /// The kill switch: every decision is no discount.
    pub switched_off: bool,
}

/// How several eligible offers become one discount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Combine {
    /// The largest stands alone. The default.
    #[default]
    Best,
    /// All are added, each of the whole cart.
    Sum,
    /// By priority, each of what the ones before it have left.
    Sequential,
}

/// The guard rails.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// The most of a subtotal that may be given.
    pub max_percent: Option<Percent>,
    /// The most that may be given; a currency that is not listed gets nothing.
    pub max_amount: Option<Amounts>,
    /// Overrides Stripe's published minimum charges.
    pub minimum_charge: Amounts,
    /// How many writes of a discount one session may cause.
    pub writes_per_session: u64,
    /// How many different codes one session may be asked for.
    pub codes_per_session: u64,
}

impl Limits {
    /// Writes for each session where the policy does not say.
    pub const WRITES_PER_SESSION: u64 = 50;
    /// Codes for each session where the policy does not say.
    pub const CODES_PER_SESSION: u64 = 10;
    /// The most of them that a policy may allow: each takes a key of the metadata, of which there are 50 (Stripe docs,
    /// "Metadata"). A payment intent needs 15 for the rest: six interactions, five that travel with a discount, four
    /// in which the shop's server says what the cart costs. A session needs ten.
    pub const MOST_CODES_PER_SESSION: u64 = 35;

    /// The least that can be charged; none where nobody says.
    #[must_use]
    pub fn minimum_charge(&self, currency: Currency) -> Option<Amount> {
        self.minimum_charge.get(currency).or_else(|| currency.minimum_charge())
    }
}

/// The keys of a Stripe customer's metadata that hold facts about the shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerKeys {
    /// The member's tier.
    pub tier: String,
    /// Segments, comma-separated.
    pub segments: String,
    /// How many orders are completed.
    pub orders: String,
    /// What they came to; the key is followed by `_` and the currency, the value is in minor units.
    pub lifetime_spend: String,
    /// When the last was completed, in Unix seconds.
    pub last_order_at: String,
    /// How often each offer has been used: the first of the keys of [`Uses`](crate::session::Uses).
    pub uses: String,
}

impl Default for CustomerKeys {
    fn default() -> Self {
        Self {
            tier: "loyalty_tier".to_owned(),
            segments: "segments".to_owned(),
            orders: "orders".to_owned(),
            lifetime_spend: "lifetime_spend".to_owned(),
            last_order_at: "last_order_at".to_owned(),
            uses: "offer_uses".to_owned(),
        }
    }
}

/// Which policy file a decision was made by: the first 16 hex digits of the SHA-256 of its text.
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

impl Policy {
    /// Loads a policy. `name` is the file's, for the messages.
    pub fn load(name: &str, text: &str) -> Result<Self, Faults> {
        load::load(name, text)
    }

    /// The same policy with the kill switch thrown.
    #[must_use]
    pub fn switched_off(self) -> Self {
        Self { switched_off: true, ..self }
    }

    /// The offers of a set, in their order, each with its place among all offers.
    pub fn offers_of(&self, set: InteractionSet) -> impl Iterator<Item = (usize, &Offer)> {
        self.offers.iter().enumerate().filter(move |(_, offer)| set.contains(offer.interaction))
    }

    /// What the offers of a set read of a session.
    #[must_use]
    pub fn reads(&self, set: InteractionSet) -> Reads {
        let of_interactions = Interaction::ALL.into_iter().zip(self.reads);
        of_interactions.filter(|(interaction, _)| set.contains(*interaction)).map(|(_, reads)| reads).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_of_the_text() {
        assert_eq!(PolicyHash::of("").to_string(), "e3b0c44298fc1c14");
        assert_ne!(PolicyHash::of("a"), PolicyHash::of("b"));
    }

    #[test]
    fn the_policy_overrides_the_published_minimum_charge() {
        let (usd, eur) = (Currency::parse("usd").unwrap(), Currency::parse("eur").unwrap());
        let limits = Limits {
            max_percent: None,
            max_amount: None,
            minimum_charge: [(usd, Amount::new(75).unwrap())].into_iter().collect(),
            writes_per_session: Limits::WRITES_PER_SESSION,
            codes_per_session: Limits::CODES_PER_SESSION,
        };
        assert_eq!(limits.minimum_charge(usd), Amount::new(75));
        assert_eq!(limits.minimum_charge(eur), Amount::new(50));
        assert_eq!(limits.minimum_charge(Currency::parse("kwd").unwrap()), None);
    }
}
