//! Values without quotes.

use super::{dates, numbers};

/// Quoted words, and how to write them.
const TRUE: [&str; 5] = ["yes", "on", "y", "enabled", "true"];
const FALSE: [&str; 5] = ["no", "off", "n", "disabled", "false"];

/// The fault of a value that has no quotes, and what to write, if that can only be one thing; none if it is TOML.
/// `key` is that of the table in which it is.
pub(super) fn fault(token: &str, key: &str) -> Option<(String, Option<String>)> {
    if is_toml(token) {
        return None;
    }
    let plain: String = token.chars().map(|c| if is_dash(c) { '-' } else { c }).filter(|c| !is_strange(*c)).collect();
    if plain != token && is_toml(&plain) {
        let message = "this has dashes or blanks that word processors write: type it again";
        return Some((message.to_owned(), Some(plain)));
    }
    let lower = plain.to_lowercase();
    for (words, right) in [(TRUE, "true"), (FALSE, "false")] {
        if words.contains(&lower.as_str()) {
            return Some((
                format!("{token} is written {right}, in lower case and without quotes"),
                Some(right.to_owned()),
            ));
        }
    }
    if let Some(message) = dates::missing(&plain) {
        return Some((message, None));
    }
    if let Some((message, instead)) = dates::fault(&plain) {
        return Some((message, instead));
    }
    if let Some((message, instead)) = numbers::fault(&plain, key) {
        return Some((message, Some(instead)));
    }
    let text = token.replace('\\', "\\\\").replace('"', "\\\"");
    let instead = format!("\"{text}\"");
    Some((format!("a text is written in quotes: {instead}"), Some(instead)))
}

/// The length of a number with separators at the beginning of a text: its commas part no values.
pub(super) fn thousands(text: &str) -> usize {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '$' | '€' | '£' | '¥')))
        .unwrap_or(text.len());
    let number = text.get(..end).unwrap_or_default().trim_end_matches([',', '.']);
    let digits = number.trim_start_matches(['$', '€', '£', '¥']);
    let by = |separator: char, point: char| {
        let (whole, fraction) = digits.split_once(point).unwrap_or((digits, ""));
        let mut groups = whole.split(separator);
        let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
        let mut rest = groups.map(str::len).peekable();
        first && rest.peek().is_some() && rest.all(|length| length == 3) && fraction.len() <= 2
    };
    if by(',', '.') || (digits.contains(',') && by('.', ',')) { number.len() } else { 0 }
}

/// Returns whether a value is TOML as it is.
fn is_toml(token: &str) -> bool {
    toml::de::DeTable::parse(&format!("a = {token}\n")).is_ok()
}

/// Blanks and marks that no key of the keyboard writes.
pub(super) const fn is_strange(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{2064}' | '\u{3000}' | '\u{feff}')
}

const fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}
