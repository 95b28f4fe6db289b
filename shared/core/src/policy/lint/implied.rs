//! Whether an offer's conditions hold whenever another's do.
//!
//! Exact where it says yes; where it can't tell it says no.

use super::clash::{country_of, names_all};
use super::rates::At;
use super::week;
use crate::money::Amounts;
use crate::policy::{Condition, Offer, Words};

/// Whether all of `wanted`'s conditions hold whenever all of `held`'s do, in every one of these currencies.
pub(super) fn implied(wanted: &Offer, held: &Offer, at: &[At]) -> bool {
    wanted.conditions.iter().all(|wanted| match wanted {
        Condition::SubtotalOver(_) | Condition::SubtotalAtLeast(_) | Condition::SubtotalBelow(_) => {
            at.iter().all(|at| {
                let (wanted, held) = (at.subtotals([wanted]), at.subtotals(&held.conditions));
                wanted.0 <= held.0 && wanted.1 >= held.1
            }) && lists(wanted, at)
        }
        Condition::Currency(currencies) => {
            at.iter().all(|at| at.currency.is_some_and(|currency| currencies.contains(&currency)))
        }
        wanted => held.conditions.iter().any(|held| follows(wanted, held, at)),
    })
}

/// Whether a condition on the subtotal lists every currency.
fn lists(condition: &Condition, at: &[At]) -> bool {
    let (Condition::SubtotalOver(amounts) | Condition::SubtotalAtLeast(amounts) | Condition::SubtotalBelow(amounts)) =
        condition
    else {
        return false;
    };
    at.iter().all(|at| at.currency.is_some_and(|currency| amounts.get(currency).is_some()))
}

/// Whether a condition holds wherever one other does.
fn follows(wanted: &Condition, held: &Condition, at: &[At]) -> bool {
    use Condition as C;
    match (wanted, held) {
        (C::Tier(wanted), C::Tier(held))
        | (C::Segment(wanted), C::Segment(held))
        | (C::Customer(wanted), C::Customer(held))
        | (C::EmailDomain(wanted), C::EmailDomain(held))
        | (C::Country(wanted), C::Country(held))
        | (C::Region(wanted), C::Region(held))
        | (C::Code(wanted), C::Code(held)) => has_all(wanted, held),
        (C::Metadata(key, wanted), C::Metadata(other, held)) => key == other && has_all(wanted, held),
        (C::Country(countries), C::Region(regions)) => {
            regions.iter().all(|region| countries.iter().any(|country| Some(&**country) == country_of(region)))
        }
        (C::PostalPrefix(wanted), C::PostalPrefix(held)) => {
            held.iter().all(|held| wanted.iter().any(|wanted| held.starts_with(&**wanted)))
        }
        (C::FirstOrder, C::FirstOrder | C::OrdersAtMost(0)) | (C::OrdersAtMost(_), C::FirstOrder) => true,
        (C::EveryNthOrder(wanted), C::EveryNthOrder(held)) => held.get().is_multiple_of(wanted.get()),
        (C::OrdersAtMost(wanted), C::OrdersAtMost(held)) => wanted >= held,
        (C::OrdersAtLeast(wanted), C::OrdersAtLeast(held))
        | (C::DaysSinceLastOrderAtLeast(wanted), C::DaysSinceLastOrderAtLeast(held))
        | (C::CustomerForDaysAtLeast(wanted), C::CustomerForDaysAtLeast(held))
        | (C::QuantityAtLeast(wanted), C::QuantityAtLeast(held)) => wanted <= held,
        (C::LifetimeSpendAtLeast(wanted), C::LifetimeSpendAtLeast(held)) => no_more(wanted, held, at),
        (C::Contains(wanted), C::Contains(held)) => {
            let enough = match (&wanted.subtotal_at_least, &held.subtotal_at_least) {
                (None, _) => true,
                (Some(wanted), Some(held)) => no_more(wanted, held, at),
                (Some(_), None) => false,
            };
            names_all(&wanted.items, &held.items) && wanted.units() <= held.units() && enough
        }
        (C::ContainsNone(wanted), C::ContainsNone(held)) => names_all(held, wanted),
        (C::Starts(wanted), C::Starts(held)) => wanted <= held,
        (C::Ends(wanted), C::Ends(held)) => wanted >= held,
        (C::Schedule(wanted), C::Schedule(held)) => week::within(held, wanted),
        _ => false,
    }
}

fn has_all(words: &Words, others: &Words) -> bool {
    others.iter().all(|word| words.contains(word))
}

/// Whether amounts are no more than others in every one of these currencies.
fn no_more(amounts: &Amounts, others: &Amounts, at: &[At]) -> bool {
    at.iter().all(|at| {
        let amount = |amounts: &Amounts| at.currency.and_then(|currency| amounts.get(currency));
        matches!((amount(amounts), amount(others)), (Some(amount), Some(other)) if amount <= other)
    })
}
