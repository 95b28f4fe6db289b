//! Checkout Discounts: the policy, the money and the decision.
//!
//! Pure by construction: nothing here does I/O, reads a clock or the environment, and no crate below it can
//! (the dependency list is the proof). What the service decides is [`decide()`]; what it then has to say to
//! Stripe is [`difference()`].
//!
//! # Layout
//!
//! - [`command`]: changes that a request makes to a session
//! - [`interaction`], [`trigger`]: what a shopper can do, and what an offer of each must ask
//! - [`money`]: currencies, amounts, percents, and the one place that rounds
//! - [`policy`]: the merchant's `discounts.toml`: offers, limits, and the loader
//! - [`condition`], [`effect`], [`selection`]: what an offer asks, what it gives, and on which units
//! - [`counts`]: the counters that a session's offers take of, and what is left of them
//! - [`session`]: what a decision may see of a Checkout Session, and what the session holds of ours
//! - [`mod@decide`]: eligible -> amount -> combine -> clamp -> decision, with reasons and hints
//! - [`mod@difference`]: what must be said to Stripe so that the session is as decided
//! - [`metadata_list`]: lists in Stripe's metadata that are longer than one of its values
//! - [`line_prices`]: a discount as lower prices of the lines, and the marks by which it is read back
//! - [`spelling`]: the rules by which two spellings are one word, domain, postal code or region
//! - [`notation`], [`cases`]: a session in a line of words, and the merchant's own tests in it
//! - [`overview`]: what a policy does, for its merchant
//! - [`reconcile`]: read, decide, write until the session is as decided; the protocol as a state machine

pub mod cases;
mod code;
pub mod command;
pub mod condition;
pub mod counts;
pub mod decide;
pub mod difference;
mod document;
pub mod effect;
pub mod facts;
pub mod interaction;
mod items;
mod key;
mod line_filter;
pub mod line_prices;
pub mod metadata_list;
pub mod money;
pub mod notation;
pub mod overview;
pub mod policy;
mod reason;
pub mod reconcile;
mod schedule;
pub mod selection;
pub mod session;
pub mod spelling;
mod step;
pub mod trigger;
mod words;

pub use decide::{Decision, decide};
pub use difference::difference;
pub use interaction::{Interaction, InteractionSet};
pub use policy::Policy;
pub use session::{ShopperCode, Snapshot};
pub use trigger::Trigger;

#[cfg(test)]
mod test_support;
