//! A group that adds its offers up and never wins: an offer beside it is there whenever one of them is, and gives at least as
//! much as all of them.

use std::collections::BTreeSet;

use super::currencies::given;
use super::file::{File, Lint, Remark};
use super::implied::implied;
use super::rates::At;
use crate::money::{Amount, Amounts, Currency, Rounding};
use crate::policy::{Base, Combine, Offer, Rate};
use crate::trigger::Trigger;

pub(super) const LINT: Lint = Lint { code: "group-never-wins", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    if file.policy.combine != Combine::Best {
        return Vec::new();
    }
    let mut found = Vec::new();
    // Each offer of a group of the best is a lone one's equal, and another lint compares these.
    for (place, group, offers) in file.groups().filter(|(_, group, _)| group.combine != Combine::Best) {
        if offers.is_empty() || offers.iter().any(|offer| offer.is_exclusive()) {
            continue;
        }
        let alone = file.policy.offers.iter().filter(|other| other.group.is_none() && !other.is_exclusive());
        if let Some(winner) = { alone }.find(|winner| beats_all(file, winner, &offers)) {
            found.push(Remark::new(
                place,
                format!(
                    "the group \"{}\" never wins: \"{}\" is there whenever one of its offers is, and gives at least as much as all",
                    group.id, winner.id
                ),
                format!("put \"{}\" into the group, or ask more of it", winner.id),
            ));
        }
    }
    found
}

fn beats_all(file: &File<'_>, winner: &Offer, offers: &[&Offer]) -> bool {
    let rounding = file.policy.rounding;
    let is_there = |offer: &&Offer| {
        let currencies = given(offer).map_or(vec![None], |given| given.into_iter().map(Some).collect::<Vec<_>>());
        let at: Vec<At> = currencies.into_iter().map(|currency| At { currency, rounding }).collect();
        [Trigger::Automatic, offer.trigger].contains(&winner.trigger) && !at.is_empty() && implied(winner, offer, &at)
    };
    let rates: Option<Vec<Rate<'_>>> = offers.iter().map(|offer| offer.gives.flat()).collect();
    let (Some(rates), Some(rate), Base::Cart) = (rates, winner.gives.flat(), &winner.base) else { return false };
    !winner.counts() && offers.iter().all(is_there) && gives_as_much(rate, &rates, rounding)
}

/// Returns whether a rate on the cart gives at least as much as others together, on any parts of it.
fn gives_as_much(rate: Rate<'_>, others: &[Rate<'_>], rounding: Rounding) -> bool {
    match rate {
        // What is rounded up may add up to more.
        Rate::Percent { percent, cap: None } if rounding == Rounding::Down => {
            let parts = |other: &Rate<'_>| match other {
                Rate::Percent { percent, .. } => Some(u64::from(percent.parts())),
                _ => None,
            };
            let sum = others.iter().map(parts).try_fold(0_u64, |sum, parts| sum.checked_add(parts?));
            sum.is_some_and(|sum| sum <= percent.parts().into())
        }
        Rate::AmountOff(amounts) => {
            let amounts_of = |other: &Rate<'_>| match other {
                Rate::AmountOff(amounts) => Some((*amounts).clone()),
                _ => None,
            };
            let Some(others) = others.iter().map(amounts_of).collect::<Option<Vec<Amounts>>>() else { return false };
            let currencies: BTreeSet<Currency> =
                others.iter().flat_map(Amounts::iter).map(|(currency, _)| currency).collect();
            let as_much = |currency: Currency| {
                let mut listed = others.iter().filter_map(|amounts| amounts.get(currency)).map(Amount::get);
                let sum = listed.try_fold(0_u64, u64::checked_add);
                amounts.get(currency).zip(sum).is_some_and(|(amount, sum)| amount.get() >= sum)
            };
            currencies.into_iter().all(as_much)
        }
        Rate::Percent { .. } | Rate::AmountOffEachUnit(_) => false,
    }
}
