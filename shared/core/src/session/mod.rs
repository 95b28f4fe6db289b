//! What a decision may see of a Checkout Session, and nothing of Stripe's form.

mod applied;
mod code;
mod facts;
mod lines;
mod snapshot;
pub mod uses;

pub use applied::{AppliedDiscount, AppliedState};
pub use code::{CodeMark, ShopperCode};
pub(crate) use facts::without_blanks;
pub use facts::{Facts, PlaceFacts, ShopperFacts};
pub use lines::{Line, LineFacts};
pub use snapshot::{Address, Cart, Customer, Shopper, Snapshot};
pub use uses::Uses;
