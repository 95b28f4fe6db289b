//! An offer: who may have it, and what it gives.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Base, Condition};
use crate::condition::ConditionTable;
use crate::effect::Effect;
use crate::facts::{Fact, Reads};
use crate::line_filter::LineFilter;
use crate::trigger::Trigger;

/// One offer of the policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The id, in answers, logs and the coupon's metadata.
    pub id: OfferId,
    /// The interaction with which a shopper asks for it, or none.
    pub trigger: Trigger,
    /// The name that the shopper sees.
    pub name: OfferName,
    /// Higher goes first.
    pub priority: i64,
    /// The place of its group among the policy's.
    pub group: Option<usize>,
    /// The cases in which it excludes other offers.
    pub exclusive: Exclusive,
    /// True if reasons and hints may mention it.
    pub public: bool,
    /// The conditions, which must all hold, in the order of the documentation's table.
    pub conditions: Vec<Condition>,
    /// The part of the cart that its amount is computed of.
    pub base: Base,
    /// The effect.
    pub gives: Effect,
}

/// When an offer excludes the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Exclusive {
    /// Never. The default.
    #[default]
    No,
    /// When it is eligible.
    IfEligible,
    /// When its conditions hold, even if it gives nothing.
    Always,
}

impl Exclusive {
    /// The word of [`Exclusive::Always`] in `discounts.toml`.
    pub const ALWAYS: &'static str = "always";
}

impl Offer {
    /// The rank among offers that exclude others: the lowest counts. `place` is that in the policy.
    #[must_use]
    pub const fn rank(&self, place: usize) -> (Reverse<i64>, usize) {
        (Reverse(self.priority), place)
    }

    /// Returns whether it can exclude other offers.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        self.exclusive != Exclusive::No
    }

    /// The facts that it reads of a session.
    #[must_use]
    pub fn reads(&self) -> Reads {
        let base = match self.base {
            Base::Cart => Reads::NOTHING,
            Base::Lines(_) => Fact::Lines.into(),
            Base::Shipping => Fact::ShippingCost.into(),
        };
        let names_rates = matches!(&self.gives, Effect::Shipping(shipping) if shipping.rates.is_some());
        let rate = if names_rates { Fact::ShippingRate.into() } else { Reads::NOTHING };
        self.conditions.iter().map(Condition::reads).chain([base, rate]).collect()
    }

    /// Returns whether it is given on shipping, and not on goods.
    #[must_use]
    pub fn is_on_shipping(&self) -> bool {
        matches!(self.base, Base::Shipping)
    }

    /// The conditions as they are written, each with its table.
    pub fn written(&self) -> impl Iterator<Item = (ConditionTable, &Condition)> {
        self.conditions
            .iter()
            .flat_map(|condition| condition.written().iter().map(|written| (condition.table(), written)))
    }

    /// The filters of lines, each with its path under `give`.
    pub(crate) fn filters(&self) -> Vec<(Vec<String>, &LineFilter)> {
        let base = self.base.filters().map(|(key, filter)| (vec![key.to_owned()], filter));
        let own = self.gives.filters().into_iter().enumerate();
        let own = own.map(|(place, filter)| (vec![self.gives.row().key().to_owned(), place.to_string()], filter));
        base.chain(own).collect()
    }

    /// Returns whether it is for those who know a code.
    #[must_use]
    pub fn asks_for_a_code(&self) -> bool {
        self.conditions.iter().any(|condition| matches!(condition, Condition::Code(_)))
    }

    /// Returns whether it reads tags: then a line has to come with its product, not only with the product's id.
    #[must_use]
    pub fn names_tags(&self) -> bool {
        let asked = self.written().flat_map(|(_, condition)| condition.items()).map(|(_, items)| items);
        let meant = self.filters().into_iter().filter_map(|(_, filter)| filter.items.as_ref());
        asked.chain(meant).any(|items| !items.tags.is_empty())
    }
}

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
    use crate::test_support::{for_all, policy};

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

    #[test]
    fn an_offer_looks_at_tags_wherever_it_names_one() {
        for (lines, names) in [
            ("when.contains = { tags = [\"new\"] }\ngive.percent = \"1\"", true),
            ("when.contains_none = { products = [\"prod_1\"], tags = [\"new\"] }\ngive.percent = \"1\"", true),
            ("give = { percent = \"1\", on = { tags = [\"new\"] } }", true),
            ("give = { percent = \"1\", except = { tags = [\"new\"] } }", true),
            ("give = { percent = \"1\", except = { products = [\"prod_1\"] } }", false),
            ("when.contains = { prices = [\"price_1\"] }\ngive.percent = \"1\"", false),
            ("give.percent = \"1\"", false),
        ] {
            assert_eq!(policy(&for_all("it", lines)).offers[0].names_tags(), names, "{lines}");
        }
    }
}
