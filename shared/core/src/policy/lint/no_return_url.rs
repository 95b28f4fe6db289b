//! Stripe's own pages, and nowhere to return to from them.

use super::file::{File, Lint, Remark};
use crate::policy::UiMode;

pub(super) const LINT: Lint = Lint { code: "no-return-url", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let checkout = &file.policy.checkout;
    let page = checkout.ui_modes.iter().find(|mode| mode.is_decided_once());
    let Some(page) = page.filter(|_| checkout.return_url.is_none()) else { return Vec::new() };
    let what = match page {
        UiMode::Hosted => "a hosted page leaves the shop, and nothing says where shoppers return to",
        UiMode::Elements | UiMode::Embedded => "an embedded page ends, and nothing says where shoppers go then",
    };
    vec![Remark::new(
        file.places.at(&["checkout", "ui_modes"]),
        what,
        "under [checkout], set return_url to the page that thanks for an order",
    )]
}
