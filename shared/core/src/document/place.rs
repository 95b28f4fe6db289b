//! Places in a text, as people and editors count.

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
        TextIndex::of(text).place(byte)
    }

    const fn after(self, c: char) -> Self {
        match c {
            '\n' => Self { line: self.line.saturating_add(1), column: 1 },
            _ => Self { column: self.column.saturating_add(1), ..self },
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The lines of a text, read once: a place in it is found without reading the text before it.
#[derive(Debug)]
pub struct TextIndex<'t> {
    text: &'t str,
    /// Places of characters, at most [`TextIndex::APART`] bytes and a character from one to the next, with their bytes.
    marks: Vec<(usize, Place)>,
}

impl<'t> TextIndex<'t> {
    const APART: usize = 256;

    /// Reads a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        // A mark of the encoding, which some editors write, and none counts.
        let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut place = Place { line: 1, column: 1 };
        let mut marks = vec![(begin, place)];
        let mut marked = begin;
        for (byte, c) in text.char_indices().skip_while(|(byte, _)| *byte < begin) {
            if byte.saturating_sub(marked) >= Self::APART {
                marks.push((byte, place));
                marked = byte;
            }
            place = place.after(c);
        }
        Self { text, marks }
    }

    /// The place of a byte; of the end for any byte that does not begin a character.
    #[must_use]
    pub fn place(&self, byte: usize) -> Place {
        let byte = if self.text.is_char_boundary(byte) { byte } else { self.text.len() };
        let before = self.marks.partition_point(|(mark, _)| *mark <= byte).saturating_sub(1);
        let Some((mark, place)) = self.marks.get(before).copied() else { return Place { line: 1, column: 1 } };
        self.text.get(mark..byte).unwrap_or_default().chars().fold(place, Place::after)
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

    #[test]
    fn places_are_the_same_wherever_the_marks_are() {
        let text = format!("{}\n{}\nend", "é".repeat(300), "x\n".repeat(200));
        let lines = TextIndex::of(&text);
        let mut place = Place { line: 1, column: 1 };
        for (byte, c) in text.char_indices() {
            assert_eq!(lines.place(byte), place, "{byte}");
            place = place.after(c);
        }
        let longest = lines.marks.windows(2).map(|pair| pair[1].0 - pair[0].0).max().unwrap();
        assert!(longest <= TextIndex::APART + 4, "{longest} bytes are read for a place");
    }
}
