//! The interface of a selection: everything that its module defines.

use crate::document::{Reader, Table, Value};
use crate::effect::Example;
use crate::facts::{LineFacts, Units};
use crate::interaction::Subject;
use crate::key::Key;

/// The row of a selection: its keys and an example.
#[derive(Debug)]
pub struct Row {
    /// The keys under `give`; the first one chooses the selection.
    pub keys: &'static [Key],
    /// The reason why no other selection can be given with it, after its key.
    pub alone: &'static str,
    /// The subject that the selection itself asks about.
    pub subject: Option<Subject>,
    /// True if an amount is given for each selected unit.
    pub of_each: bool,
    /// An example, checked by a test.
    pub example: Example,
}

impl Row {
    /// The key that chooses the selection.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.keys.first().map_or("", |key| key.name)
    }

    /// The value of that key, if it is given.
    pub(super) fn given<'v, 't>(&self, give: &Table<'v, 't>) -> Option<&'v Value<'t>> {
        self.keys.first().and_then(|key| key.given(give))
    }
}

/// A kind of selection. A new one is a module that implements this, and a row in the table of [`Selection`].
///
/// [`Selection`]: super::Selection
pub(crate) trait Kind: Sized {
    /// The row.
    const ROW: Row;

    /// Reads it from the table `give`; every fault goes to the reader.
    fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self>;

    /// The selected units of lines that have at least one unit each, from the cheapest unit price up.
    fn units<'a>(&self, lines: &[&'a LineFacts<'a>]) -> Vec<Units<'a>>;

    /// The units that a base of this number of units lacks for one more repetition, if the selection repeats.
    fn lacking(&self, _units: u64) -> Option<u64> {
        None
    }

    /// Returns whether a unit more, at any price, never lowers the price of what is selected.
    fn withstands_any_unit(&self) -> bool {
        false
    }

    /// The selected units in words: `the cheapest of every 3 units`.
    fn phrase(&self) -> String;
}
