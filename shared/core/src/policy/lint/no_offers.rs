//! A policy without a single offer: every session is answered without a discount.

use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "no-offers", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    if !file.policy.offers.is_empty() {
        return Vec::new();
    }
    vec![Remark::new(
        0..0,
        "there are no offers, so nobody ever gets a discount",
        "write each offer under a heading [[offer]], or check that this is the right file",
    )]
}
