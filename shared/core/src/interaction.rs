//! What a shopper can do, in one table: every function, quote, the loader and the docs read it.
//!
//! A new interaction is a variant, a row and a folder under `functions/`.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};

use crate::policy::Subject;

/// A customer interaction that can earn a discount.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interaction {
    /// The shopper is a member, or has bought before.
    Loyalty,
    /// The cart passes a threshold.
    CartThreshold,
    /// The address lies in a place.
    Location,
    /// It is the time of an offer.
    LimitedTime,
    /// The shopper holds a personal offer.
    CustomerOffer,
}

/// What makes one interaction different from another.
#[derive(Debug)]
pub struct Traits {
    /// The word in its route, in `discounts.toml` and in answers.
    pub word: &'static str,
    /// The key in the session's metadata that says it has been asked for.
    pub metadata_key: &'static str,
    /// What each of its offers must ask about, so that no sale is open to everybody by accident.
    pub asks: &'static [Subject],
    /// Whether reasons and hints mention its offers when the policy does not say.
    pub public: bool,
}

impl Interaction {
    /// All of them, in the order in which answers list them.
    pub const ALL: [Self; 5] =
        [Self::Loyalty, Self::CartThreshold, Self::Location, Self::LimitedTime, Self::CustomerOffer];

    /// Its row of the table.
    #[must_use]
    pub const fn traits(self) -> &'static Traits {
        match self {
            Self::Loyalty => {
                &Traits { word: "loyalty", metadata_key: "discount_loyalty", asks: &[Subject::Shopper], public: true }
            }
            Self::CartThreshold => &Traits {
                word: "cart-threshold",
                metadata_key: "discount_cart_threshold",
                asks: &[Subject::Subtotal, Subject::Quantity],
                public: true,
            },
            Self::Location => {
                &Traits { word: "location", metadata_key: "discount_location", asks: &[Subject::Place], public: true }
            }
            Self::LimitedTime => &Traits {
                word: "limited-time",
                metadata_key: "discount_limited_time",
                asks: &[Subject::Time],
                public: true,
            },
            Self::CustomerOffer => &Traits {
                word: "customer-offer",
                metadata_key: "discount_customer_offer",
                asks: &[Subject::Shopper],
                public: false,
            },
        }
    }

    /// The interaction of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|interaction| interaction.traits().word == word)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Interaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.traits().word)
    }
}

/// A set of interactions: the ones that a session has been asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct InteractionSet(u8);

impl InteractionSet {
    /// None.
    pub const EMPTY: Self = Self(0);

    /// Every interaction there is.
    #[must_use]
    pub fn all() -> Self {
        Interaction::ALL.into_iter().collect()
    }

    /// Whether the interaction is in it.
    #[must_use]
    pub const fn contains(self, interaction: Interaction) -> bool {
        self.0 & interaction.bit() != 0
    }

    /// With one more.
    #[must_use]
    pub const fn with(self, interaction: Interaction) -> Self {
        Self(self.0 | interaction.bit())
    }

    /// Without those of the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its interactions, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Interaction> {
        Interaction::ALL.into_iter().filter(move |interaction| self.contains(*interaction))
    }
}

impl FromIterator<Interaction> for InteractionSet {
    fn from_iter<I: IntoIterator<Item = Interaction>>(interactions: I) -> Self {
        interactions.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl From<Interaction> for InteractionSet {
    fn from(interaction: Interaction) -> Self {
        Self(interaction.bit())
    }
}

impl fmt::Debug for InteractionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for InteractionSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut words = serializer.serialize_seq(None)?;
        for interaction in self.iter() {
            words.serialize_element(&interaction)?;
        }
        words.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interaction_is_found_by_its_word_and_keeps_its_own_metadata_key() {
        for interaction in Interaction::ALL {
            let word = interaction.traits().word;
            assert_eq!(Interaction::from_word(word), Some(interaction));
            assert_eq!(serde_json::to_value(interaction).unwrap(), word, "the serde name is the word");
            assert_eq!(interaction.traits().metadata_key, format!("discount_{}", word.replace('-', "_")));
        }
        assert_eq!(Interaction::from_word("all"), None);
    }

    #[test]
    fn a_set_lists_its_interactions_in_the_order_of_the_table() {
        let set: InteractionSet = [Interaction::Location, Interaction::Loyalty].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Interaction::Loyalty, Interaction::Location]);
        assert_eq!(set.without(Interaction::Loyalty.into()), Interaction::Location.into());
        assert_eq!(InteractionSet::all().iter().count(), Interaction::ALL.len());
        assert!(set.without(InteractionSet::all()).is_empty());
    }
}
