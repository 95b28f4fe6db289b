//! Exclusive offers of one priority that can be eligible together: which of them stands alone is left to chance.

use std::collections::BTreeMap;

use super::candidates::Candidates;
use super::clash::can_meet;
use super::file::{File, Lint, Remark};
use crate::policy::Offer;

pub(super) const LINT: Lint = Lint { code: "equal-priorities", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let exclusive: Vec<&Offer> = file.policy.offers.iter().filter(|offer| offer.is_exclusive()).collect();
    let mut before: BTreeMap<i64, Candidates<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for (place, offer) in exclusive.iter().enumerate() {
        let equals = before.entry(offer.priority).or_default();
        let meets = |other: &&&Offer| can_meet(file.policy, other, offer);
        let other = equals.sharing(offer).filter_map(|other| exclusive.get(other)).find(meets);
        if let Some(other) = other {
            found.push(Remark::new(
                file.places.in_offer(offer, &["exclusive"]),
                format!(
                    "\"{}\" and \"{}\" are both exclusive, with priority {}, and can meet: only their order in the \
                     file decides",
                    other.id, offer.id, offer.priority
                ),
                "give the one that should win a higher priority",
            ));
        }
        equals.add(place, offer);
    }
    found
}
