//! Names in other languages than the policy's own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::OfferName;

/// A language, with or without a region, as pages declare it: `de`, `de-AT`. Case does not count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Locale(String);

/// The names of an offer by their locale, beside the name that every discount is written with.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LocalNames(BTreeMap<Locale, OfferName>);

impl Locale {
    /// The longest language tag that is common (RFC 5646, 4.4.1).
    const LONGEST: usize = 35;

    /// Reads a language tag; none if the text is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let language = parts.next().filter(|part| matches!(part.len(), 2 | 3))?;
        let is_language = language.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_part = |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_language && parts.all(is_part) && text.len() <= Self::LONGEST).then(|| Self(text.to_ascii_lowercase()))
    }

    /// The tag, in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LocalNames {
    /// The name in a locale, or else in its language.
    #[must_use]
    pub fn get(&self, locale: &Locale) -> Option<&OfferName> {
        let mut tag = locale.as_str();
        loop {
            if let Some(name) = self.0.get(&Locale(tag.to_owned())) {
                return Some(name);
            }
            tag = tag.rsplit_once('-')?.0;
        }
    }

    /// Adds a name. Returns false if the locale has one already.
    pub(crate) fn insert(&mut self, locale: Locale, name: OfferName) -> bool {
        self.0.insert(locale, name).is_none()
    }

    /// Every locale with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&Locale, &OfferName)> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locale_is_a_language_tag() {
        for text in ["de", "de-AT", "pt-br", "zh-Hans-CN", "gsw", "sl-rozaj-biske-1994"] {
            assert!(Locale::parse(text).is_some(), "{text}");
        }
        for text in
            ["", "d", "auto", "default", "de_AT", "de-", "d3", "de-Österreich", &format!("de{}", "-12345678".repeat(4))]
        {
            assert_eq!(Locale::parse(text), None, "{text}");
        }
    }
}
