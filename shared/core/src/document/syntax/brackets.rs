//! Lists and tables in brackets.

use super::header;
use super::mistake::Mistake;
use super::scan::{Scan, Within};

impl Scan<'_> {
    pub(super) fn list(&mut self, key: &str) {
        let open = self.cursor.at();
        self.cursor.skip(1);
        loop {
            self.cursor.gaps();
            if self.cursor.eat("]") {
                return;
            }
            if self.is_next_statement() || self.cursor.peek().is_none() {
                return self.leave_open(open, "this list is not closed: write ] at its end");
            }
            let from = self.cursor.at();
            self.value(Within::List, key);
            if self.left_open {
                return;
            }
            self.comma(from, ']');
        }
    }

    pub(super) fn table(&mut self) {
        let open = self.cursor.at();
        self.cursor.skip(1);
        loop {
            self.cursor.gaps();
            if self.cursor.eat("}") {
                return;
            }
            let ended = self.cursor.peek().is_none() || header::is_heading(self.cursor.line());
            let from = self.cursor.at();
            if ended || !self.key(Within::Table) {
                return self.leave_open(open, "this table is not closed: write } at its end");
            }
            let key = self.key_text(&(from..self.cursor.at())).trim_end_matches(['=', ':', ' ', '>']).trim().to_owned();
            self.value(Within::Table, &key);
            if self.left_open {
                return;
            }
            let lines = self.cursor.rest();
            let newline = lines.trim_start_matches([' ', '\t']).starts_with(['\r', '\n']);
            self.cursor.gaps();
            if newline && self.is_next_statement() {
                return self.leave_open(open, "this table is not closed: write } at its end");
            }
            self.comma(from, '}');
        }
    }

    fn leave_open(&mut self, open: usize, message: &str) {
        // One is enough: what is open around it follows from it.
        if !self.left_open {
            self.found.push(Mistake::new(open..open.saturating_add(1), message));
        }
        self.left_open = true;
    }

    /// Goes on over the comma between two values, and notes where it is missing.
    fn comma(&mut self, from: usize, close: char) {
        self.cursor.gaps();
        let next = self.cursor.peek();
        // In a table on one line, a key follows where a comma is missing.
        let ends = next.is_none() || next == Some(close) || (close == ']' && self.is_next_statement());
        if self.cursor.eat(",") || ends {
            return;
        }
        if self.cursor.eat(";") {
            let span = self.cursor.at().saturating_sub(1)..self.cursor.at();
            self.found.push(Mistake::new(span, "between two values is a comma").instead(","));
        } else if !self.comment() {
            let here = self.cursor.at();
            let is_stuck = here == from;
            if !is_stuck {
                self.found.push(Mistake::new(here..here, "a comma is missing before this"));
            }
            // What closes something else ends this, too. Where nothing was read, each turn has to go on.
            if is_stuck || matches!(next, Some(']' | '}' | ')')) {
                self.cursor.skip(next.map_or(1, char::len_utf8));
            }
        }
    }

    /// Returns whether a statement of its own begins here, although something is still open.
    fn is_next_statement(&self) -> bool {
        let line = self.cursor.line();
        let key = line.split('=').next().unwrap_or_default().trim();
        let is_key = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        };
        header::is_heading(line) || (line.contains('=') && key.split('.').all(is_key))
    }
}
