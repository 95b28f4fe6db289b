//! What a decision may see of a Checkout Session, and nothing of Stripe's form.

mod code;
mod facts;
mod held;
mod lines;
mod snapshot;
pub mod uses;

pub use code::{CodeMark, ShopperCode};
pub(crate) use facts::without_blanks;
pub use facts::{Facts, PlaceFacts, ShopperFacts};
pub use held::{Held, HeldDiscount};
pub use lines::{Line, LineFacts};
pub use snapshot::{Address, Cart, Customer, Shopper, Snapshot};
pub use uses::Uses;
