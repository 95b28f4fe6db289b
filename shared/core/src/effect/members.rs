//! The lines that an effect names itself.

use std::cell::OnceCell;

use crate::facts::Member;
use crate::money::{Amount, Overflow};

/// Lines that the filters of an effect name, the dearest first, with what the effect has found in them: a decision asks for
/// it several times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'a> {
    lines: Vec<Member<'a>>,
    sold: OnceCell<Result<Sold, Overflow>>,
    lacking: OnceCell<Option<(usize, u64)>>,
}

/// Full sets that are sold at a bundle's price.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Sold {
    /// The number of sets.
    pub(super) sets: u64,
    /// The price of their units.
    pub(super) worth: Amount,
}

impl<'a> Members<'a> {
    /// Lines in any order.
    pub(crate) fn of(mut lines: Vec<Member<'a>>) -> Self {
        lines.sort_by_cached_key(Member::rank);
        Self { lines, ..Self::default() }
    }

    /// The lines.
    pub(super) fn lines(&self) -> &[Member<'a>] {
        &self.lines
    }

    /// The sets that are sold on the undiscounted cart. Only the effect that names the lines asks for it.
    pub(super) fn sold(&self, find: impl FnOnce() -> Result<Sold, Overflow>) -> Result<Sold, Overflow> {
        *self.sold.get_or_init(find)
    }

    /// The filter, and the number of its units, that are missing for one more set.
    pub(super) fn lacking(&self, find: impl FnOnce() -> Option<(usize, u64)>) -> Option<(usize, u64)> {
        *self.lacking.get_or_init(find)
    }
}
