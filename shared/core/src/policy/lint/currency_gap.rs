//! A currency that some offers of an interaction have and others don't. An offer that names its `currency` means it.

use std::collections::BTreeSet;

use super::currencies::{given, listed, lists, named};
use super::file::{File, Lint, Remark};
use crate::money::Currency;
use crate::policy::Offer;
use crate::trigger::Trigger;

pub(super) const LINT: Lint = Lint { code: "currency-gap", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    Trigger::all().flat_map(|trigger| gaps(file, trigger)).collect()
}

fn gaps(file: &File<'_>, trigger: Trigger) -> Vec<Remark> {
    let offers = file.policy.offers.iter().filter(|offer| offer.trigger == trigger && named(offer).is_none());
    let limited: Vec<(&Offer, BTreeSet<Currency>)> =
        offers.filter_map(|offer| given(offer).map(|given| (offer, given))).collect();
    let all: BTreeSet<Currency> = limited.iter().flat_map(|(_, given)| given).copied().collect();
    let mut found = Vec::new();
    for (offer, given) in &limited {
        // What one amount of the offer lists and another does not is for another lint.
        let lost: BTreeSet<Currency> = lists(offer).into_iter().flat_map(|list| list.currencies).collect();
        let lacking: Vec<&Currency> = all.iter().filter(|one| !given.contains(one) && !lost.contains(one)).collect();
        if lacking.is_empty() {
            continue;
        }
        let currencies = listed(lacking);
        let path = lists(offer).into_iter().next().map(|list| list.path).unwrap_or_default();
        found.push(Remark::new(
            file.places.in_offer(offer, &path),
            format!("\"{}\" is not given in {currencies}, as other offers of {trigger} are", offer.id),
            format!("add {currencies} to its amounts, or say that it is meant: when.currency = [{}]", quoted(given)),
        ));
    }
    found
}

fn quoted(currencies: &BTreeSet<Currency>) -> String {
    currencies.iter().map(|currency| format!("\"{currency}\"")).collect::<Vec<_>>().join(", ")
}
