//! Tiers as offers of their own, in a policy that adds offers up: a cart that reaches a tier gets those below it, too.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use super::currencies::given;
use super::file::{File, Lint, Remark};
use super::implied::implied;
use super::rates::{ALL, At};
use crate::condition::Requirement;
use crate::policy::{Combine, Condition, Offer, Rate};

pub(super) const LINT: Lint = Lint { code: "tiers-add-up", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut families: BTreeMap<Vec<String>, Vec<(Vec<u64>, &Offer)>> = BTreeMap::new();
    for offer in file.policy.offers.iter().filter(|offer| !offer.is_exclusive()) {
        if let Some((family, level)) = family(offer) {
            families.entry(family).or_default().push((level, offer));
        }
    }
    let mut found = Vec::new();
    for mut tiers in families.into_values() {
        tiers.sort_by(|(one, _), (other, _)| one.cmp(other));
        let steps = tiers.iter().zip(tiers.iter().skip(1));
        let higher = steps.filter(|(below, tier)| below.0 != tier.0 && adds_up(file, below.1, tier.1));
        found.extend(higher.map(|(below, tier)| {
            Remark::new(
                file.places.in_offer(tier.1, &["id"]),
                format!("a session that reaches \"{}\" gets \"{}\" as well: offers are added up here", tier.1.id, below.1.id),
                format!(
                    "write one offer with a ladder, put both in a [[group]] whose best counts, or end \"{}\" where this one begins",
                    below.1.id
                ),
            )
        }));
    }
    found
}

/// Everything in which tiers of one family are alike, and the thresholds in which they differ; none without one.
fn family(offer: &Offer) -> Option<(Vec<String>, Vec<u64>)> {
    let kind = match offer.gives.flat()? {
        Rate::Percent { .. } => "percent",
        Rate::AmountOff(_) => "amount",
        Rate::AmountOffEachUnit(_) => "each",
    };
    let mut family = vec![format!("{:?} {kind} {:?}", offer.trigger, offer.base)];
    let mut level = Vec::new();
    for condition in &offer.conditions {
        let thresholds = thresholds(condition);
        family.push(match condition {
            Condition::Contains(contains) => {
                let alike = |one: &Requirement| format!("{:?} {:?}", one.items, one.quantity_at_most);
                contains.requirements.iter().map(alike).collect::<Vec<_>>().join(" ")
            }
            _ if thresholds.is_empty() => format!("{condition:?}"),
            _ => condition.word().to_owned(),
        });
        level.extend(thresholds);
    }
    (!level.is_empty()).then_some((family, level))
}

fn thresholds(condition: &Condition) -> Vec<u64> {
    let amount = || {
        let firsts = condition.amounts().into_iter().filter_map(|(_, amounts)| amounts.iter().next());
        firsts.map(|(_, amount)| amount.get()).collect::<Vec<_>>()
    };
    match condition {
        Condition::SubtotalOver(_) | Condition::SubtotalAtLeast(_) | Condition::LifetimeSpendAtLeast(_) => amount(),
        Condition::Contains(contains) => {
            let units = contains.requirements.iter().filter_map(|one| one.quantity_at_least);
            units.map(NonZeroU64::get).chain(amount()).collect()
        }
        Condition::QuantityAtLeast(units) => vec![units.0],
        Condition::OrdersAtLeast(orders) => vec![orders.0],
        Condition::DaysSinceLastOrderAtLeast(days) => vec![days.0],
        Condition::CustomerForDaysAtLeast(days) => vec![days.0],
        _ => Vec::new(),
    }
}

/// Returns whether the lower tier holds wherever the higher does, which gives more: steps that are as high are meant to
/// be added.
fn adds_up(file: &File<'_>, below: &Offer, tier: &Offer) -> bool {
    let policy = file.policy;
    let combine = match policy.group_of(below) {
        Some(group) if below.group == tier.group => group.combine,
        _ => policy.combine,
    };
    if combine == Combine::Best {
        return false;
    }
    let at = At { currency: None, rounding: policy.rounding };
    let currencies: Vec<At> = match given(tier) {
        Some(given) => given.into_iter().map(|currency| At { currency: Some(currency), ..at }).collect(),
        None => vec![at],
    };
    let (Some(lower), Some(higher)) = (below.gives.flat(), tier.gives.flat()) else { return false };
    let more = |at: &At| at.at_least(higher, lower, ALL) && !at.at_least(lower, higher, ALL);
    !currencies.is_empty() && implied(below, tier, &currencies) && currencies.iter().any(more)
}
