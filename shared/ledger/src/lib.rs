//! The ledger of offers that count: limited uses, budgets, uses for each shopper, and single-use codes.
//!
//! The crate is a leaf: it knows no policy, no Stripe and no AWS. `docs/ledger.md` explains the protocol.
//!
//! # Layout
//!
//! - [`CounterKey`], [`SessionKey`], [`Period`]: names
//! - [`Held`], [`Limits`]: amounts by counter
//! - [`Row`], [`Change`]: what a session holds, and one transaction
//! - [`Claim`]: before a write, and the give-back after it
//! - [`settle()`]: after the session's end, for the webhook and the sweep
//! - [`Store`], [`Memory`]: the store, and the one in memory
//! - [`codes`]: signed single-use codes
//! - `contract`: the checks that every store passes, with the feature of that name

mod claim;
pub mod codes;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod held;
mod key;
mod memory;
mod period;
mod row;
mod settle;
mod store;

pub use claim::{Claim, ClaimError};
pub use held::{Held, Limits};
pub use key::{CounterKey, Name, SessionKey};
pub use memory::Memory;
pub use period::{Period, PeriodLength};
pub use row::{By, Change, Move, Order, Phase, Revision, Row};
pub use settle::{SessionEnd, Settlement, settle};
pub use store::{Changed, Reading, Store, StoreError, StoreFuture};

#[cfg(test)]
mod model;
