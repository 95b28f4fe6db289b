//! A place in a text that moves on.

use std::ops::Range;

/// A place in a text.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The place, in bytes.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The whole text.
    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    /// The text that is left.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The rest of the line.
    pub(super) fn line(&self) -> &'t str {
        self.rest().split(['\r', '\n']).next().unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes on by a number of bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.text.len());
    }

    /// Goes on over a text, if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let next = self.rest().starts_with(text);
        if next {
            self.skip(text.len());
        }
        next
    }

    /// Goes on over all characters that fit, and returns them.
    pub(super) fn take(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.skip(end);
        rest.get(..end).unwrap_or_default()
    }

    /// Goes on over blanks of a line.
    pub(super) fn blanks(&mut self) {
        self.take(|c| c == ' ' || c == '\t');
    }

    /// Goes on over blanks, line ends and comments.
    pub(super) fn gaps(&mut self) {
        loop {
            self.take(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
            if self.peek() != Some('#') {
                return;
            }
            self.end_line();
        }
    }

    /// Goes on to the end of the line.
    pub(super) fn end_line(&mut self) {
        self.skip(self.line().len());
    }

    /// From a place to here.
    pub(super) const fn since(&self, from: usize) -> Range<usize> {
        from..self.at
    }

    /// The range of the next bytes.
    pub(super) const fn next(&self, bytes: usize) -> Range<usize> {
        self.at..self.at.saturating_add(bytes)
    }
}
