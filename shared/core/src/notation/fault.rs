//! The first mistake in a line, with its place.

use std::ops::Range;

use super::piece::Piece;
use crate::document::Wrong;

/// The first mistake in a line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct NotationFault {
    /// The place in the line, in bytes.
    pub span: Range<usize>,
    /// A sentence that says what is wrong and what to write instead.
    pub message: String,
    /// The very text that belongs in the span's place, where only one can be meant.
    pub instead: Option<String>,
}

impl Piece<'_> {
    /// Says what is wrong with this part of the line.
    pub(super) fn wrong(self, wrong: impl Into<Wrong>) -> NotationFault {
        let Wrong { message, instead, .. } = wrong.into();
        NotationFault { span: self.span(), message, instead }
    }
}
