//! A country that there is not.

use std::ops::Range;

use super::file::{File, Lint, Remark};
use crate::policy::is_country;

pub(super) const LINT: Lint = Lint { code: "unknown-country", find };

/// Words that people write for a country, and its code.
const MEANT: &[(&str, &str)] = &[("UK", "GB"), ("EL", "GR")];

fn find(file: &File<'_>) -> Vec<Remark> {
    let delivered = file.policy.checkout.countries.iter().enumerate().filter(|(_, code)| !is_country(code));
    let mut found: Vec<Remark> = delivered
        .map(|(place, code)| remark(file.places.at(&["checkout", "countries", &place.to_string()]), code, code))
        .collect();
    for offer in &file.policy.offers {
        for (table, condition) in offer.written() {
            let key = condition.word();
            for (place, (word, country)) in
                condition.countries().into_iter().enumerate().filter(|(_, (_, code))| !is_country(code))
            {
                found.push(remark(file.places.in_offer(offer, &[table.key(), key, &place.to_string()]), word, country));
            }
        }
    }
    found
}

fn remark(span: Range<usize>, word: &str, country: &str) -> Remark {
    let meant = MEANT.iter().find(|(written, _)| *written == country);
    Remark::new(
        span,
        format!("{country} is no country of ISO 3166-1, so no address lies there"),
        match meant {
            Some((_, code)) => format!("write {}", word.replacen(country, code, 1)),
            None => "write the two letters that Stripe has in an address, such as US".to_owned(),
        },
    )
}
