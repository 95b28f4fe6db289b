//! Reasons why a purchase has no snapshot.

use crate::stripe::StripeError;

/// A purchase that can't be read, written or decided on. The text is for the log.
#[derive(Debug, thiserror::Error)]
pub enum PurchaseError {
    /// The call to Stripe failed.
    #[error(transparent)]
    Stripe(#[from] StripeError),
    /// The session is complete or expired.
    #[error("the session is complete or expired")]
    NotOpen,
    /// The page may change the discounts.
    #[error("Stripe refuses the discount: create the session with permissions[update_discounts]=server_only")]
    NotServerOnly,
    /// The shop's server has not meant the payment intent for discounts.
    #[error(
        "the payment intent has no discount_subtotal in its metadata: the shop's server has not meant it for discounts"
    )]
    NotMarked,
    /// The amount of a payment intent is not what its metadata says.
    #[error(
        "the payment intent's amount contradicts its metadata: it is not discount_subtotal, discount_shipping and \
         discount_tax less discount_amount. CHECK THIS INTENT, and write them together"
    )]
    Contradicts,
    /// The purchase can't hold a discount of ours.
    #[error("the session can't hold a discount: {0}")]
    Unsupported(&'static str),
    /// The shopper may change the quantity of a line, and so the discount that is in its price.
    #[error("a line has adjustable_quantity[enabled]: turn it off, and change carts by POST /cart")]
    AdjustableQuantity,
    /// The session was decided once, when it was created.
    #[error("the session can't be changed: hosted and embedded pages are decided when they are created")]
    NotUpdatable,
    /// The lines that hold the discount were not expanded.
    #[error("Stripe's answer does not fit: the session has a discount in its line prices, and does not show its lines")]
    HiddenLines,
    /// Stripe did not expand the discount.
    #[error("Stripe's answer does not fit: the session has a discount that it does not show")]
    HiddenDiscount,
}

impl PurchaseError {
    /// Returns whether Stripe answered, with a purchase that can't be used.
    #[must_use]
    pub const fn is_of_the_answer(&self) -> bool {
        !matches!(self, Self::Stripe(_))
    }

    /// Returns whether Stripe understood the write and rejected it: nothing of it was done.
    #[must_use]
    pub const fn is_rejected_by_stripe(&self) -> bool {
        matches!(self, Self::Stripe(error) if error.is_rejected_by_stripe())
    }
}
