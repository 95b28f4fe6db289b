//! How arguments are written that several commands take.

use jiff::Timestamp;
use shared::core::{Interaction, InteractionSet, ShopperCode};

/// Words of interactions with commas between them, or `all`.
pub(crate) fn interactions(text: &str) -> Result<InteractionSet, String> {
    if text.trim() == "all" {
        return Ok(InteractionSet::all());
    }
    text.split(',')
        .map(|word| {
            let word = word.trim();
            Interaction::from_word(word).ok_or_else(|| {
                let words = Interaction::ALL.map(|interaction| interaction.traits().word).join(", ");
                format!("there is no interaction \"{word}\": write all, or some of {words}, with commas between them")
            })
        })
        .collect()
}

/// What a shopper types.
pub(crate) fn code(text: &str) -> Result<ShopperCode, String> {
    let wrong = || format!("write 1 to {} characters besides blanks", ShopperCode::LONGEST);
    ShopperCode::parse(text).ok_or_else(wrong)
}

/// An instant.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "write a date, a time and an offset, such as 2026-11-27T09:30:00-05:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interactions_are_words_with_commas_between_them_or_all() {
        let both = InteractionSet::from(Interaction::Loyalty).with(Interaction::Location);
        assert_eq!(interactions("location, loyalty"), Ok(both));
        assert_eq!(interactions("all"), Ok(InteractionSet::all()));
        for text in ["", "loyalti", "loyalty,", "all,loyalty"] {
            assert!(interactions(text).unwrap_err().contains("cart-threshold"), "{text}");
        }
    }
}
