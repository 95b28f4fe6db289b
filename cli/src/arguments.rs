//! The notation of arguments that several commands take.

use jiff::Timestamp;
use shared::core::{Interaction, InteractionSet, ShopperCode};

/// An argument that can't be read. The text says what to write instead.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error(
        "there is no interaction \"{word}\": write all, or some of {}, with commas between them",
        Interaction::ALL.map(|interaction| interaction.traits().word).join(", ")
    )]
    Interaction { word: String },
    #[error("write 1 to {} characters besides blanks", ShopperCode::LONGEST)]
    Code,
    #[error("write a date, a time and an offset, such as 2026-11-27T09:30:00-05:00")]
    Moment(#[source] jiff::Error),
    #[error("write 127.0.0.1, or 0.0.0.0 to be reached from other devices")]
    Host,
}

/// Reads words of interactions with commas between them, or `all`.
pub(crate) fn interactions(text: &str) -> Result<InteractionSet, ArgumentError> {
    if text.trim() == "all" {
        return Ok(InteractionSet::all());
    }
    let words = text.split(',').map(str::trim);
    words
        .map(|word| Interaction::from_word(word).ok_or_else(|| ArgumentError::Interaction { word: word.to_owned() }))
        .collect()
}

/// Reads a code as a shopper types it.
pub(crate) fn code(text: &str) -> Result<ShopperCode, ArgumentError> {
    ShopperCode::parse(text).ok_or(ArgumentError::Code)
}

/// Reads an instant.
pub(crate) fn moment(text: &str) -> Result<Timestamp, ArgumentError> {
    text.parse().map_err(ArgumentError::Moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interactions_are_words_between_commas_or_all() {
        let both = InteractionSet::from(Interaction::Loyalty).with(Interaction::Location);
        assert_eq!(interactions("location, loyalty").unwrap(), both);
        assert_eq!(interactions("all").unwrap(), InteractionSet::all());
        for text in ["", "loyalti", "loyalty,", "all,loyalty"] {
            assert!(interactions(text).unwrap_err().to_string().contains("cart-threshold"), "{text}");
        }
    }
}
