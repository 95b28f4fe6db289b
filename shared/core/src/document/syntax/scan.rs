//! A text that is being read as people write it.

use std::ops::Range;

use super::cursor::Cursor;
use super::mistake::Mistake;

/// Signs that people take for TOML's quotes.
pub(super) const QUOTES: [char; 12] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '`', '´'];

/// The surroundings of a value, which decide where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Line,
    List,
    Table,
}

/// A text that is being read.
pub(super) struct Scan<'t> {
    pub(super) cursor: Cursor<'t>,
    pub(super) found: Vec<Mistake>,
    /// A list or table was left open: what is next is a statement of its own.
    pub(super) left_open: bool,
}

impl Scan<'_> {
    /// The text of a range.
    pub(super) fn key_text(&self, span: &Range<usize>) -> &str {
        self.cursor.text().get(span.clone()).unwrap_or_default()
    }
}
