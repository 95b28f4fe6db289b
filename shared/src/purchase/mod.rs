//! A purchase, that is a Checkout Session or a payment intent, between Stripe's objects and the decision's snapshot.

mod cart;
mod customer;
mod error;
mod intent;
mod lines;
mod metadata;
mod object;
mod read;
mod session;
mod totals;
mod update;
mod version;

pub use self::cart::{cart_with, is_already, lets_only_the_server, product_in_cart};
pub use self::customer::ReferencedCustomer;
pub use self::error::PurchaseError;
pub use self::intent::Intent;
pub use self::lines::line_quantity;
pub use self::metadata::{coupon_offers, coupon_policy, our_coupon};
pub use self::object::PurchaseObject;
pub use self::read::{expand, read, read_again_when_busy, with_all_lines};
pub use self::session::{amount_discount, past_snapshot, referenced_customer, snapshot};
pub use self::totals::PreDiscountTotals;
pub use self::update::{intent_update, session_update, version_update};
#[cfg(test)]
pub(crate) use self::version::MAX_VERSION;
pub use self::version::version;
