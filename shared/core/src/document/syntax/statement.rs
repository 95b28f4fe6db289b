//! Statements: a key with its value, a heading, or a comment.

use super::cursor::Cursor;
use super::mistake::Mistake;
use super::scan::{QUOTES, Scan, Within};
use super::{bare, header};

/// Every mistake that is known, in the order of the text.
pub(super) fn mistakes(text: &str) -> Vec<Mistake> {
    let mut scan = Scan { cursor: Cursor::new(text), found: Vec::new(), left_open: false };
    scan.cursor.eat("\u{feff}");
    scan.cursor.gaps();
    while scan.cursor.peek().is_some() {
        let from = scan.cursor.at();
        scan.statement();
        scan.cursor.gaps();
        // Whatever is there, each turn has to go on.
        if scan.cursor.at() == from {
            scan.cursor.end_line();
            scan.cursor.take(|c| c == '\r' || c == '\n');
        }
    }
    scan.found
}

impl Scan<'_> {
    fn statement(&mut self) {
        if self.comment() || self.merge_mark() {
            return;
        }
        if self.cursor.peek() == Some('[') {
            self.found.extend(header::read(&mut self.cursor));
            return;
        }
        if self.key(Within::Line) {
            self.left_open = false;
            self.value(Within::Line, "");
            if !self.left_open {
                self.after_value();
            }
        } else {
            self.cursor.end_line();
        }
    }

    /// Notes a comment of other languages, and goes on over it.
    pub(super) fn comment(&mut self) -> bool {
        let marks = ["//", ";", "/*", "--", "<!--"];
        let Some(mark) = marks.into_iter().find(|mark| self.cursor.rest().starts_with(mark)) else { return false };
        let span = self.cursor.next(mark.len());
        self.found.push(Mistake::new(span, format!("{mark} begins no comment here: write #")).instead("#"));
        self.cursor.end_line();
        true
    }

    /// Notes a line that a merge of two versions has left, and goes on over it.
    fn merge_mark(&mut self) -> bool {
        let marks = ["<<<<<<<", "=======", ">>>>>>>"];
        if !marks.iter().any(|mark| self.cursor.rest().starts_with(mark)) {
            return false;
        }
        let span = self.cursor.next(self.cursor.line().trim_end().len());
        self.found.push(Mistake::new(
            span,
            "this is left from a merge: keep one of the two versions, and take this line out",
        ));
        self.cursor.end_line();
        true
    }

    /// Reads a key and its sign; returns whether a value follows.
    pub(super) fn key(&mut self, within: Within) -> bool {
        let from = self.cursor.at();
        loop {
            match self.cursor.peek() {
                Some('"') => self.quoted('"'),
                Some(quote) if QUOTES.contains(&quote) => self.typographic(),
                _ => {}
            }
            let before = self.cursor.at();
            self.cursor
                .take(|c| !matches!(c, '=' | ':' | '\r' | '\n' | '#' | '"' | ',' | '}' | ']') && !QUOTES.contains(&c));
            if self.cursor.at() == before || !matches!(self.cursor.peek(), Some(c) if c == '"' || QUOTES.contains(&c)) {
                break;
            }
        }
        let key = self.cursor.since(from);
        self.blank_in_key(from);
        match self.cursor.peek() {
            Some('=') => {
                let sign = self.cursor.at();
                self.cursor.skip(1);
                self.cursor.take(|c| c == '=' || c == '>');
                let span = self.cursor.since(sign);
                if span.len() > 1 {
                    self.found.push(Mistake::new(span, "between a key and its value is a single =").instead("="));
                }
                true
            }
            Some(':') => {
                let sign = self.cursor.at();
                self.cursor.take(|c| c == ':' || c == '=');
                let span = self.cursor.since(sign);
                self.found.push(Mistake::new(span, "between a key and its value is =, not a colon").instead("="));
                true
            }
            _ if within == Within::Line => {
                let known = self.found.iter().any(|mistake| mistake.span.start >= key.start);
                let span = key.start..key.start.saturating_add(self.key_text(&key).trim_end().len());
                if !known && !span.is_empty() {
                    let message = "this line has no =: write key = value, a heading in brackets, or # before a comment";
                    self.found.push(Mistake::new(span, message));
                }
                false
            }
            _ => false,
        }
    }

    /// Notes blanks or signs in a key that no keyboard shows, or that part it.
    fn blank_in_key(&mut self, from: usize) {
        let span = self.cursor.since(from);
        let key = self.key_text(&span).trim_end_matches([' ', '\t']).to_owned();
        let span = from..from.saturating_add(key.len());
        if let Some((at, strange)) = key.char_indices().find(|(_, c)| bare::is_strange(*c)) {
            let at = from.saturating_add(at);
            let message =
                format!("this character, U+{:04X}, is not one of the keyboard: type it again", u32::from(strange));
            self.found.push(Mistake::new(at..at.saturating_add(strange.len_utf8()), message));
        } else if key.contains([' ', '\t'])
            && !key.contains(['"', '\'', '.', '='])
            && matches!(self.cursor.peek(), Some('=' | ':'))
        {
            let joined = key.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase();
            let mistake = if key.starts_with("- ") {
                Mistake::new(span, "offers are not listed with hyphens: write a heading [[offer]] above each")
            } else if joined.starts_with(|c: char| c.is_alphanumeric()) {
                Mistake::new(span, format!("a key has no blanks: write {joined}")).instead(joined)
            } else {
                Mistake::new(span, "this is no key: write key = value, a heading in brackets, or # before a comment")
            };
            self.found.push(mistake);
        }
    }

    /// Reads the rest of a line behind a value, which can only be a comment.
    fn after_value(&mut self) {
        self.cursor.blanks();
        let rest = self.cursor.line();
        if rest.is_empty() || rest.starts_with('#') {
            return;
        }
        let only = |sign: &str| rest.trim_end() == sign;
        if only(",") || only(";") {
            let span = self.cursor.next(1);
            self.found
                .push(Mistake::new(span, format!("no {} ends a line here: take it out", rest.trim_end())).instead(""));
        } else if !self.comment() && !self.known_in_line() {
            let span = self.cursor.next(rest.trim_end().len());
            let message = "something follows the value: begin a new line for it, or write # before a comment";
            self.found.push(Mistake::new(span, message));
        }
        self.cursor.end_line();
    }

    /// Returns whether something is known of this line already: what follows from it is no mistake of its own.
    fn known_in_line(&self) -> bool {
        let before = self.cursor.text().get(..self.cursor.at()).unwrap_or_default();
        let start = before.rfind(['\r', '\n']).map_or(0, |at| at.saturating_add(1));
        self.found.iter().any(|mistake| mistake.span.start >= start)
    }
}
