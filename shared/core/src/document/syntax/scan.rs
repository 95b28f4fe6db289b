//! The text, statement by statement.

use super::cursor::Cursor;
use super::mistake::Mistake;
use super::{bare, header};

/// Signs that people take for TOML's quotes.
const QUOTES: [char; 12] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '`', '´'];

/// The surroundings of a value, which decide where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Line,
    List,
    Table,
}

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

/// A text that is being read.
pub(super) struct Scan<'t> {
    pub(super) cursor: Cursor<'t>,
    pub(super) found: Vec<Mistake>,
    /// A list or table was left open: what is next is a statement of its own.
    pub(super) left_open: bool,
}

impl Scan<'_> {
    fn statement(&mut self) {
        if self.comment() {
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

    pub(super) fn key_text(&self, span: &std::ops::Range<usize>) -> &str {
        self.cursor.text().get(span.clone()).unwrap_or_default()
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
            self.found.push(Mistake::new(span, format!("a key has no blanks: write {joined}")).instead(joined));
        }
    }

    pub(super) fn value(&mut self, within: Within, key: &str) {
        match within {
            Within::Line => self.cursor.blanks(),
            Within::List | Within::Table => self.cursor.gaps(),
        }
        let rest = self.cursor.rest();
        match self.cursor.peek() {
            Some('"') if rest.starts_with("\"\"\"") => self.several_lines("\"\"\""),
            Some('\'') if rest.starts_with("'''") => self.several_lines("'''"),
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some('[') => self.list(key),
            Some('{') => self.table(),
            Some(quote) if QUOTES.contains(&quote) => self.typographic(),
            _ => self.bare(within, key),
        }
    }

    fn several_lines(&mut self, quote: &str) {
        let from = self.cursor.at();
        self.cursor.skip(quote.len());
        if let Some(end) = self.cursor.rest().find(quote) {
            self.cursor.skip(end.saturating_add(quote.len()));
            self.cursor.take(|c| quote.starts_with(c));
        } else {
            let message = format!("this text of several lines is not closed: write {quote} at its end");
            self.found.push(Mistake::new(from..from.saturating_add(quote.len()), message));
            self.cursor.skip(usize::MAX);
        }
    }

    fn quoted(&mut self, quote: char) {
        let from = self.cursor.at();
        let line = self.cursor.line();
        let mut escaped = false;
        let end = line.char_indices().skip(1).find(|(_, c)| {
            let closes = *c == quote && !escaped;
            escaped = *c == '\\' && quote == '"' && !escaped;
            closes
        });
        if let Some((end, _)) = end {
            self.cursor.skip(end.saturating_add(1));
            return;
        }
        let typographic = line.char_indices().skip(1).find(|(_, c)| QUOTES.contains(c));
        let (message, length) = match typographic {
            Some((at, sign)) => {
                let length = at.saturating_add(sign.len_utf8());
                (format!("this text begins with {quote} but ends with {sign}: write {quote} at its end, too"), length)
            }
            None => (format!("this text is not closed: write {quote} at its end"), line.trim_end().len()),
        };
        self.found.push(Mistake::new(from..from.saturating_add(length), message));
        self.cursor.end_line();
    }

    /// Notes a text in typographic quotes, and goes on over it.
    fn typographic(&mut self) {
        let from = self.cursor.at();
        let line = self.cursor.line();
        let opening = line.chars().next().map_or(0, char::len_utf8);
        let inside = line.get(opening..).unwrap_or_default();
        let is_close = |c: char| c == '"' || c == '\'' || QUOTES.contains(&c);
        // An apostrophe within a text closes nothing.
        let closing = inside.char_indices().find(|(at, c)| {
            let next = inside.get(at.saturating_add(c.len_utf8())..).unwrap_or_default();
            is_close(*c) && !next.starts_with(char::is_alphanumeric)
        });
        let (text, length) = match closing {
            Some((at, sign)) => {
                (inside.get(..at).unwrap_or_default(), opening.saturating_add(at).saturating_add(sign.len_utf8()))
            }
            None => (inside.split([',', ']', '}', '#']).next().unwrap_or_default().trim_end(), line.len()),
        };
        self.cursor.skip(length);
        let right = format!("\"{text}\"");
        let message = format!("these are typographic quotes, as word processors write them: write {right}");
        self.found.push(Mistake::new(self.cursor.since(from), message).instead(right));
    }

    fn bare(&mut self, within: Within, key: &str) {
        let from = self.cursor.at();
        let grouped = bare::thousands(self.cursor.rest());
        let token = if grouped > 0 {
            self.cursor.skip(grouped);
            self.key_text(&self.cursor.since(from)).to_owned()
        } else {
            let line = self.cursor.line();
            let comment =
                [" #", "\t#", " //", "\t//", " ;", "\t;"].into_iter().filter_map(|mark| line.find(mark)).min();
            let ends = match within {
                Within::Line => comment,
                Within::List => line.find([',', ']']).into_iter().chain(comment).min(),
                Within::Table => line.find([',', '}']).into_iter().chain(comment).min(),
            };
            let token = line.get(..ends.unwrap_or(line.len())).unwrap_or_default().trim_end();
            self.cursor.skip(token.len());
            token.to_owned()
        };
        if token.is_empty() {
            let here = self.cursor.at();
            self.found.push(Mistake::new(here..here, "a value is missing here"));
        } else if let Some((message, instead)) = bare::fault(&token, key) {
            self.found.push(Mistake { span: self.cursor.since(from), message, instead });
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
