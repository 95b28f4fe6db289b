//! The sums of a purchase that do not depend on its discount.

/// The sums before the discount. Where they are as expected and the discount is not, Stripe did not do as it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PreDiscountTotals {
    /// The lines before discounts and tax, in minor units.
    pub subtotal: Option<i64>,
    /// Shipping, in minor units.
    pub shipping: Option<i64>,
    /// As Stripe writes it.
    pub currency: Option<String>,
}
