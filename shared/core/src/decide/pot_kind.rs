//! The pots of a discount: what it takes off goods, and what it takes off shipping.
//!
//! Only offers of one pot compete with each other or take turns. What both pots give is added.

use super::case::Case;
use crate::money::Amount;
use crate::policy::Offer;

/// A pot that offers give out of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PotKind {
    /// The cart.
    Goods,
    /// The cost of shipping.
    Shipping,
}

impl PotKind {
    /// The pot of an offer.
    pub(super) fn of(offer: &Offer) -> Self {
        if offer.is_on_shipping() { Self::Shipping } else { Self::Goods }
    }

    /// The undiscounted whole; of shipping zero while no shipping rate is chosen.
    pub(super) fn whole(self, case: &Case<'_>) -> Amount {
        match self {
            Self::Goods => case.subtotal(),
            Self::Shipping => case.facts().shipping_cost.as_ref().map(|cost| cost.amount).unwrap_or_default(),
        }
    }
}
