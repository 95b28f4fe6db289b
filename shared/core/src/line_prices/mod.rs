//! A discount as lower line prices: its allocation to the lines, exact to the minor unit, and the marks by which it is read back.
//!
//! Stripe multiplies a unit price by a quantity. A line whose part does not divide by its quantity is split in two, one minor
//! unit apart, so that the lines add up to the list total less the discount.

mod allocation;
mod marks;

pub use allocation::{ListLine, PricedUnits, lower};
pub use marks::LineMarks;

/// The most lines of a session (Stripe API reference, Create a Checkout Session, `line_items`).
pub const MAX_LINES: usize = 100;

#[cfg(test)]
mod tests;
