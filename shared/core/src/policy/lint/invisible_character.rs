//! A word with a character that nobody sees, or with letters of two alphabets that look alike.

use super::file::{File, Lint, Remark};
use super::places::StringAt;
use crate::spelling::is_unseen;

pub(super) const LINT: Lint = Lint { code: "invisible-character", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let offers = file.policy.offers.iter();
    let texts = offers.flat_map(|offer| {
        file.places
            .strings_in_offer(offer, "when")
            .into_iter()
            .chain(file.places.strings_in_offer(offer, "unless"))
            .chain(file.places.strings_in_offer(offer, "give"))
    });
    texts.chain(file.places.strings("customer")).filter_map(|text| remark(&text)).collect()
}

fn remark(text: &StringAt<'_>) -> Option<Remark> {
    if let Some(hidden) = text.text.chars().find(|c| is_invisible(*c)) {
        let visible: String = text.text.chars().filter(|c| !is_invisible(*c)).collect();
        return Some(Remark::new(
            text.span.clone(),
            format!("there is a character in \"{visible}\" that nobody sees or types: U+{:04X}", u32::from(hidden)),
            format!("type it again instead of pasting it: \"{visible}\""),
        ));
    }
    let (latin, alike) = (text.text.chars().any(|c| c.is_ascii_alphabetic()), text.text.chars().find(|c| is_alike(*c)));
    let alike = alike.filter(|_| latin)?;
    Some(Remark::new(
        text.span.clone(),
        format!("\"{}\" mixes two alphabets: {alike} is U+{:04X}, not a Latin letter", text.text, u32::from(alike)),
        "type it again with one keyboard",
    ))
}

/// Characters that comparisons leave out, and blanks other than the space bar's.
fn is_invisible(c: char) -> bool {
    is_unseen(c) || (c.is_whitespace() && !c.is_ascii())
}

/// Greek and Cyrillic letters: many look like Latin ones.
const fn is_alike(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}')
}
