//! Strict reading of the merchant's TOML: tables, values, and every fault with its place.

mod fault;
mod place;
mod reader;
pub(crate) mod values;

pub(crate) use fault::Wrong;
pub use fault::{Fault, FaultCode, Faults};
pub use place::Place;
pub(crate) use reader::{Reader, Table, Value, unknown};
