//! The value of a key, of a list, or of an inline table.

use super::bare;
use super::mistake::Mistake;
use super::scan::{QUOTES, Scan, Within};

impl Scan<'_> {
    /// Reads a value. `key` is that of the table in which it is.
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

    pub(super) fn quoted(&mut self, quote: char) {
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
            self.signs(from, quote);
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

    /// Notes signs that a text in quotes, which was just read, can't have.
    fn signs(&mut self, from: usize, quote: char) {
        let mut signs = self.key_text(&self.cursor.since(from)).to_owned().into_bytes().into_iter().enumerate();
        while let Some((at, sign)) = signs.next() {
            let at = from.saturating_add(at);
            if sign == b'\\' && quote == '"' {
                let escaped = signs.next().map(|(_, sign)| sign);
                if !escaped.is_some_and(|sign| b"btnfre\"\\uUx".contains(&sign)) {
                    let message = "a backslash begins a special sign here: write two of them for a backslash";
                    self.found.push(Mistake::new(at..at.saturating_add(1), message).instead("\\\\"));
                }
            } else if sign.is_ascii_control() && sign != b'\t' {
                let message = format!("this character, U+{sign:04X}, is not one of a text: take it out");
                self.found.push(Mistake::new(at..at.saturating_add(1), message).instead(""));
            }
        }
    }

    /// Notes a text in typographic quotes, and goes on over it.
    pub(super) fn typographic(&mut self) {
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
}
