//! A word that is twice in a list, or that another of the list says already.

use std::collections::BTreeSet;
use std::ops::Range;

use super::file::{File, Lint, Remark};
use crate::condition::{Matching, WordList};
use crate::policy::Offer;

pub(super) const LINT: Lint = Lint { code: "repeated", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut look = |head: &str, list: &WordList<'_>| {
        let path: Vec<&str> = [head].into_iter().chain(list.path.iter().copied()).collect();
        let at = |place: usize| file.places.in_offer(offer, &[&path[..], &[&place.to_string()]].concat());
        found.extend(repeats(&list.words, list.matching).map(|(place, word, said)| remark(at(place), word, said)));
    };
    for (table, condition) in offer.written() {
        condition.words().iter().for_each(|list| look(table.key(), list));
    }
    for (path, filter) in offer.filters() {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let items = filter.items.iter();
        items.flat_map(|items| WordList::of_items(&path, items)).for_each(|list| look("give", &list));
    }
    found
}

/// Every word that is there before, or that a wider one of the list says: with its number and that word.
fn repeats<'w>(words: &[&'w str], matching: Matching) -> impl Iterator<Item = (usize, &'w str, &'w str)> {
    let all: BTreeSet<&str> = words.iter().copied().collect();
    let mut before = BTreeSet::new();
    words.iter().enumerate().filter_map(move |(place, word)| {
        let again = !before.insert(*word);
        let wider = matching.wider(word).iter().find_map(|wider| all.get(&**wider).copied());
        wider.or(again.then_some(*word)).map(|said| (place, *word, said))
    })
}

fn remark(span: Range<usize>, word: &str, said: &str) -> Remark {
    let message = if word == said {
        format!("\"{word}\" is in this list twice")
    } else {
        format!("\"{word}\" adds nothing to \"{said}\" of the same list")
    };
    Remark::new(span, message, "take it out, or write what was meant instead")
}
