//! Relations between the values of two conditions, for the lints.

use std::collections::BTreeSet;

use super::kind::Matching;
use crate::money::{Amounts, Currency};
use crate::spelling::country_lies_in;
use crate::words::Words;
pub(crate) use crate::words::has_all;

/// Returns whether each word is one of others, or one that a wider one of them says.
pub(crate) fn says_all(words: &Words, others: &Words, matching: Matching) -> bool {
    let others: BTreeSet<&str> = others.iter().map(|other| &**other).collect();
    words.iter().all(|word| is_said(word, &others, matching))
}

/// Returns whether a word is one of others, or one that a wider one of them says.
pub(crate) fn says_some(words: &Words, others: &Words, matching: Matching) -> bool {
    let others: BTreeSet<&str> = others.iter().map(|other| &**other).collect();
    words.iter().any(|word| is_said(word, &others, matching))
}

fn is_said(word: &str, others: &BTreeSet<&str>, matching: Matching) -> bool {
    others.contains(word) || matching.wider(word).iter().any(|wider| others.contains(&**wider))
}

/// Returns whether amounts are at most others in each of these currencies.
pub(crate) fn no_more(amounts: &Amounts, others: &Amounts, currencies: &[Option<Currency>]) -> bool {
    currencies.iter().all(|currency| {
        let amount = |amounts: &Amounts| currency.and_then(|currency| amounts.get(currency));
        matches!((amount(amounts), amount(others)), (Some(amount), Some(other)) if amount <= other)
    })
}

/// The country of a region: `US` of `US-CA`.
pub(crate) fn country_of(region: &str) -> Option<&str> {
    region.split_once('-').map(|(country, _)| country)
}

/// Returns whether a region lies in a country: `US-PR` in `US`, and in `PR`.
pub(crate) fn lies_in(region: &str, country: &str) -> bool {
    region.split_once('-').is_some_and(|(of, code)| of == country || (code == country && country_lies_in(code, of)))
}
