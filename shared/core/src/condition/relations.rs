//! Relations between the values of two conditions, for the lints.

use crate::money::{Amounts, Currency};
use crate::words::Words;

/// Returns whether a list has every word of another.
pub(crate) fn has_all(words: &Words, others: &Words) -> bool {
    others.iter().all(|word| words.contains(word))
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
