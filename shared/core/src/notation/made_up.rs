//! The made-up parts of a session's line: what stands for an ID, a postal code and a day of a shopper's life.

use crate::facts::{Fact, Reads};

/// Made-up IDs that are tried until the draws of all experiments are those of the session.
const IDS: u32 = 64;
/// Postal codes beside the prefix: an inward code in case the prefix is an outward one, and no code that is known.
const POSTAL: [&str; 4] = ["", " 1AA", "1AA", "00000"];

/// The made-up parts of a line.
#[derive(Clone, Copy)]
pub(super) struct MadeUp {
    pub(super) id: u32,
    /// True if a day of the shopper's life is today.
    pub(super) today: bool,
    pub(super) postal: &'static str,
}

impl MadeUp {
    /// All that are tried: those that the facts that a policy reads depend on.
    pub(super) fn all(reads: Reads) -> impl Iterator<Item = Self> {
        let ids = if reads.contains(Fact::Draws) { IDS } else { 1 };
        let days: &[bool] = if reads.contains(Fact::CustomerDays) { &[true, false] } else { &[false] };
        let postal: &[&str] = if reads.contains(Fact::PostalCode) { &POSTAL } else { &[""] };
        (1..=ids).flat_map(move |id| {
            days.iter().flat_map(move |today| postal.iter().map(move |postal| Self { id, today: *today, postal }))
        })
    }
}
