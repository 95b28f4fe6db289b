//! A word that nothing at Stripe can be equal to.

use super::file::{File, Lint, Remark};
use crate::condition::Matching;
use crate::policy::{Condition, ConditionTable, Items, Offer, Words};

pub(super) const LINT: Lint = Lint { code: "never-fits", find };

/// Stripe docs "Metadata": keys of at most 40 characters without square brackets, values of at most 500.
const LONGEST_KEY: usize = 40;
const LONGEST_VALUE: usize = 500;

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let mut found = Vec::new();
    for (table, condition) in offer.written() {
        for (path, names) in condition.items() {
            found.extend(items(file, offer, names, &[&[table.key()], &path[..]].concat()));
        }
        found.extend(of_metadata(file, offer, table, condition));
        for list in condition.words().iter().filter(|list| list.matching == Matching::CommaSeparated) {
            let path: Vec<&str> = [table.key()].into_iter().chain(list.path.iter().copied()).collect();
            found.extend(commas(file, offer, &list.words, &path));
        }
    }
    for (path, filter) in offer.filters() {
        if let Some(names) = &filter.items {
            let path: Vec<&str> = ["give"].into_iter().chain(path.iter().map(String::as_str)).collect();
            found.extend(items(file, offer, names, &path));
            let tags: Vec<&str> = names.tags.iter().map(|word| &**word).collect();
            found.extend(commas(file, offer, &tags, &[&path[..], &["tags"]].concat()));
        }
    }
    found
}

fn items(file: &File<'_>, offer: &Offer, items: &Items, path: &[&str]) -> Vec<Remark> {
    let under = |key| [path, &[key]].concat();
    let products = misplaced(file, offer, &items.products, "price_", "prices", &under("products"));
    let prices = misplaced(file, offer, &items.prices, "prod_", "products", &under("prices"));
    products.into_iter().chain(prices).collect()
}

/// Tags and segments are parted by commas: none holds one.
fn commas(file: &File<'_>, offer: &Offer, words: &[&str], path: &[&str]) -> Vec<Remark> {
    let with_comma = words.iter().copied().enumerate().filter(|(_, word)| word.contains(','));
    let remark = |(place, word): (usize, &str)| {
        let parts: Vec<String> = word.split(',').map(|part| format!("\"{}\"", part.trim())).collect();
        Remark::new(
            file.places.in_offer(offer, &[path, &[&place.to_string()]].concat()),
            format!("\"{word}\" is never found: at Stripe a comma parts one word from the next"),
            format!("write {}", parts.join(", ")),
        )
    };
    with_comma.map(remark).collect()
}

fn misplaced(file: &File<'_>, offer: &Offer, words: &Words, prefix: &str, belongs: &str, path: &[&str]) -> Vec<Remark> {
    let wrong = words.iter().map(|word| &**word).enumerate().filter(|(_, word)| word.starts_with(prefix));
    let remark = |(place, word): (usize, &str)| {
        Remark::new(
            file.places.in_offer(offer, &[path, &[&place.to_string()]].concat()),
            format!("\"{word}\" is never found among the {}", path.last().copied().unwrap_or_default()),
            format!("ids that begin with {prefix} belong under {belongs}"),
        )
    };
    wrong.map(remark).collect()
}

/// The keys and values of metadata that a condition names.
fn of_metadata(file: &File<'_>, offer: &Offer, table: ConditionTable, condition: &Condition) -> Vec<Remark> {
    let (owner, key, values) = match condition {
        Condition::Metadata(metadata) => ("session", &metadata.key, Some(&metadata.values)),
        Condition::CustomerMetadata(metadata) => ("customer", &metadata.key, Some(&metadata.values)),
        Condition::Anniversary(anniversary) => ("customer", &anniversary.of, None),
        _ => return Vec::new(),
    };
    let path = [table.key(), condition.word(), if values.is_some() { key } else { "of" }];
    if key.is_empty() || key.contains(['[', ']']) || key.chars().count() > LONGEST_KEY {
        return vec![Remark::new(
            file.places.in_offer(offer, &path),
            format!("no {owner} has metadata under \"{key}\": Stripe takes no such key"),
            format!("a key has 1 to {LONGEST_KEY} characters and no square brackets"),
        )];
    }
    let values = values.into_iter().flat_map(|values| values.iter());
    let too_long = values.enumerate().filter(|(_, value)| value.chars().count() > LONGEST_VALUE);
    let remark = |(place, _): (usize, _)| {
        Remark::new(
            file.places.in_offer(offer, &[&path[..], &[&place.to_string()]].concat()),
            format!("no {owner} has this value: it is longer than Stripe takes"),
            format!("a value has at most {LONGEST_VALUE} characters"),
        )
    };
    too_long.map(remark).collect()
}
