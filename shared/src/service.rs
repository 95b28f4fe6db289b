//! The parts of a function that each of its requests needs.

use discounts_core::Policy;
use discounts_ledger::Store;

use crate::clock::Clock;
use crate::counted::KeyedFacts;
use crate::purchase::DiscountWriter;

/// The parts of a function that each of its requests needs.
#[derive(Clone, Copy, Debug)]
pub struct Service<'s> {
    /// The policy.
    pub policy: &'s Policy,
    /// The way to write discounts.
    pub writer: DiscountWriter,
    /// The ledger; none unless an offer of the policy counts.
    pub ledger: Option<&'s dyn Store>,
    /// The facts that the key of codes shows; none unless the policy needs the key.
    pub(crate) keyed: Option<&'s KeyedFacts>,
    /// The clock.
    pub clock: Clock,
}
