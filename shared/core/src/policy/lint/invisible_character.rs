//! A word with a character that nobody sees, or with letters of two alphabets that look alike; a code with a sign that no
//! keyboard has.

use super::file::{File, Lint, Remark};
use super::places::StringAt;
use crate::policy::{Condition, Offer};
use crate::spelling::is_unseen;

pub(super) const LINT: Lint = Lint { code: "invisible-character", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let offers = file.policy.offers.iter();
    let texts = offers.flat_map(|offer| file.places.strings_of_rules(offer));
    let found = texts.chain(file.places.strings("customer")).filter_map(|text| remark(&text));
    found.chain(file.policy.offers.iter().flat_map(|offer| of_codes(file, offer))).collect()
}

/// Signs in a code that word processors write for those of the keyboard.
fn of_codes(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let codes = offer.conditions.iter().filter_map(|condition| match condition {
        Condition::Code(codes) => Some(&codes.0),
        _ => None,
    });
    let remark = |(place, code): (usize, &str)| {
        let sign = code.chars().find(|c| on_keyboard(*c) != *c)?;
        let typed: String = code.chars().map(on_keyboard).collect();
        Some(Remark::new(
            file.places.in_offer(offer, &["when", "code", &place.to_string()]),
            format!("no keyboard has the {sign} of \"{code}\", U+{:04X}", u32::from(sign)),
            format!("write what a shopper types: \"{typed}\""),
        ))
    };
    codes.flat_map(|codes| codes.iter().map(|code| &**code).enumerate()).filter_map(remark).collect()
}

/// The sign of the keyboard for which word processors write another.
const fn on_keyboard(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}'..='\u{201b}' => '\'',
        '\u{201c}'..='\u{201f}' => '"',
        other => other,
    }
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
