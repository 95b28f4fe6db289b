//! Words: case, surrounding blanks, characters that can't be seen, and full-width forms do not count.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// A dot above. After an i it is what other programs leave of U+0130 in lower case.
const DOT_ABOVE: char = '\u{307}';

/// Rounds after which a fold no longer changes: folding can leave a letter that folds once more.
const MOST_ROUNDS: usize = 4;

/// The form in which tags, tiers, segments and values of metadata are compared: NFKC in lower case, without the
/// characters that can't be seen and the blanks around it. Dotted and dotless I are an i; other marks count.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return lower_ascii(text.trim());
    }
    settled(text, once).into()
}

/// The form in which codes are compared: as [`fold`], in upper case and without any blank.
pub(crate) fn code(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    }
    // A mark that stood alone joins the letter before the blank.
    let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
    let folded = settled(text, |text| without_blanks(&once(text)));
    folded.chars().flat_map(char::to_uppercase).collect()
}

/// The text without the characters that can't be seen and the blanks around it: the form of ids, which count each letter.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_unseen) {
        return text.trim().into();
    }
    let seen: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    seen.trim().to_owned().into()
}

/// The text in NFKC, without the characters that can't be seen and the blanks around it.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.trim().into();
    }
    nfkc(&visible(text)).trim().to_owned().into()
}

/// Returns whether it is a dotted or dotless I in whatever case, beside the ASCII letters.
pub(super) const fn is_turkish_i(c: char) -> bool {
    matches!(c, '\u{130}' | '\u{131}')
}

fn lower_ascii(text: &str) -> Cow<'_, str> {
    let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_lower { text.into() } else { text.to_ascii_lowercase().into() }
}

/// Repeats a round until it changes nothing.
fn settled(text: &str, round: impl Fn(&str) -> String) -> String {
    let mut folded = round(text);
    for _ in 1..MOST_ROUNDS {
        let next = round(&folded);
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

fn once(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in nfkc(&visible(text)).chars() {
        match c {
            _ if is_turkish_i(c) => folded.push('i'),
            DOT_ABOVE if folded.ends_with('i') => {}
            // Lower, upper, lower: capitals such as U+1E9E, and small letters that share a capital, become one.
            _ => folded.extend(c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)),
        }
    }
    nfkc(&folded).trim().to_owned()
}

fn nfkc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text)
}

/// Returns whether comparisons leave a character out, since nobody can see it: the format characters (Cf), such as a zero-width
/// space, and what Unicode says to draw as nothing, such as the selector of an emoji's style.
pub(crate) fn is_unseen(c: char) -> bool {
    let is_format = || CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::Format;
    !c.is_ascii() && (is_format() || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c))
}
