//! Triggers: what makes decisions consider an offer, an interaction of the shopper or nothing at all.

use std::fmt;
use std::iter;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::interaction::{Interaction, InteractionSet};

/// The value of an offer's key `interaction`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Trigger {
    /// Every decision considers the offer. No route, no request and no metadata names it.
    Automatic,
    /// Decisions consider the offer once the session has been asked for the interaction.
    On(Interaction),
}

impl Trigger {
    /// The word of [`Trigger::Automatic`].
    pub const AUTOMATIC: &'static str = "automatic";

    /// All of them, in the order in which answers list them.
    pub fn all() -> impl Iterator<Item = Self> {
        iter::once(Self::Automatic).chain(Interaction::ALL.into_iter().map(Self::On))
    }

    /// The word in `discounts.toml` and in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Automatic => Self::AUTOMATIC,
            Self::On(interaction) => interaction.traits().word,
        }
    }

    /// The trigger of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|trigger| trigger.word() == word)
    }

    /// The set of a session that has been asked for nothing else.
    #[must_use]
    pub fn alone(self) -> InteractionSet {
        match self {
            Self::Automatic => InteractionSet::EMPTY,
            Self::On(interaction) => interaction.into(),
        }
    }

    /// Returns whether a session with this set has the trigger.
    #[must_use]
    pub const fn is_in(self, set: InteractionSet) -> bool {
        match self {
            Self::Automatic => true,
            Self::On(interaction) => set.contains(interaction),
        }
    }

    /// Returns whether reasons and hints mention an offer when the policy does not say.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Automatic => true,
            Self::On(interaction) => interaction.traits().public,
        }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Trigger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Trigger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| de::Error::custom(format!("\"{word}\" is no trigger")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn automatic_comes_first_and_is_in_every_set() {
        let words: Vec<_> = Trigger::all().map(Trigger::word).collect();
        let interactions = Interaction::ALL.map(|interaction| interaction.traits().word);
        assert_eq!(words, [&["automatic"][..], &interactions].concat());
        assert!(Trigger::Automatic.is_in(InteractionSet::EMPTY) && Trigger::Automatic.is_in(InteractionSet::all()));
        assert!(!Trigger::On(Interaction::Code).is_in(Interaction::Loyalty.into()));
        assert_eq!(Trigger::Automatic.alone(), InteractionSet::EMPTY);
    }

    #[test]
    fn triggers_are_written_and_read_as_their_words() {
        for trigger in Trigger::all() {
            let text = serde_json::to_string(&trigger).unwrap();
            assert_eq!(text, format!("\"{trigger}\""));
            assert_eq!(serde_json::from_str::<Trigger>(&text).unwrap(), trigger);
        }
        assert!(serde_json::from_str::<Trigger>("\"all\"").is_err());
    }
}
