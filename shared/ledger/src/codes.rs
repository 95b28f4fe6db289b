//! Signed single-use codes: minted without a store, and verified without one.
//!
//! A code is its serial number in a series and a keyed tag of it, 55 bits in eleven symbols, and a check symbol. A wrong check
//! symbol shows a typing error before anything is looked up. A counter of the ledger says whether a code is used.

#[cfg(feature = "codes")]
mod code;
mod count;
#[cfg(feature = "codes")]
mod key;
#[cfg(feature = "codes")]
mod series;
#[cfg(feature = "codes")]
mod symbol;

#[cfg(feature = "codes")]
pub use code::{MistypedCode, SeriesCode};
pub use count::CodeCount;
#[cfg(feature = "codes")]
pub use key::CodeKey;
#[cfg(feature = "codes")]
pub use series::{CodeSeries, UnknownCode};
