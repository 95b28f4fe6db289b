//! Relations between the values of two conditions, for the lints.

use std::collections::BTreeSet;

use crate::money::{Amounts, Currency};
use crate::words::Words;

/// Returns whether a list has every word of another.
pub(crate) fn has_all(words: &Words, others: &Words) -> bool {
    let words: BTreeSet<&str> = words.iter().map(|word| &**word).collect();
    others.iter().all(|word| words.contains(&**word))
}

/// The shortest beginning of a word, shorter than the word, that is among others.
pub(crate) fn beginning_in<'w>(word: &'w str, others: &BTreeSet<&str>) -> Option<&'w str> {
    let beginnings = word.char_indices().filter_map(|(length, _)| word.get(..length));
    beginnings.into_iter().find(|beginning| others.contains(beginning))
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
