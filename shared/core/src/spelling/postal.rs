//! Postal codes: compared by their letters and digits, in Great Britain by the parts of the code.

use serde::{Deserialize, Serialize};

use super::fold::fold;

/// The way in which a country's postal codes are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PostalFormat {
    /// Letters and digits that narrow the place down one after the other.
    Plain,
    /// An outward code such as `N1` or `SW1A`, and an inward code such as `1AA`. The outward code of one district can
    /// begin as that of another does: `N1` and `N19`.
    British,
}

impl PostalFormat {
    /// The format of a country's codes. Those of the Channel Islands and the Isle of Man are of the British system.
    #[must_use]
    pub fn of(country: &str) -> Self {
        if ["GB", "GG", "IM", "JE"].contains(&country) { Self::British } else { Self::Plain }
    }

    /// A whole code, or the part of it that a wallet shows before the payment, in the form that prefixes are compared with.
    pub(crate) fn code(self, text: &str) -> String {
        let plain = plain(text);
        match self {
            Self::Plain => plain,
            Self::British => whole(&plain).or_else(|| parts(text, &plain)).unwrap_or_else(|| cut(plain)),
        }
    }

    /// The beginning of a code in the form in which it is compared.
    pub(crate) fn prefix(self, text: &str) -> String {
        let plain = plain(text);
        match self {
            Self::Plain => plain,
            Self::British => parts(text, &plain).unwrap_or(plain),
        }
    }

    /// Returns whether a code, or a prefix that fits it, begins with a prefix.
    pub(crate) fn begins(self, code: &str, prefix: &str) -> bool {
        let Some(rest) = code.strip_prefix(prefix) else { return false };
        let Some(next) = rest.chars().next() else { return true };
        match self {
            Self::Plain => true,
            // The prefix goes on into the inward code, or is the whole outward code.
            Self::British if prefix.contains(' ') || next == ' ' => true,
            Self::British if prefix.bytes().all(|byte| byte.is_ascii_alphabetic()) => next.is_ascii_digit(),
            Self::British => prefix.ends_with(|c: char| c.is_ascii_digit()) && !next.is_ascii_digit(),
        }
    }

    /// The shorter prefixes that a prefix begins with, the shortest first.
    pub(crate) fn beginnings(self, prefix: &str) -> impl Iterator<Item = &str> {
        let shorter = prefix.char_indices().filter_map(|(length, _)| prefix.get(..length));
        shorter.filter(move |shorter| !shorter.is_empty() && self.begins(prefix, shorter))
    }
}

/// The letters and digits, in upper case.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    }
    fold(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// A whole British code with a blank between its parts.
fn whole(plain: &str) -> Option<String> {
    let (outward, inward) = split_before_the_last_three(plain)?;
    (outward.len() <= 4 && inward.len() == 3 && is_inward(inward)).then(|| [outward, inward].join(" "))
}

/// The beginning of a British code, with a blank where its inward code begins: there, if it is written so. Without a blank,
/// `N11` is the district and not the first digit after `N1`.
fn parts(text: &str, plain: &str) -> Option<String> {
    let written = text.trim().split_once(char::is_whitespace);
    let written = written.map(|(outward, inward)| (self::plain(outward), self::plain(inward)));
    if let Some((outward, inward)) = written.filter(|(outward, inward)| is_outward(outward) && is_inward(inward)) {
        return Some(joined(&outward, &inward));
    }
    let splits = [4, 3, 2].into_iter().filter_map(|at| plain.split_at_checked(at));
    splits
        .into_iter()
        .find(|(outward, inward)| is_outward(outward) && is_inward(inward))
        .map(|(outward, inward)| joined(outward, inward))
}

fn joined(outward: &str, inward: &str) -> String {
    if inward.is_empty() { outward.to_owned() } else { [outward, inward].join(" ") }
}

/// A code of no known form: what is before its last three characters counts as the outward code.
fn cut(plain: String) -> String {
    split_before_the_last_three(&plain).map(|(outward, inward)| [outward, inward].join(" ")).unwrap_or(plain)
}

fn split_before_the_last_three(plain: &str) -> Option<(&str, &str)> {
    let at = plain.len().checked_sub(3).filter(|at| *at >= 2)?;
    plain.split_at_checked(at)
}

/// `A9`, `A99`, `A9A`, `AA9`, `AA99` or `AA9A`.
fn is_outward(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let Some((_, district)) = text.split_at_checked(letters) else { return false };
    let fits = |(place, byte): (usize, u8)| byte.is_ascii_digit() || (place == 1 && byte.is_ascii_alphabetic());
    (1..=2).contains(&letters) && (1..=2).contains(&district.len()) && district.bytes().enumerate().all(fits)
}

/// `9AA`, or its beginning.
fn is_inward(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| if place == 0 { byte.is_ascii_digit() } else { byte.is_ascii_alphabetic() };
    text.len() <= 3 && text.bytes().enumerate().all(fits)
}
