//! Strict reading of the merchant's TOML: tables, values, and every fault with its place.

pub(crate) mod calendar;
mod encoding;
mod fault;
mod keys;
mod meanings;
mod meant;
mod place;
mod reader;
pub(crate) mod syntax;
pub(crate) mod values;

pub use encoding::decode;
pub(crate) use fault::Wrong;
pub use fault::{Fault, FaultCode, Faults};
pub(crate) use keys::Keys;
pub use place::{Place, TextIndex};
pub(crate) use reader::{Reader, Table, Value, kind, unknown};
pub use values::parse_instant;
