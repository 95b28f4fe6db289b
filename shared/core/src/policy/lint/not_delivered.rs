//! A place where the shop does not deliver to: no address lies there.

use super::clash::country_of;
use super::file::{File, Lint, Remark};
use crate::policy::Condition;

pub(super) const LINT: Lint = Lint { code: "not-delivered", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let delivered = &file.policy.checkout.countries;
    if delivered.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        for condition in &offer.conditions {
            let (Condition::Country(words) | Condition::Region(words)) = condition else { continue };
            for (place, word) in words.iter().enumerate() {
                let country = country_of(word).unwrap_or(word);
                if !delivered.iter().any(|delivered| **delivered == *country) {
                    found.push(Remark::new(
                        file.places.in_offer(offer, &["when", condition.word(), &place.to_string()]),
                        format!("checkout.countries does not list {country}, so nothing is delivered to {word}"),
                        format!("add \"{country}\" to countries under [checkout], or take {word} out"),
                    ));
                }
            }
        }
    }
    found
}
