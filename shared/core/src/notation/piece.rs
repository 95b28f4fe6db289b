//! A part of a line that knows its place.

use std::ops::Range;

/// A part of a line, with its place in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    start: usize,
}

impl<'t> Piece<'t> {
    /// A whole line.
    pub(super) const fn of(text: &'t str) -> Self {
        Self { text, start: 0 }
    }

    /// The place; of an empty part the byte where it would be.
    pub(super) const fn span(self) -> Range<usize> {
        self.start..self.start.saturating_add(self.text.len())
    }

    /// A part of this one.
    const fn part(self, text: &'t str, after: usize) -> Self {
        Self { text, start: self.start.saturating_add(after) }
    }

    /// Without blanks around it.
    pub(super) fn trim(self) -> Self {
        let trimmed = self.text.trim_start();
        self.part(trimmed.trim_end(), self.text.len().saturating_sub(trimmed.len()))
    }

    /// The parts before and after the first separator.
    pub(super) fn split_once(self, separator: &str) -> Option<(Self, Self)> {
        let (before, after) = self.text.split_once(separator)?;
        Some((self.part(before, 0), self.part(after, self.text.len().saturating_sub(after.len()))))
    }

    /// The parts before and after the last of some characters, each of one byte.
    pub(super) fn rsplit_once(self, separators: &[char]) -> Option<(Self, Self)> {
        let (before, after) = self.text.rsplit_once(separators)?;
        Some((self.part(before, 0), self.part(after, self.text.len().saturating_sub(after.len()))))
    }

    /// Without the last character.
    pub(super) fn before_last(self) -> Self {
        let mut characters = self.text.chars();
        characters.next_back();
        self.part(characters.as_str(), 0)
    }

    /// The parts between separators, at least one.
    pub(super) fn split(self, separator: &str) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut rest = self;
        while let Some((part, after)) = rest.split_once(separator) {
            parts.push(part);
            rest = after;
        }
        parts.push(rest);
        parts
    }

    pub(super) const fn is_empty(self) -> bool {
        self.text.is_empty()
    }
}
