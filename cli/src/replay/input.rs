//! The input in chunks of whole lines, so that no more of it is in memory than is being worked on.

use std::io::{self, BufRead, Read};
use std::mem;

/// The number of bytes that is read at once.
const CHUNK: usize = 256 * 1024;
/// A session of 100 lines, fully expanded, is about 300 KiB. What is longer than this is no line of sessions.
pub(super) const LONGEST_LINE: usize = 8 * 1024 * 1024;

/// Some whole lines.
#[derive(Debug)]
pub(super) struct Chunk {
    /// The number of its first line, from 1.
    first: u64,
    text: Vec<u8>,
}

/// Reads chunks.
pub(super) struct Chunks<R> {
    input: R,
    /// The beginning of the next line.
    begun: Vec<u8>,
    next: u64,
}

impl Chunk {
    /// The lines that are not blank, with their numbers. One that is too long is cut to one byte more than
    /// [`LONGEST_LINE`].
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        // Some programs write a mark of the encoding before a file.
        let mark = if self.first == 1 { "\u{feff}".as_bytes() } else { &[] };
        let mut rest = self.text.strip_prefix(mark).unwrap_or(&self.text);
        let lines = std::iter::from_fn(move || {
            let mut after = rest;
            // Of a slice it can't fail.
            let length = after.skip_until(b'\n').unwrap_or_default();
            let line = rest.get(..length).filter(|line| !line.is_empty())?;
            rest = after;
            Some(line.trim_ascii())
        });
        (self.first..).zip(lines).filter(|(_, line)| !line.is_empty())
    }

    /// The number of bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

impl<R: Read> Chunks<R> {
    pub(super) fn of(input: R) -> Self {
        Self { input, begun: Vec::new(), next: 1 }
    }

    /// The next lines; none at the end.
    pub(super) fn read(&mut self) -> io::Result<Option<Chunk>> {
        let mut text = mem::take(&mut self.begun);
        loop {
            let read = self.more(&mut text)?;
            if let Some(end) = text.iter().rposition(|byte| *byte == b'\n') {
                self.begun = text.split_off(end.saturating_add(1));
                return Ok(Some(self.chunk(text)));
            }
            if read == 0 {
                return Ok((!text.is_empty()).then(|| self.chunk(text)));
            }
            if text.len() > LONGEST_LINE {
                text.truncate(LONGEST_LINE.saturating_add(1));
                self.skip_line()?;
                return Ok(Some(self.chunk(text)));
            }
        }
    }

    fn more(&mut self, text: &mut Vec<u8>) -> io::Result<usize> {
        text.reserve_exact(CHUNK);
        (&mut self.input).take(u64::try_from(CHUNK).unwrap_or(u64::MAX)).read_to_end(text)
    }

    /// Reads to the end of a line that is too long; what follows of the next one is kept.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let mut text = Vec::new();
            let read = self.more(&mut text)?;
            if let Some(end) = text.iter().position(|byte| *byte == b'\n') {
                self.begun = text.split_off(end.saturating_add(1));
                return Ok(());
            }
            if read == 0 {
                return Ok(());
            }
        }
    }

    #[expect(clippy::naive_bytecount, reason = "reading its JSON costs a hundred times as much")]
    fn chunk(&mut self, text: Vec<u8>) -> Chunk {
        let first = self.next;
        let ends = text.iter().filter(|byte| **byte == b'\n').count();
        // A line that was cut, or the last one of the file, has lost its end.
        let cut = text.last().is_some_and(|byte| *byte != b'\n');
        let lines = u64::try_from(ends).unwrap_or(u64::MAX).saturating_add(cut.into());
        self.next = first.saturating_add(lines);
        Chunk { first, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<(u64, String)> {
        let mut chunks = Chunks::of(input);
        let mut lines = Vec::new();
        while let Some(chunk) = chunks.read().unwrap() {
            lines.extend(chunk.lines().map(|(number, line)| (number, String::from_utf8(line.to_vec()).unwrap())));
        }
        lines
    }

    fn numbered(lines: &[(u64, &str)]) -> Vec<(u64, String)> {
        lines.iter().map(|(number, line)| (*number, (*line).to_owned())).collect()
    }

    #[test]
    fn lines_count_from_one_without_the_blank_ones() {
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"\n\n"), []);
        assert_eq!(lines("\u{feff}a\nb".as_bytes()), numbered(&[(1, "a"), (2, "b")]));
        assert_eq!(lines(b"a\r\n\n  b \n\t\nc"), numbered(&[(1, "a"), (3, "b"), (5, "c")]));
    }

    #[test]
    fn lines_longer_than_what_is_read_at_once_stay_whole() {
        let long = "x".repeat(2 * CHUNK + 7);
        let text = format!("a\n{long}\nb\n");
        assert_eq!(lines(text.as_bytes()), numbered(&[(1, "a"), (2, &long), (3, "b")]));
    }

    #[test]
    fn endless_line_is_cut_and_the_next_keep_their_numbers() {
        let endless = "x".repeat(LONGEST_LINE + 3 * CHUNK);
        let text = format!("a\n{endless}\nb\nc\n");
        let lines = lines(text.as_bytes());
        let lengths: Vec<_> = lines.iter().map(|(number, line)| (*number, line.len())).collect();
        assert_eq!(lengths, [(1, 1), (2, LONGEST_LINE + 1), (3, 1), (4, 1)]);
    }
}
