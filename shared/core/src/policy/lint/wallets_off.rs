//! An address that only the server may change: Apple Pay and Google Pay are off, and nobody has said that it is meant.

use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "wallets-off", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let checkout = &file.policy.checkout;
    if !checkout.server_only.shipping_details || checkout.wallets == Some(false) {
        return Vec::new();
    }
    vec![Remark::new(
        file.places.at(&["checkout", "server_only"]),
        "shipping_details turns Apple Pay and Google Pay off: they collect the address themselves",
        "take it out, so that orders are audited after payment, or write wallets = false under [checkout] if it is meant",
    )]
}
