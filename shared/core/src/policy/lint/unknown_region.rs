//! A region that there is not, or that Stripe has in no address.

use super::file::{File, Lint, Remark};
use crate::spelling::region_codes;

pub(super) const LINT: Lint = Lint { code: "unknown-region", find };

/// Countries whose addresses have no region (Google's address data, on which Stripe's address form is built).
#[rustfmt::skip]
const WITHOUT: &[&str] = &[
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "FI", "FR", "GB", "GR", "HR", "HU", "IL", "IS", "LI", "LT",
    "LU", "LV", "MC", "MT", "NL", "NO", "NZ", "PL", "PT", "SE", "SG", "SI", "SK", "ZA",
];

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        for (table, condition) in offer.written().filter(|(_, condition)| condition.word() == "region") {
            for (place, (word, country)) in condition.countries().into_iter().enumerate() {
                if let Some((message, help)) = fault(word, country) {
                    let span = file.places.in_offer(offer, &[table.key(), "region", &place.to_string()]);
                    found.push(Remark::new(span, message, help));
                }
            }
        }
    }
    found
}

fn fault(word: &str, country: &str) -> Option<(String, String)> {
    if WITHOUT.contains(&country) {
        return Some((
            format!("addresses in {country} have no region at Stripe, so {word} is never found"),
            format!(
                "write country = [\"{country}\"] with the beginnings of the region's postal codes in postal_prefix"
            ),
        ));
    }
    let regions = region_codes(country)?;
    let region = word.strip_prefix(country)?.strip_prefix('-')?;
    (!regions.contains(&region)).then(|| {
        (
            format!("{country} has no region {region}, so no address lies there"),
            format!("write one of {}", regions.join(", ")),
        )
    })
}
