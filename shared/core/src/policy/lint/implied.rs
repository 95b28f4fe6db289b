//! Conditions of one offer that hold whenever those of another do.
//!
//! Exact where it says yes; where it can't tell it says no.

use super::rates::At;
use crate::condition::relations::lies_in;
use crate::money::{Amounts, Currency};
use crate::policy::{Condition, Offer, Subject};

/// Returns whether all of `wanted`'s conditions hold whenever all of `held`'s do, in every one of these currencies.
pub(super) fn implied(wanted: &Offer, held: &Offer, at: &[At]) -> bool {
    let currencies: Vec<Option<Currency>> = at.iter().map(|at| at.currency).collect();
    wanted.conditions.iter().all(|wanted| match wanted {
        wanted if wanted.subject() == Subject::Subtotal => {
            at.iter().all(|at| {
                let (wanted, held) = (at.subtotals([wanted]), at.subtotals(&held.conditions));
                wanted.0 <= held.0 && wanted.1 >= held.1
            }) && lists(wanted, &currencies)
        }
        Condition::Currency(named) => {
            currencies.iter().all(|currency| currency.is_some_and(|currency| named.0.contains(&currency)))
        }
        wanted => held.conditions.iter().any(|held| follows(wanted, held, &currencies)),
    })
}

/// Returns whether a condition holds wherever another one does.
pub(super) fn follows(wanted: &Condition, held: &Condition, currencies: &[Option<Currency>]) -> bool {
    match (wanted, held) {
        // What is excluded here is excluded there.
        (Condition::Unless(_), Condition::Unless(_)) => held
            .written()
            .iter()
            .all(|excluding| wanted.written().iter().any(|excluded| follows(excluding, excluded, currencies))),
        _ => wanted.follows_from(held, currencies) || across(wanted, held),
    }
}

/// Returns whether a condition on the subtotal lists every currency.
fn lists(condition: &Condition, currencies: &[Option<Currency>]) -> bool {
    let listed = |amounts: &Amounts| {
        currencies.iter().all(|currency| currency.is_some_and(|currency| amounts.get(currency).is_some()))
    };
    condition.written().iter().all(|written| {
        let amounts = written.amounts();
        !amounts.is_empty() && amounts.iter().all(|(_, amounts)| listed(amounts))
    })
}

/// Returns whether a condition holds wherever one of another kind does.
fn across(wanted: &Condition, held: &Condition) -> bool {
    match (wanted, held) {
        (Condition::Country(countries), Condition::Region(regions)) => {
            let named = |region: &str| countries.0.iter().any(|country| lies_in(region, country));
            regions.0.iter().all(|region| named(region))
        }
        (Condition::FirstOrder(_), Condition::OrdersAtMost(most)) => most.0 == 0,
        (Condition::OrdersAtMost(_), Condition::FirstOrder(_)) => true,
        _ => false,
    }
}
