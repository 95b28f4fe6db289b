//! A purchase as Stripe returned it.

use discounts_core::money::Amount;

use super::intent::Intent;
use super::metadata::{NAME, coupon_offers, is_in_lines, listed_offers};
use super::session::{amount_discount, list_subtotal, may_have_lower_prices};
use crate::stripe::StripeSession;

/// A session or a payment intent.
#[expect(clippy::large_enum_variant, reason = "a request holds one or two")]
#[derive(Clone, Debug)]
pub enum PurchaseObject {
    /// A Checkout Session.
    Session(StripeSession),
    /// A payment intent of a shop without Checkout Sessions.
    Intent(Intent),
}

impl PurchaseObject {
    /// The id of the session or intent.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Session(session) => &session.id,
            Self::Intent(intent) => intent.id(),
        }
    }

    /// Returns whether a discount may be in the prices of its lines: by its own record, or by a mark on one of them.
    #[must_use]
    pub fn may_have_lower_prices(&self) -> bool {
        matches!(self, Self::Session(session) if may_have_lower_prices(session))
    }

    /// The amount to pay, in minor units.
    #[must_use]
    pub fn amount_total(&self) -> Option<i64> {
        match self {
            Self::Session(session) => session.amount_total,
            Self::Intent(intent) => intent.amount_total(),
        }
    }

    /// The cart at list prices, before discounts and tax, in minor units.
    #[must_use]
    pub fn amount_subtotal(&self) -> Option<i64> {
        match self {
            Self::Session(session) => list_subtotal(session),
            Self::Intent(intent) => Some(intent.amount_subtotal()),
        }
    }

    /// The amount that Stripe takes off, in minor units.
    #[must_use]
    pub fn amount_discount(&self) -> Amount {
        match self {
            Self::Session(session) => amount_discount(session).unwrap_or_default(),
            Self::Intent(intent) => intent.amount_discount(),
        }
    }

    /// The name of the discount, and the offers that it says it is made of.
    #[must_use]
    pub fn discount_name_and_offers(&self) -> (&str, Vec<String>) {
        match self {
            Self::Session(session) => {
                let discount = session.discounts.as_ref().and_then(|discounts| discounts.first());
                let Some(coupon) = discount.and_then(|discount| discount.coupon()) else {
                    let in_lines = session.metadata.as_ref().filter(|metadata| is_in_lines(metadata));
                    let name = in_lines.and_then(|metadata| metadata.get(NAME)).map_or("", String::as_str);
                    return (name, in_lines.map(listed_offers).unwrap_or_default());
                };
                (coupon.name.as_deref().unwrap_or_default(), coupon_offers(coupon))
            }
            Self::Intent(intent) => intent.discount_name_and_offers(),
        }
    }
}

impl From<StripeSession> for PurchaseObject {
    fn from(session: StripeSession) -> Self {
        Self::Session(session)
    }
}
