//! A place where the shop does not deliver to: no address lies there.

use super::file::{File, Lint, Remark};
use crate::condition::relations::lies_in;
use crate::spelling::country_lies_in;

pub(super) const LINT: Lint = Lint { code: "not-delivered", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let delivered = &file.policy.checkout.countries;
    if delivered.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        for (table, condition) in offer.written() {
            for (place, (word, country)) in condition.countries().into_iter().enumerate() {
                if !delivered.iter().any(|delivered| country_lies_in(country, delivered) || lies_in(word, delivered)) {
                    found.push(Remark::new(
                        file.places.in_offer(offer, &[table.key(), condition.word(), &place.to_string()]),
                        format!("checkout.countries does not list {country}, so nothing is delivered to {word}"),
                        format!("add \"{country}\" to countries under [checkout], or take {word} out"),
                    ));
                }
            }
        }
    }
    found
}
