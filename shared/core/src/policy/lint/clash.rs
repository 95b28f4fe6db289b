//! Conditions that can't hold together for any caller at any time.
//!
//! Exact where it finds a clash; where it is not certain it finds nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::currencies::{Given, given};
use super::implied::follows;
use super::rates::{At, is_empty};
use crate::condition::Matching;
use crate::condition::relations::{lies_in, says_some};
use crate::items::names_all;
use crate::money::{Currency, Rounding};
use crate::policy::{Condition, ConditionTable, Items, Offer, Policy, PostalPrefix, Schedule, Subject, WallClock};
use crate::spelling::country_lies_in;

/// Two conditions, by their keys, that can't hold together.
#[derive(Debug)]
pub(super) struct Clash {
    pub(super) first: Key,
    pub(super) second: Key,
    /// Why.
    pub(super) why: String,
}

/// A key of a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Key {
    pub(super) table: ConditionTable,
    pub(super) word: &'static str,
}

impl Key {
    fn of(condition: &Condition) -> Self {
        Self { table: condition.table(), word: condition.word() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.table {
            ConditionTable::When => f.write_str(self.word),
            ConditionTable::Unless => write!(f, "unless.{}", self.word),
        }
    }
}

impl Clash {
    fn of(first: &'static str, second: &'static str, why: impl Into<String>) -> Self {
        let [first, second] = [first, second].map(|word| Key { table: ConditionTable::When, word });
        Self { first, second, why: why.into() }
    }
}

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

fn places(conditions: &[&Condition]) -> Option<Clash> {
    let countries = conditions.iter().find_map(|condition| match condition {
        Condition::Country(countries) => Some(&countries.0),
        _ => None,
    })?;
    let regions = conditions.iter().find_map(|condition| match condition {
        Condition::Region(regions) => Some(&regions.0),
        _ => None,
    })?;
    let inside = |region: &str| countries.iter().any(|country| lies_in(region, country));
    let none = !regions.iter().any(|region| inside(region));
    none.then(|| Clash::of("country", "region", "no region named lies in a country named"))
}

fn countries(conditions: &[&Condition]) -> Option<Clash> {
    let mut lists = conditions.iter().filter_map(|condition| match condition {
        Condition::Country(countries) => Some(&countries.0),
        _ => None,
    });
    let (one, other) = (lists.next()?, lists.next()?);
    let meet = |one: &str, other: &str| country_lies_in(one, other) || country_lies_in(other, one);
    let none = !one.iter().any(|one| other.iter().any(|other| meet(one, other)));
    none.then(|| Clash::of("country", "country", "they share no country"))
}

fn prefixes(conditions: &[&Condition]) -> Option<Clash> {
    let mut lists = conditions.iter().filter_map(|condition| match condition {
        Condition::PostalPrefix(postal) => Some(postal),
        _ => None,
    });
    let (one, other) = (lists.next()?, lists.next()?);
    let says = |one: &PostalPrefix, other: &PostalPrefix| {
        says_some(&one.prefixes, &other.prefixes, Matching::Prefix(other.format))
    };
    let meet = says(one, other) || says(other, one);
    (!meet).then(|| Clash::of("postal_prefix", "postal_prefix", "they share no place"))
}

/// The least and the largest number of completed orders that conditions leave, with their keys.
fn completed_orders(conditions: &[&Condition]) -> ((u64, &'static str), (u64, &'static str)) {
    let unbounded = ((0, "orders_at_least"), (u64::MAX, "orders_at_most"));
    conditions.iter().fold(unbounded, |(least, most), condition| match condition {
        Condition::OrdersAtLeast(orders) => (least.max((orders.0, "orders_at_least")), most),
        Condition::OrdersAtMost(orders) => (least, most.min((orders.0, "orders_at_most"))),
        Condition::FirstOrder(_) => (least, most.min((0, "first_order"))),
        _ => (least, most),
    })
}

fn orders(conditions: &[&Condition]) -> Option<Clash> {
    let ((least, at_least), (most, at_most)) = completed_orders(conditions);
    if least > most {
        return Some(Clash::of(
            at_most,
            at_least,
            format!("completed orders would be at least {least} and at most {most}"),
        ));
    }
    let nth = conditions.iter().find_map(|condition| match condition {
        Condition::EveryNthOrder(nth) => Some(nth.0.get()),
        _ => None,
    })?;
    // This order counts as one more than the completed ones.
    let first = least.saturating_add(1).checked_next_multiple_of(nth)?;
    let never = first > most.saturating_add(1);
    never.then(|| Clash::of(at_most, "every_nth_order", format!("the next such order would be number {first}")))
}

/// Conditions on earlier orders beside one that there be no earlier order.
fn history(conditions: &[&Condition]) -> Option<Clash> {
    let (_, (most, key_of_most)) = completed_orders(conditions);
    let asks = conditions.iter().find_map(|condition| match condition {
        Condition::DaysSinceLastOrderAtLeast(_) | Condition::DaysSinceLastOrderAtMost(_) => {
            Some((condition.word(), "there is no last order before the first"))
        }
        Condition::LifetimeSpendAtLeast(_) => Some((condition.word(), "nothing is spent before the first order")),
        _ => None,
    });
    asks.filter(|_| most == 0).map(|(key, why)| Clash::of(key_of_most, key, why))
}

fn last_order(conditions: &[&Condition]) -> Option<Clash> {
    let least = conditions.iter().filter_map(|condition| match condition {
        Condition::DaysSinceLastOrderAtLeast(days) => Some(days.0),
        _ => None,
    });
    let most = conditions.iter().filter_map(|condition| match condition {
        Condition::DaysSinceLastOrderAtMost(days) => Some(days.0),
        _ => None,
    });
    let (least, most) = (least.max()?, most.min()?);
    (least > most).then(|| {
        let why = format!("the last order would be at least {least} and at most {most} days ago");
        Clash::of("days_since_last_order_at_least", "days_since_last_order_at_most", why)
    })
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

fn window(conditions: &[&Condition]) -> Option<Clash> {
    let (start, end) = ends_of_window(conditions);
    let never = start? >= end?;
    never.then(|| Clash::of("starts", "ends", "the window ends before it starts"))
}

fn ends_of_window(conditions: &[&Condition]) -> (Option<jiff::Timestamp>, Option<jiff::Timestamp>) {
    let starts = conditions.iter().filter_map(|condition| match condition {
        Condition::Starts(start) => Some(start.0),
        _ => None,
    });
    let ends = conditions.iter().filter_map(|condition| match condition {
        Condition::Ends(end) => Some(end.0),
        _ => None,
    });
    (starts.max(), ends.min())
}

fn all_schedules<'a>(conditions: &[&'a Condition]) -> impl Iterator<Item = (&'static str, &'a Schedule)> {
    conditions.iter().filter_map(|condition| match condition {
        Condition::Schedule(schedule) => Some((condition.word(), schedule)),
        _ => None,
    })
}

/// Keys of one schedule that share no day of any year.
fn days(conditions: &[&Condition]) -> Option<Clash> {
    let (_, never) = all_schedules(conditions).find(|(_, schedule)| !schedule.comes())?;
    let keys = never.written();
    let mut on_days = keys.iter().copied().filter(|key| *key != "hours");
    let (first, last) = (on_days.next()?, on_days.next_back()?);
    Some(Clash::of(first, last, "no day of any year is in both"))
}

fn schedules(conditions: &[&Condition]) -> Option<Clash> {
    let mut schedules = all_schedules(conditions);
    let ((first, one), (second, other)) = (schedules.next()?, schedules.next()?);
    (!one.meets(other)).then(|| Clash::of(first, second, "they share no time"))
}

fn schedule_in_window(policy: &Policy, conditions: &[&Condition]) -> Option<Clash> {
    let (start, end) = ends_of_window(conditions);
    let (start, end) = (start?, end?);
    let clock = WallClock::at(start, &policy.zone);
    let closed = |schedule: &Schedule| {
        let opens = schedule.next_change(start, clock, &policy.zone);
        !schedule.is_open(clock) && opens.is_none_or(|opens| opens >= end)
    };
    let (key, _) = all_schedules(conditions).find(|(_, schedule)| closed(schedule))?;
    Some(Clash::of(key, "ends", "there is no such time between starts and ends"))
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
