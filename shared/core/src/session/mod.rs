//! The part of a Checkout Session that a decision may read, without Stripe's form.

mod applied;
pub mod checkout_counts;
mod extract;
mod ledger_facts;
mod lines;
mod purchases;
mod snapshot;
pub mod uses;

pub use applied::{AppliedDiscount, AppliedState, COUNTED_KEY, DiscountRecord, OFFERS_KEY};
pub use checkout_counts::CheckoutCounts;
pub use ledger_facts::LedgerFacts;
pub use lines::Line;
pub use snapshot::{Address, Cart, Customer, ShippingCost, Shopper, Snapshot};
pub use uses::Uses;

pub use crate::code::{CodeMark, ShopperCode};
pub use crate::facts::{Facts, LineFacts, PlaceFacts, Room, Rooms, ShippingFacts, ShopperFacts, SignedCode};
