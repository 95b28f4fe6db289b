//! Signed single-use codes: minted without a store, and verified without one.
//!
//! A code is its serial number in a series and a keyed tag of it, 55 bits in eleven symbols, and a check symbol. A wrong check
//! symbol shows a typing error before anything is looked up. A counter of the ledger says whether a code is used.

mod code;
mod key;
mod series;
mod symbol;

pub use code::{MistypedCode, SeriesCode};
pub use key::CodeKey;
pub use series::{CodeCount, CodeSeries, UnknownCode};
