//! The error of sums that pass Stripe's integers.

/// A sum is larger than Stripe's integers hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount is larger than Stripe's integers hold")]
pub struct Overflow;
