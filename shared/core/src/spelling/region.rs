//! Regions, compared by their ISO 3166-2 code under any of the names that an address has.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::fold::fold;
use super::region_names::{NAMED, Names};

/// The country that has parts which are also countries of their own in ISO 3166-1.
pub(crate) const TERRITORIES_OF: &str = "US";

/// Parts of the United States that an address names as a state or as a country.
const TERRITORIES: [&str; 6] = ["AS", "GU", "MP", "PR", "UM", "VI"];

/// The longest code of a region, without its country.
const LONGEST_CODE: usize = 3;

/// Returns whether a country is also a region of [`TERRITORIES_OF`].
pub(crate) fn is_territory(country: &str) -> bool {
    TERRITORIES.contains(&country)
}

/// Returns whether a country is another, or lies in it: Puerto Rico in the United States.
#[must_use]
pub fn country_lies_in(country: &str, other: &str) -> bool {
    country == other || (other == TERRITORIES_OF && is_territory(country))
}

/// The codes of a country's regions, without the country; none of a country whose regions are not known here.
#[must_use]
pub fn region_codes(country: &str) -> Option<Vec<&'static str>> {
    names_of(country).map(|names| names.iter().map(|(code, _)| *code).collect())
}

/// The code of a region, such as `CA`, of its code with or without the country, or of a name of it. None of a text that is
/// neither. In a country whose regions are not known here, all that has the form of a code is one.
pub(crate) fn region<'a>(country: &str, text: &'a str) -> Option<Cow<'a, str>> {
    let text = text.trim();
    let code = match text.split_once('-') {
        Some((before, code)) if before.eq_ignore_ascii_case(country) => code,
        _ => text,
    };
    match names_of(country) {
        Some(names) => named(country, names, code).map(Cow::Borrowed),
        None => form_of_code(code),
    }
}

/// Returns whether a text is a region of a country, by its code or by a name. In a territory of another country it need not be
/// one: the territory is the region.
#[must_use]
pub fn is_region(country: &str, text: &str) -> bool {
    is_territory(country) || region(country, text).is_some()
}

/// The region that a name means in any of the countries whose regions are known here, with its country; none if it means
/// several, or is no more than a code.
pub(crate) fn region_named(text: &str) -> Option<String> {
    let meant = NAMED.iter().filter_map(|(country, names)| Some((country, named(country, names, text)?)));
    let mut meant = meant.filter(|(_, code)| !code.eq_ignore_ascii_case(&letters(text)));
    let (country, code) = meant.next()?;
    meant.next().is_none().then(|| format!("{country}-{code}"))
}

fn names_of(country: &str) -> Option<&'static Names> {
    NAMED.iter().find(|(named, _)| *named == country).map(|(_, names)| *names)
}

fn named(country: &str, names: &'static Names, text: &str) -> Option<&'static str> {
    let of_code = names.iter().find(|(code, _)| code.eq_ignore_ascii_case(text));
    if let Some((code, _)) = of_code {
        return Some(code);
    }
    let letters = letters(text);
    let of = |letters: &str| {
        let is_it = |(code, names): &&(&str, &[&str])| code.eq_ignore_ascii_case(letters) || names.contains(&letters);
        names.iter().find(is_it).map(|(code, _)| *code)
    };
    // Wallets write "Co. Kildare", people "County Kildare".
    let of_county =
        || letters.strip_prefix("county").or_else(|| letters.strip_prefix("co")).filter(|_| country == "IE");
    of(&letters).or_else(|| of_county().and_then(of))
}

/// The letters and digits of a name in lower case, without marks: people leave them out.
fn letters(text: &str) -> String {
    let folded = fold(text);
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(&folded);
    decomposed.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn form_of_code(text: &str) -> Option<Cow<'_, str>> {
    let code = match fold(text) {
        Cow::Borrowed(text) if !text.bytes().any(|byte| byte.is_ascii_lowercase()) => Cow::Borrowed(text),
        text => Cow::Owned(text.to_ascii_uppercase()),
    };
    let form = (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    form.then_some(code)
}
