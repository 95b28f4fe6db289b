//! A policy without any limit on what a slip of the keyboard gives away.

use super::file::{File, Lint, Remark};

pub(super) const LINT: Lint = Lint { code: "no-guard-rails", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let limits = &file.policy.limits;
    if limits.max_percent.is_some() || limits.max_amount.is_some() {
        return Vec::new();
    }
    vec![Remark::new(
        file.places.at(&["limits"]),
        "there are no guard rails, so a mistake in an offer can give a whole cart away",
        "under [limits], set max_percent = \"50\", or max_amount for each currency, to what you would never go beyond",
    )]
}
