//! The protocol: read, decide, write, until a purchase is as decided. A pure state machine.
//!
//! [`Reconciler::next`] takes an [`Observation`] and returns a [`Step`]: the next [`Action`], or the end of the run. An
//! executor makes the calls. It is total: every state takes every observation. Nothing in it is asynchronous, reads a clock
//! or draws a random number, so the protocol itself is tested by tables of observations and explored by a model checker
//! (`docs/protocol.md`).
//!
//! 1. Read the purchase, and the customer and the prices if the decision needs them.
//! 2. Project it to what the command will leave (`projection`), decide, and compare ([`crate::difference()`]).
//! 3. Write what differs, in one update, and check that Stripe did it. Its answer is the next thing that was read.
//! 4. End when nothing differs.
//!
//! Five rules hold in every state:
//!
//! - A write on a session whose cart or address only the server changes is made under the key of the version that was
//!   read (`lock`): a discount never meets another cart than it was decided on. A payment intent has a version too, but the
//!   shop's server changes its cart without it, so the answer of each write is compared with the cart that it shows.
//! - Where the discount is written as lower line prices, each write of it replaces the lines whole (`cart`), so that none is
//!   made without the version, not even one that clears.
//! - An answer that does not show what the purchase is now, such as a replayed one, is followed by another read.
//! - What counts in the ledger is claimed before each write, and given back after an own write alone (`claiming`).
//! - A discount that is known to be too large is an obligation (`Obligation` in the state): a run that fails clears it first,
//!   and reports it if even that fails. Too little may stay, too much may not.

mod backoff;
mod cart;
mod claiming;
mod counting;
mod exit;
mod ledger;
mod lock;
mod machine;
mod message;
mod plan;
mod planning;
mod projection;
mod state;
mod version;
mod view;

pub use lock::KEY_ABANDONED_AFTER;
pub use message::{
    Action, Decided, Excess, Failure, FailureKind, InlinePrice, Observation, Outcome, PlannedItem, PlannedLine,
    PlannedPrice, PlannedWrite, ReconcileError, Reconciled,
};
pub use projection::{check_for_sale, new_cart};
pub use state::{Reconciler, Step};
pub use version::{SessionVersion, VERSION_KEY, WriteKey};
pub use view::{IntentAmount, LinePiece, LinePricing, LineView, PreDiscountTotals, PriceTable, PriceView, SessionView};

#[cfg(test)]
mod tests;
