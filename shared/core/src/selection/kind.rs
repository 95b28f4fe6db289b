//! The interface of a selection: everything that its module defines.

use crate::document::{Reader, Table, Value};
use crate::effect::Example;
use crate::facts::{LineFacts, Units};
use crate::interaction::Subject;
use crate::key::Key;
use crate::line_filter::LineFilter;

/// The row of a selection: its keys and an example.
#[derive(Debug)]
pub struct Row {
    /// The keys under `give`; the first one chooses the selection.
    pub keys: &'static [Key],
    /// Further keys, of another selection's row.
    pub shares: &'static [&'static str],
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

/// The units from which a selection is made.
#[derive(Clone, Copy)]
pub(crate) struct Offered<'l, 'a> {
    /// The lines of the base that have at least one unit each, from the cheapest unit price up.
    pub(crate) base: &'l [&'a LineFacts<'a>],
    /// For each of them, whether the selection's own filter names it.
    pub(crate) named: &'l [bool],
    /// The units beside the base that the selection's own filter names.
    pub(crate) beside: u64,
}

impl Offered<'_, '_> {
    /// The units of the base.
    pub(super) fn units(&self) -> u64 {
        self.base.iter().fold(0, |units, line| units.saturating_add(line.quantity))
    }
}

/// Selected units.
#[derive(Debug)]
pub(crate) struct Chosen<'a> {
    /// The units.
    pub(crate) units: Vec<Units<'a>>,
    /// The units that are missing for one more repetition.
    pub(crate) lack: Option<Lack>,
}

impl<'a> From<Vec<Units<'a>>> for Chosen<'a> {
    fn from(units: Vec<Units<'a>>) -> Self {
        Self { units, lack: None }
    }
}

/// Units that a repetition lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lack {
    /// This number of units of the base.
    Base(u64),
    /// This number of units of the lines that the selection's own filter names.
    Named(u64),
}

/// A kind of selection. A new one is a module that implements this, and a row in the table of [`Selection`].
///
/// [`Selection`]: super::Selection
pub(crate) trait Kind: Sized {
    /// The row.
    const ROW: Row;

    /// Reads it from the table `give`; every fault goes to the reader.
    fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self>;

    /// The units of a base that it selects.
    fn choose<'a>(&self, offered: &Offered<'_, 'a>) -> Chosen<'a>;

    /// The lines besides the base that it reads.
    fn filter(&self) -> Option<&LineFilter> {
        None
    }

    /// Returns whether a unit more, at any price, never lowers the price of what is selected.
    fn withstands_any_unit(&self) -> bool {
        false
    }

    /// The selected units in words: `the cheapest of every 3 units`.
    fn phrase(&self) -> String;
}
