//! Conditions that can't hold together for any caller at any time.
//!
//! Exact where it finds a clash; where it is not certain it finds nothing.

mod found;
mod orders;
mod places;
mod times;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::found::Clash;
use self::found::Key;
use self::orders::{history, last_order, orders};
use self::places::{countries, places, prefixes};
use self::times::{days, schedule_in_window, schedules, window};
use super::currencies::{Given, given};
use super::implied::follows;
use super::rates::{At, is_empty};
use crate::condition::Matching;
use crate::items::names_all;
use crate::money::{Currency, Rounding};
use crate::policy::{Condition, ConditionTable, Items, Offer, Policy, Schedule, Subject};

/// All clashes among conditions of one offer, or of several together; `given` are the currencies that these leave.
pub(super) fn clashes(policy: &Policy, conditions: &[&Condition], given: &Given) -> Vec<Clash> {
    let window = window(conditions);
    let never = days(conditions);
    let unclear = window.is_some() || never.is_some();
    let one_at_most = [
        words(conditions),
        places(conditions),
        countries(conditions),
        prefixes(conditions),
        orders(conditions),
        history(conditions),
        last_order(conditions),
        subtotals(conditions, given),
        items(conditions),
        // A schedule that never comes meets no other, and has no time in a window; nor is there one in a window that there
        // is not.
        never.or_else(|| schedules(conditions)),
        if unclear { None } else { schedule_in_window(policy, conditions) },
        window,
    ];
    one_at_most.into_iter().flatten().chain(exclusions(conditions, given)).collect()
}

/// Returns true if two offers can be eligible at the same time.
pub(crate) fn can_meet(policy: &Policy, one: &Offer, other: &Offer) -> bool {
    let given = match (given(one), given(other)) {
        (Some(one), Some(other)) => Some(one.intersection(&other).copied().collect()),
        (one, other) => one.or(other),
    };
    let conditions: Vec<&Condition> = one.conditions.iter().chain(&other.conditions).collect();
    let in_a_currency = given.as_ref().is_none_or(|given| !given.is_empty());
    in_a_currency && clashes(policy, &conditions, &given).is_empty()
}

/// Exclusions of all that the conditions ask for.
fn exclusions(conditions: &[&Condition], given: &Given) -> Vec<Clash> {
    let currencies: Vec<Option<Currency>> = match given {
        Some(given) => given.iter().copied().map(Some).collect(),
        None => vec![None],
    };
    let exclusions = conditions.iter().filter(|condition| condition.table() == ConditionTable::Unless);
    let clash = |unless: &&Condition| {
        let held = |excluding: &Condition| {
            let always = matches!(excluding, Condition::Schedule(schedule) if Schedule::ALWAYS.is_within(schedule));
            let held = conditions.iter().find(|held| always || follows(excluding, held, &currencies));
            // Sums have a clash of their own, whose ends may be of both tables.
            held.filter(|_| excluding.subject() != Subject::Subtotal).copied()
        };
        let held: Vec<&Condition> = unless.written().iter().map(held).collect::<Option<_>>()?;
        let first = Key::of(held.first()?);
        let why = "it excludes all that the other asks for".to_owned();
        Some(Clash { first, second: Key::of(unless), why })
    };
    exclusions.filter_map(clash).collect()
}

/// Facts that have one value: lists of the same key must share a word.
fn words(conditions: &[&Condition]) -> Option<Clash> {
    let mut shared: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
    for condition in conditions {
        for list in condition.words().into_iter().filter(|list| list.matching == Matching::Only) {
            let words: BTreeSet<&str> = list.words.into_iter().collect();
            let left = shared.get(&list.path);
            let left = left.map_or(words.clone(), |shared| shared.intersection(&words).copied().collect());
            if left.is_empty() {
                let key = condition.word();
                let what = if key.ends_with("metadata") { "value" } else { "word" };
                return Some(Clash::of(key, key, format!("they share no {what}")));
            }
            shared.insert(list.path, left);
        }
    }
    None
}

fn subtotals(conditions: &[&Condition], given: &Given) -> Option<Clash> {
    let at = |currency: &Currency| At { currency: Some(*currency), rounding: Rounding::Down };
    let never = |currency: &Currency| is_empty(at(currency).subtotals(conditions.iter().copied()));
    let currencies = given.as_ref().filter(|given| !given.is_empty() && given.iter().all(never))?;
    let bounds = |condition: &Condition| currencies.first().map(|currency| condition.subtotals(*currency));
    let least = conditions.iter().find(|condition| matches!(bounds(condition), Some((Some(_), _))))?;
    let most = conditions.iter().find(|condition| matches!(bounds(condition), Some((_, Some(_)))))?;
    let listed = super::currencies::listed(currencies);
    let why = format!("no cart lies between them in {listed}");
    Some(Clash { first: Key::of(least), second: Key::of(most), why })
}

fn items(conditions: &[&Condition]) -> Option<Clash> {
    let excluded = conditions.iter().filter_map(|condition| match condition {
        Condition::ContainsNone(none) => Some(&none.0),
        _ => None,
    });
    let wanted = conditions.iter().filter_map(|condition| match condition {
        Condition::Contains(contains) => Some(contains.requirements.iter().map(|one| &one.items)),
        _ => None,
    });
    let excluded: Vec<&Items> = excluded.collect();
    let never = wanted.flatten().any(|wanted| excluded.iter().any(|excluded| names_all(excluded, wanted)));
    never.then(|| Clash::of("contains", "contains_none", "all that the one asks for the other excludes"))
}
