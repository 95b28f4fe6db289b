//! Paths for `expand[]`: references that Stripe replaces by their objects.

/// The discount and its coupon.
pub const COUPON: &str = "discounts.coupon";
/// The customer.
pub const CUSTOMER: &str = "customer";
/// The lines of the cart.
pub const LINES: &str = "line_items";
/// The lines of the cart with their products.
pub const LINES_WITH_PRODUCTS: &str = "line_items.data.price.product";
/// The payment with its charge.
pub const CHARGE: &str = "payment_intent.latest_charge";

/// The products of a page of lines.
pub(crate) const PAGE_PRODUCTS: &str = "data.price.product";
/// The coupons and charges of a page of sessions.
pub(crate) const PAGE_ORDERS: [&str; 2] = ["data.discounts.coupon", "data.payment_intent.latest_charge"];
/// The product and the other currencies of a price.
pub(crate) const PRICE: [&str; 2] = ["product", "currency_options"];
/// The products and the other currencies of a page of prices.
pub(crate) const PAGE_PRICES: [&str; 2] = ["data.product", "data.currency_options"];

/// Returns whether a path expands the lines of the cart.
#[must_use]
pub fn includes_lines(path: &str) -> bool {
    path.starts_with(LINES)
}
