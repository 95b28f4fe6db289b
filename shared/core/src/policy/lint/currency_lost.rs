//! A currency that one amount of an offer lists and another does not: nothing is given in it.

use std::collections::BTreeSet;

use super::currencies::{listed, lists, named, of};
use super::file::{File, Lint, Remark};
use crate::money::Currency;
use crate::policy::Offer;

pub(super) const LINT: Lint = Lint { code: "currency-lost", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().flat_map(|offer| across(file, offer).into_iter().chain(steps(file, offer))).collect()
}

/// The amounts of an offer must list the same currencies, those that its `currency` names, if it does.
fn across(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let lists = lists(offer);
    let meant = named(offer).unwrap_or_else(|| lists.iter().flat_map(|list| list.currencies.clone()).collect());
    let mut found = Vec::new();
    for list in &lists {
        let lacking: Vec<&Currency> = meant.difference(&list.currencies).collect();
        if !lacking.is_empty() {
            found.push(lost(file, offer, &list.path, &listed(lacking)));
        }
    }
    found
}

/// And so must what a step of a ladder asks for and what it gives.
fn steps(file: &File<'_>, offer: &Offer) -> Vec<Remark> {
    let mut found = Vec::new();
    for (reach, part) in offer.gives.steps() {
        let Some((key, amounts)) = part.rate.amounts() else { continue };
        let (asks, gives): (BTreeSet<_>, BTreeSet<_>) = (of(reach.amounts()), of(amounts));
        for (lacking, key) in [(asks.difference(&gives), key), (gives.difference(&asks), reach.key())] {
            let lacking: Vec<&Currency> = lacking.collect();
            if !lacking.is_empty() {
                let path: Vec<String> = part.path.iter().cloned().chain([key.to_owned()]).collect();
                found.push(lost(file, offer, &path, &listed(lacking)));
            }
        }
    }
    found
}

fn lost(file: &File<'_>, offer: &Offer, path: &[String], currencies: &str) -> Remark {
    let key = path.last().map(String::as_str).unwrap_or_default();
    Remark::new(
        file.places.in_offer(offer, path),
        format!("{key} lacks {currencies}, which the offer lists elsewhere: there it gives nothing"),
        format!("add {currencies} here, or take it out of the rest of \"{}\"", offer.id),
    )
}
