//! A word that stands twice in a list, or that another of the list says already.

use std::ops::Range;

use super::file::{File, Lint, Remark};
use crate::policy::{Base, Condition, Items, Offer};

pub(super) const LINT: Lint = Lint { code: "repeated", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut look = |path: &[&str], words: &[&str], says: fn(&str, &str) -> bool| {
        let at = |place: usize| file.places.in_offer(offer, &[path, &[&place.to_string()]].concat());
        found.extend(repeats(words, says).map(|(place, word, said)| remark(at(place), word, said)));
    };
    let same = |word: &str, said: &str| word == said;
    for condition in &offer.conditions {
        let path = ["when", condition.word()];
        match condition {
            Condition::Tier(words)
            | Condition::Segment(words)
            | Condition::Customer(words)
            | Condition::EmailDomain(words)
            | Condition::Country(words)
            | Condition::Region(words)
            | Condition::Code(words) => look(&path, &texts(words), same),
            Condition::PostalPrefix(words) => look(&path, &texts(words), |word, said| word.starts_with(said)),
            Condition::Currency(currencies) => {
                look(&path, &currencies.iter().map(crate::money::Currency::as_str).collect::<Vec<_>>(), same);
            }
            Condition::Metadata(key, values) => look(&["when", "metadata", key], &texts(values), same),
            Condition::Contains(contains) => {
                lists(&contains.items).for_each(|(key, words)| look(&["when", "contains", key], &words, same));
            }
            Condition::ContainsNone(items) => {
                lists(items).for_each(|(key, words)| look(&["when", "contains_none", key], &words, same));
            }
            _ => {}
        }
    }
    if let Base::Lines(lines) = &offer.base {
        for (filter, name) in [(&lines.on, "on"), (&lines.except, "except")] {
            let items = filter.iter().filter_map(|filter| filter.items.as_ref());
            items.flat_map(lists).for_each(|(key, words)| look(&["give", name, key], &words, same));
        }
    }
    found
}

/// Every word that one before it, or a shorter one after it, says already, with its number and that one.
fn repeats<'w>(words: &[&'w str], says: fn(&str, &str) -> bool) -> impl Iterator<Item = (usize, &'w str, &'w str)> {
    words.iter().enumerate().filter_map(move |(place, word)| {
        let mut others = words.iter().enumerate().filter(|(other, _)| *other != place);
        let said = others.find(|(other, said)| says(word, said) && (*other < place || !says(said, word)));
        said.map(|(_, said)| (place, *word, *said))
    })
}

fn texts(words: &[Box<str>]) -> Vec<&str> {
    words.iter().map(|word| &**word).collect()
}

fn lists(items: &Items) -> impl Iterator<Item = (&'static str, Vec<&str>)> {
    let lists = [("products", &items.products), ("prices", &items.prices), ("tags", &items.tags)];
    lists.into_iter().map(|(key, words)| (key, texts(words)))
}

fn remark(span: Range<usize>, word: &str, said: &str) -> Remark {
    let message = if word == said {
        format!("\"{word}\" is in this list twice")
    } else {
        format!("\"{word}\" adds nothing to \"{said}\" of the same list")
    };
    Remark::new(span, message, "take it out, or write what was meant instead")
}
