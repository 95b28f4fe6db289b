//! In which currencies an offer can be given, and which ones a policy uses.

use std::collections::BTreeSet;

use crate::money::{Amounts, Currency};
use crate::policy::{Base, Condition, Effect, LineFilter, Offer, Policy, Rate, Step};

/// Currencies; none means every one.
pub(super) type Given = Option<BTreeSet<Currency>>;

/// The currencies that a part of an offer lists: it is given in no other.
pub(super) struct List {
    /// Where it stands in the offer.
    pub(super) path: Vec<&'static str>,
    /// What it lists.
    pub(super) currencies: BTreeSet<Currency>,
}

/// The currencies in which an offer can be given.
pub(super) fn given(offer: &Offer) -> Given {
    let lists = lists(offer).into_iter().map(|list| list.currencies);
    lists.chain(named(offer)).reduce(|all, list| all.intersection(&list).copied().collect())
}

/// What an offer's `currency` names.
pub(super) fn named(offer: &Offer) -> Given {
    offer.conditions.iter().find_map(|condition| match condition {
        Condition::Currency(currencies) => Some(currencies.0.iter().copied().collect()),
        _ => None,
    })
}

/// The amounts of an offer that must list a currency. A ladder lists those in which one of its steps gives something.
pub(super) fn lists(offer: &Offer) -> Vec<List> {
    let mut lists = Vec::new();
    let mut add = |path: &[&'static str], currencies| lists.push(List { path: path.to_vec(), currencies });
    for condition in &offer.conditions {
        if let Some((path, amounts)) = condition.amounts() {
            add(&[&["when"], &path[..]].concat(), of(amounts));
        }
    }
    if let Base::Lines(lines) = &offer.base {
        for (filter, name) in [(&lines.on, "on"), (&lines.except, "except")] {
            for (amounts, bound) in filter.iter().flat_map(bounds) {
                add(&["give", name, bound], of(amounts));
            }
        }
    }
    match &offer.gives {
        Effect::Flat(rate) => {
            if let Some((key, amounts)) = rate_list(rate) {
                add(&["give", key], of(amounts));
            }
        }
        Effect::Ladder(steps) => add(&["give", "ladder"], steps.iter().flat_map(given_by_step).collect()),
    }
    lists
}

/// The currencies in which a step of a ladder gives something.
fn given_by_step(step: &Step) -> BTreeSet<Currency> {
    let reach = of(step.reach.amounts());
    match rate_list(&step.rate) {
        Some((_, amounts)) => reach.intersection(&of(amounts)).copied().collect(),
        None => reach,
    }
}

/// The amounts of a rate, and their key.
pub(super) fn rate_list(rate: &Rate) -> Option<(&'static str, &Amounts)> {
    match rate {
        Rate::AmountOff(amounts) | Rate::AmountOffEachUnit(amounts) => Some(("amount_off", amounts)),
        Rate::Percent { cap, .. } => cap.as_ref().map(|cap| ("cap", cap)),
    }
}

/// Every currency that stands anywhere in a policy.
pub(super) fn in_use(policy: &Policy) -> BTreeSet<Currency> {
    let mut used: BTreeSet<Currency> = policy.limits.max_amount.iter().flat_map(of).collect();
    used.extend(of(&policy.limits.minimum_charge));
    for offer in &policy.offers {
        used.extend(lists(offer).into_iter().flat_map(|list| list.currencies));
        used.extend(named(offer).into_iter().flatten());
        if let Effect::Ladder(steps) = &offer.gives {
            let amounts =
                steps.iter().flat_map(|step| [Some(step.reach.amounts()), rate_list(&step.rate).map(|list| list.1)]);
            used.extend(amounts.flatten().flat_map(of));
        }
    }
    used
}

/// The currencies of amounts.
pub(super) fn of(amounts: &Amounts) -> BTreeSet<Currency> {
    amounts.iter().map(|(currency, _)| currency).collect()
}

/// `usd, eur`
pub(super) fn listed<'a>(currencies: impl IntoIterator<Item = &'a Currency>) -> String {
    currencies.into_iter().map(Currency::as_str).collect::<Vec<_>>().join(", ")
}

fn bounds(filter: &LineFilter) -> impl Iterator<Item = (&Amounts, &'static str)> {
    let least = filter.unit_price_at_least.as_ref().map(|amounts| (amounts, "unit_price_at_least"));
    let most = filter.unit_price_at_most.as_ref().map(|amounts| (amounts, "unit_price_at_most"));
    least.into_iter().chain(most)
}
