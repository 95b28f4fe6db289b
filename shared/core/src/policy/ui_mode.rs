//! The kinds of pages that a session may be created for.

use serde::{Deserialize, Serialize};

/// A kind of page that shows a session.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum UiMode {
    /// The shop's own page, made of Stripe's Elements. Its session can be changed until it is paid.
    Elements,
    /// Stripe's page. Its session is decided once.
    Hosted,
    /// Stripe's page, inside the shop's. Its session is decided once.
    Embedded,
}

impl UiMode {
    /// The words of a policy and of a request.
    pub const WORDS: [(&'static str, Self); 3] =
        [("elements", Self::Elements), ("hosted", Self::Hosted), ("embedded", Self::Embedded)];

    /// Parses its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, mode)| mode)
    }

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Elements => "elements",
            Self::Hosted => "hosted",
            Self::Embedded => "embedded",
        }
    }

    /// Returns whether a session for it is decided once, before it exists.
    #[must_use]
    pub fn is_decided_once(self) -> bool {
        self != Self::Elements
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_is_read_by_its_word() {
        for (word, mode) in UiMode::WORDS {
            assert_eq!((UiMode::from_word(word), mode.word()), (Some(mode), word));
        }
        assert_eq!(UiMode::from_word("custom"), None);
    }
}
