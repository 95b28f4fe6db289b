//! Interactions, the actions of a shopper, in one table: every function, quote, the loader and the docs read it.
//! Automatic offers need none; see [`Trigger`](crate::trigger::Trigger).
//!
//! A new interaction is a variant with its row, and a folder under `functions/`.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};

/// The subject of a condition. It decides in which interaction's offers the condition counts, and which hint fits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// The customer.
    Shopper,
    /// The cart's price before discounts.
    Subtotal,
    /// How many units are in the cart.
    Quantity,
    /// The items in the cart.
    Items,
    /// The shipping address.
    Place,
    /// When.
    Time,
    /// The code that the shopper typed.
    Code,
    /// Anything else about the session.
    Session,
}

/// The traits of an interaction.
#[derive(Debug)]
pub struct Traits {
    /// The word in its route, in `discounts.toml` and in answers.
    pub word: &'static str,
    /// The key in the session's metadata that says it has been asked for.
    pub metadata_key: &'static str,
    /// The field of a request's body with the value that the key then holds; without one it holds `on`.
    pub value: Option<&'static str>,
    /// The subjects. Each of its offers asks about at least one, so that no sale is open to everybody by accident.
    pub asks: &'static [Subject],
    /// Those subjects in the merchant's words, with an example.
    pub asks_about: &'static str,
    /// True if reasons and hints mention its offers when the policy does not say.
    pub public: bool,
}

/// Makes the enum and its table of one list, so that neither can lack what the other has.
macro_rules! interactions {
    ($($(#[$doc:meta])+ $name:ident => $traits:expr;)+) => {
        /// A customer interaction that can earn a discount.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Interaction {
            $($(#[$doc])+ $name,)+
        }

        impl Interaction {
            /// All of them, in the order in which answers list them.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// The row of the table.
            #[must_use]
            pub const fn traits(self) -> &'static Traits {
                match self {
                    $(Self::$name => &$traits,)+
                }
            }
        }
    };
}

interactions! {
    /// The shopper is a member, or has bought before.
    Loyalty => Traits {
        word: "loyalty",
        metadata_key: "discount_loyalty",
        value: None,
        asks: &[Subject::Shopper],
        asks_about: "the customer, such as when.tier or when.first_order",
        public: true,
    };
    /// The cart passes a threshold.
    CartThreshold => Traits {
        word: "cart-threshold",
        metadata_key: "discount_cart_threshold",
        value: None,
        asks: &[Subject::Subtotal, Subject::Quantity],
        asks_about: "the subtotal or the quantity, such as when.subtotal_over, or give a ladder",
        public: true,
    };
    /// The address lies in a place.
    Location => Traits {
        word: "location",
        metadata_key: "discount_location",
        value: None,
        asks: &[Subject::Place],
        asks_about: "the place, such as when.country",
        public: true,
    };
    /// The time of an offer.
    LimitedTime => Traits {
        word: "limited-time",
        metadata_key: "discount_limited_time",
        value: None,
        asks: &[Subject::Time],
        asks_about: "the time, such as when.ends or when.hours",
        public: true,
    };
    /// The shopper holds a personal offer.
    CustomerOffer => Traits {
        word: "customer-offer",
        metadata_key: "discount_customer_offer",
        value: None,
        asks: &[Subject::Shopper],
        asks_about: "the customer, such as when.tier or when.first_order",
        public: false,
    };
    /// The shopper types a code.
    Code => Traits {
        word: "code",
        metadata_key: "discount_code",
        value: Some("code"),
        asks: &[Subject::Code],
        asks_about: "the code, such as when.code",
        public: false,
    };
}

impl Interaction {
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

    /// Returns whether the interaction is in it.
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

    /// Without those for which the shopper has to type something.
    #[must_use]
    pub fn without_values(self) -> Self {
        self.iter().filter(|interaction| interaction.traits().value.is_none()).collect()
    }

    /// Returns whether it is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The interactions, in the order of the table.
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
    fn interactions_keep_their_words_and_metadata_keys() {
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
        assert_eq!(set.without(InteractionSet::all()), InteractionSet::EMPTY);
        assert!(InteractionSet::EMPTY.is_empty() && !set.is_empty());
        assert_eq!(set.with(Interaction::Code).without_values(), set);
    }
}
