//! The merchant's own tests: the `[[case]]` tables of a policy file, and how a policy decides them.
//!
//! A policy does not carry its cases: the loader of the functions passes over them, and only `discounts check` reads them.
//!
//! - [`load`]: from the file to [`PolicyCase`]s, with every fault and its place
//! - [`expected`]: what a case says that the policy gives
//! - [`judge`]: the first difference between a case and the decision

mod expected;
mod judge;
mod load;

use std::ops::Range;

pub use expected::Expected;
pub use judge::{Difference, judge, outcome};
pub use load::load;

use crate::notation::Described;
use crate::policy::OfferId;

/// One case: a session, and what the policy gives it.
#[derive(Clone, Debug)]
pub struct PolicyCase {
    /// The session.
    pub session: Described,
    /// The expected discount, or the reasons against one.
    pub gives: Expected,
    /// The place of `gives` in the file, in bytes.
    pub gives_at: Range<usize>,
    /// The offers that apply; where nothing is given, those that the reasons are against. None if the case does not say.
    pub of: Option<Of>,
}

/// The offers of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Of {
    /// The IDs, in the order of the file.
    pub offers: Vec<OfferId>,
    /// The place of the list in the file, in bytes.
    pub at: Range<usize>,
}

#[cfg(test)]
mod tests;
