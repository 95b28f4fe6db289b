//! A currency that one amount of an offer lists and another does not: nothing is given in it.

use std::collections::BTreeSet;

use super::currencies::{listed, lists, named, of, rate_list};
use super::file::{File, Lint, Remark};
use crate::money::Currency;
use crate::policy::{Effect, Offer, Reach};

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
    let Effect::Ladder(steps) = &offer.gives else { return Vec::new() };
    let mut found = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        let Some((key, amounts)) = rate_list(&step.rate) else { continue };
        let (reach, gives): (BTreeSet<_>, BTreeSet<_>) = (of(step.reach.amounts()), of(amounts));
        let place = place.to_string();
        for (lacking, key) in [(reach.difference(&gives), key), (gives.difference(&reach), reach_key(&step.reach))] {
            let lacking: Vec<&Currency> = lacking.collect();
            if !lacking.is_empty() {
                found.push(lost(file, offer, &["give", "ladder", &place, key], &listed(lacking)));
            }
        }
    }
    found
}

const fn reach_key(reach: &Reach) -> &'static str {
    match reach {
        Reach::Over(_) => "over",
        Reach::AtLeast(_) => "at_least",
    }
}

fn lost(file: &File<'_>, offer: &Offer, path: &[&str], currencies: &str) -> Remark {
    let key = path.last().copied().unwrap_or_default();
    Remark::new(
        file.places.in_offer(offer, path),
        format!("{key} lacks {currencies}, which the offer lists elsewhere: there it gives nothing"),
        format!("add {currencies} here, or take it out of the rest of \"{}\"", offer.id),
    )
}
