//! A discount as lower line prices: its share of each line, exact to the minor unit, and the marks by which it is read back.
//!
//! Stripe multiplies a unit price by a quantity. A line whose share does not divide by its quantity is split in two, one minor
//! unit apart, so that the lines add up to the list total less the discount.

mod marks;
mod shares;

pub use marks::LineMarks;
pub use shares::{ListLine, PricedUnits, lower};

/// The most lines of a session (Stripe API reference, Create a Checkout Session, `line_items`).
pub const MAX_LINES: usize = 100;

#[cfg(test)]
mod tests;
