//! In which currencies an offer can be given, and which ones a policy uses.

use std::collections::BTreeSet;

use crate::money::{Amounts, Currency};
use crate::policy::{Condition, ConditionTable, LineFilter, Offer, Part, Policy, Reach};

/// Currencies; none means every one.
pub(super) type Given = Option<BTreeSet<Currency>>;

/// The currencies that a part of an offer lists: it is given in no other.
pub(super) struct List {
    /// The path of the list in the offer.
    pub(super) path: Vec<String>,
    /// The currencies that it lists.
    pub(super) currencies: BTreeSet<Currency>,
}

/// The currencies in which an offer can be given.
pub(super) fn given(offer: &Offer) -> Given {
    let lists = lists(offer).into_iter().map(|list| list.currencies);
    let given = lists.chain(named(offer)).reduce(|all, list| all.intersection(&list).copied().collect());
    given.map(|given| given.difference(&excluded(offer)).copied().collect())
}

/// The currencies in which an offer is not given, whatever it lists.
pub(super) fn excluded(offer: &Offer) -> BTreeSet<Currency> {
    let excluded = offer.written().filter_map(|(table, condition)| match condition {
        Condition::Currency(currencies) if table == ConditionTable::Unless => Some(currencies.0.iter().copied()),
        _ => None,
    });
    excluded.flatten().collect()
}

/// The currencies that an offer's `currency` names.
pub(super) fn named(offer: &Offer) -> Given {
    offer.conditions.iter().find_map(|condition| match condition {
        Condition::Currency(currencies) => Some(currencies.0.iter().copied().collect()),
        _ => None,
    })
}

/// The amounts of an offer that must list a currency. A ladder lists those in which one of its steps gives something.
pub(super) fn lists(offer: &Offer) -> Vec<List> {
    let mut lists = Vec::new();
    let mut add = |path: &[&str], currencies| {
        let path = path.iter().map(|key| (*key).to_owned()).collect();
        lists.push(List { path, currencies });
    };
    for (table, condition) in offer.written() {
        for (path, amounts) in condition.amounts() {
            add(&[&[table.key()], &path[..]].concat(), of(amounts));
        }
    }
    for (path, filter) in offer.filters() {
        for (amounts, bound) in bounds(filter) {
            let path: Vec<&str> = ["give"].into_iter().chain(path.iter().map(String::as_str)).chain([bound]).collect();
            add(&path, of(amounts));
        }
    }
    let steps = offer.gives.steps();
    if steps.is_empty() {
        lists.extend(offer.gives.amounts().into_iter().map(|(path, amounts)| List { path, currencies: of(amounts) }));
    } else {
        add(&["give", offer.gives.row().key()], steps.iter().flat_map(given_by_step).collect());
    }
    lists
}

/// The currencies in which a step of a ladder gives something.
fn given_by_step((reach, part): &(&Reach, Part<'_>)) -> BTreeSet<Currency> {
    let reach = of(reach.amounts());
    match part.rate.amounts() {
        Some((_, amounts)) => reach.intersection(&of(amounts)).copied().collect(),
        None => reach,
    }
}

/// Every currency that a policy names anywhere.
pub(super) fn in_use(policy: &Policy) -> BTreeSet<Currency> {
    let mut used: BTreeSet<Currency> = policy.limits.max_amount.iter().flat_map(of).collect();
    used.extend(of(&policy.limits.minimum_charge));
    for offer in &policy.offers {
        used.extend(lists(offer).into_iter().flat_map(|list| list.currencies));
        used.extend(named(offer).into_iter().flatten());
        used.extend(offer.gives.amounts().into_iter().flat_map(|(_, amounts)| of(amounts)));
        used.extend(offer.gives.steps().into_iter().flat_map(|(reach, _)| of(reach.amounts())));
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
