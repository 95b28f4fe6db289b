//! The part of a Checkout Session that a decision may read, without Stripe's form.

mod applied;
pub mod checkout_counts;
mod extract;
mod lines;
mod purchases;
mod snapshot;
pub mod uses;

pub use applied::{AppliedDiscount, AppliedState, DiscountRecord, OFFERS_KEY};
pub use checkout_counts::CheckoutCounts;
pub use lines::Line;
pub use snapshot::{Address, Cart, Customer, ShippingCost, Shopper, Snapshot};
pub use uses::Uses;

pub use crate::code::{CodeMark, ShopperCode};
pub use crate::facts::{Facts, LineFacts, PlaceFacts, ShippingFacts, ShopperFacts};
