//! A shipping rate that the shop does not offer: no session has it.

use super::file::{File, Lint, Remark};
use crate::policy::Effect;

pub(super) const LINT: Lint = Lint { code: "rate-not-offered", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let offered = &file.policy.checkout.shipping_rates;
    if offered.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        let Effect::Shipping(shipping) = &offer.gives else { continue };
        for (place, rate) in shipping.rates.iter().flat_map(|rates| rates.iter()).enumerate() {
            if offered.contains(rate) {
                continue;
            }
            let beside = file.places.value_in_offer(offer, &["give", "rates"]).is_some();
            let path: &[&str] = if beside { &["give", "rates"] } else { &["give", "shipping", "rates"] };
            let place = place.to_string();
            let path = [path, &[&place]].concat();
            found.push(Remark::new(
                file.places.in_offer(offer, &path),
                format!("checkout.shipping_rates does not list {rate}, so no session offers it"),
                format!("add \"{rate}\" to shipping_rates under [checkout], or take it out"),
            ));
        }
    }
    found
}
