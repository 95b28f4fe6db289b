//! A purchase, that is a Checkout Session or a payment intent, between Stripe's objects and the decision's snapshot.

mod at_creation;
mod customer;
mod error;
mod intent;
mod lines;
mod list_lines;
mod metadata;
mod object;
mod read;
#[cfg(test)]
mod round_trip;
mod session;
mod update;
mod view;
mod writer;

pub use self::at_creation::{check_updatable, session_metadata};
pub use self::customer::{known_customer, member, referenced_shopper};
pub use self::error::PurchaseError;
pub use self::intent::Intent;
pub use self::lines::price_view;
pub use self::metadata::{AT_CREATION, NO_COUPON, WrittenDiscount, coupon_metadata, creation_id, our_coupon};
pub use self::object::PurchaseObject;
pub use self::read::{bump_version, expand, read, read_session, with_all_lines, write};
pub use self::session::{amount_discount, past_snapshot, referenced_customer, snapshot};
pub use self::view::view;
pub use self::writer::DiscountWriter;
