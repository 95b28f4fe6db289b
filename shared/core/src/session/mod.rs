//! The part of a Checkout Session that a decision may read, without Stripe's form.

mod applied;
mod extract;
mod lines;
mod snapshot;
pub mod uses;

pub use applied::{AppliedDiscount, AppliedState, DiscountRecord, OFFERS_KEY};
pub use lines::Line;
pub use snapshot::{Address, Cart, Customer, Shopper, Snapshot};
pub use uses::Uses;

pub use crate::code::{CodeMark, ShopperCode};
pub use crate::facts::{Facts, LineFacts, PlaceFacts, ShopperFacts};
