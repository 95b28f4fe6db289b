//! An address that only the server may change, without the countries that it may lie in.

use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "no-countries", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let checkout = &file.policy.checkout;
    if !checkout.server_only.shipping_details || !checkout.countries.is_empty() {
        return Vec::new();
    }
    vec![Remark::new(
        file.places.at(&["checkout", "server_only"]),
        "the server writes the shipping address, but nothing says where the shop delivers to",
        "under [checkout], set countries = [\"US\"] to the countries of your shop",
    )]
}
