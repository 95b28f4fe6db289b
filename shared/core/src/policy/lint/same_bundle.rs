//! Bundles that share goods in a policy that adds offers up: one unit counts for both.

use std::collections::BTreeMap;

use super::clash::can_meet;
use super::file::{File, Lint, Remark};
use crate::effect::{Bundle, Effect};
use crate::policy::{Combine, Offer};

pub(super) const LINT: Lint = Lint { code: "same-bundle", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut sharing: BTreeMap<String, Vec<&Offer>> = BTreeMap::new();
    let mut found = Vec::new();
    for offer in file.policy.offers.iter().filter(|offer| !offer.is_exclusive()) {
        let Effect::Bundle(Bundle { parts, .. }) = &offer.gives else { continue };
        let goods: Vec<String> = parts.iter().map(|part| format!("{:?}", part.filter)).collect();
        let before = goods.iter().filter_map(|goods| sharing.get(goods)).flatten();
        if let Some(other) = before.copied().find(|other| adds_up(file, other, offer)) {
            found.push(Remark::new(
                file.places.in_offer(offer, &["give", "bundle"]),
                format!(
                    "\"{}\" and \"{}\" are sets of the same goods, and offers are added up here: one unit counts for both",
                    other.id, offer.id
                ),
                "put both in a [[group]] whose best counts, or make one set of them",
            ));
        }
        for goods in goods {
            sharing.entry(goods).or_default().push(offer);
        }
    }
    found
}

/// Returns whether a cart can get both.
fn adds_up(file: &File<'_>, one: &Offer, other: &Offer) -> bool {
    let policy = file.policy;
    let combine = match policy.group_of(one) {
        Some(group) if one.group == other.group => group.combine,
        _ => policy.combine,
    };
    combine == Combine::Sum && can_meet(policy, one, other)
}
