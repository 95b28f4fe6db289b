//! Uses of an automatic offer: each visitor takes one, and most of them never pay.

use super::file::{File, Lint, Remark};
use crate::policy::Offer;
use crate::trigger::Trigger;

pub(super) const LINT: Lint = Lint { code: "limit-on-automatic", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let limited = file.policy.offers.iter().filter(|offer| is_reserved_by_all(offer));
    let remark = |offer: &Offer| {
        Remark::new(
            file.places.in_offer(offer, &["limit"]),
            format!(
                "\"{}\" is automatic, so every visitor with such a cart takes a use until the session ends",
                offer.id
            ),
            "give it an interaction that shoppers ask for, or limit it by uses_per_shopper alone",
        )
    };
    limited.map(remark).collect()
}

fn is_reserved_by_all(offer: &Offer) -> bool {
    let shared = offer.limit.as_ref().is_some_and(|limit| limit.uses.is_some() || limit.budget.is_some());
    offer.trigger == Trigger::Automatic && shared && !offer.asks_for_a_code()
}
