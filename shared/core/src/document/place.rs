//! Where in a text something stands, as people and editors count.

use std::fmt;

/// A line and a column, both from 1; the column counts characters. Shown as `line:column`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// Of a byte of a text; of the end for any byte that does not begin a character of it.
    #[must_use]
    pub fn of(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        // A mark of the encoding, which some editors write, and none counts.
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
        Self { line, column }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one_in_characters() {
        let text = "a = 1\nü = 2\n";
        for (byte, place) in [(0, "1:1"), (4, "1:5"), (6, "2:1"), (9, "2:3"), (13, "3:1"), (99, "3:1")] {
            assert_eq!(Place::of(text, byte).to_string(), place, "{byte}");
        }
        for (byte, place) in [(0, "1:1"), (3, "1:1"), (7, "1:5"), (9, "2:1")] {
            assert_eq!(Place::of(&format!("\u{feff}{text}"), byte).to_string(), place, "{byte} behind a mark");
        }
    }
}
