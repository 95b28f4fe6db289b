//! Notes on a policy as a person reads them: a line that can be searched for, the line of the file, a marker under it.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Faults, Note, Place, Severity, TextIndex};

/// Shows notes on a text, in the order given; `name` is the file's, and `colour` says whether a terminal reads it.
///
/// Each begins with `file:line:column: sentence`. Ends without a line break.
#[must_use]
pub fn report<'a>(name: &str, text: &str, notes: impl IntoIterator<Item = Note<'a>>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let lines = TextIndex::of(text);
    let mut shown = String::new();
    for note in notes {
        if !shown.is_empty() {
            shown.push_str("\n\n");
        }
        let place = lines.place(note.span.start);
        // A string takes whatever is written to it.
        let _ = write!(shown, "{name}:{place}: {}", sentence(&note));
        if let Some(source) = source(text, &note, place) {
            shown.push('\n');
            shown.push_str(&renderer.render(&[source]));
        }
    }
    shown
}

impl Faults {
    /// Every fault as [`report()`] shows it.
    #[must_use]
    pub fn report(&self, colour: bool) -> String {
        report(&self.name, &self.text, self.faults.iter().map(Note::from), colour)
    }
}

fn sentence(note: &Note<'_>) -> String {
    match note.severity {
        Severity::Error => note.message.to_owned(),
        Severity::Warning => format!("{}: {} [{}]", note.severity.word(), note.message, note.code),
    }
}

/// The line with its marker; none where the span is not of the text.
fn source<'a>(text: &'a str, note: &'a Note<'_>, place: Place) -> Option<Group<'a>> {
    let level = match note.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let (excerpt, span) = excerpt(text, &note.span)?;
    let write =
        note.instead.map(|text| if text.is_empty() { "take it out".to_owned() } else { format!("write {text}") });
    let marker = AnnotationKind::Primary.span(span).label(write);
    let group = Group::with_level(level).element(Snippet::source(excerpt).line_start(place.line).annotation(marker));
    Some(match note.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    })
}

/// The most of a line that is shown before a span, and from its beginning on, in bytes.
const SHOWN: usize = 120;

/// The part of the line in which a span begins, with the span's part in it: a marker over a whole table hides more than
/// it shows, and a line may hold every code of a shop.
fn excerpt<'t>(text: &'t str, span: &Range<usize>) -> Option<(&'t str, Range<usize>)> {
    let ends = |c: char| c == '\r' || c == '\n';
    let (before, after) = (text.get(..span.start)?, text.get(span.clone())?);
    let from = boundary(text, before.len().saturating_sub(SHOWN));
    let from = before.get(from..)?.rfind(ends).and_then(|end| from.checked_add(end)?.checked_add(1)).unwrap_or(from);
    let window = text.get(span.start..boundary(text, span.start.saturating_add(SHOWN)))?;
    let line = window.get(..window.find(ends).unwrap_or(window.len()))?;
    let excerpt = text.get(from..span.start.checked_add(line.len())?)?;
    let begin = span.start.checked_sub(from)?;
    Some((excerpt, begin..begin.checked_add(after.len().min(line.len()))?))
}

/// The byte, or the next before it that begins a character.
fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    fn told(text: &str) -> String {
        Policy::load("p.toml", text).expect_err("it must not load").report(false)
    }

    #[test]
    fn a_fault_is_shown_in_its_line_with_what_to_write_instead() {
        let text =
            "combine = \"bets\"\nroundin = \"down\"\n\n[limits]\nmax_amount = { USD = \"1\" }\nmax_percent = 50\n";
        assert_eq!(
            told(text),
            r#"p.toml:1:11: "bets" is not a value of combine: did you mean "best"?
  |
1 | combine = "bets"
  |           ^^^^^^ write "best"

p.toml:2:1: "roundin" is not a key of the policy: did you mean "rounding"?
  |
2 | roundin = "down"
  | ^^^^^^^ write rounding

p.toml:5:16: write the currency in lower case: usd
  |
5 | max_amount = { USD = "1" }
  |                ^^^ write usd

p.toml:6:15: max_percent must be a decimal string, such as "12.5", not a number
  |
6 | max_percent = 50
  |               ^^ write "50""#
        );
    }

    #[test]
    fn what_is_left_open_is_shown_where_it_begins() {
        assert_eq!(
            told("timezone = \"UTC"),
            "p.toml:1:12: this text is not closed: write \" at its end\n  |\n1 | timezone = \"UTC\n  |            ^^^^"
        );
    }

    #[test]
    fn of_several_lines_only_the_first_is_marked() {
        let text = "[limits]\nmax_percent = [\n    \"50\",\n]\r\n";
        assert_eq!(
            told(text),
            "p.toml:2:15: max_percent must be a decimal string, such as \"12.5\", not a list\n  |\n\
             2 | max_percent = [\n  |               ^"
        );
    }

    #[test]
    fn a_warning_says_its_code_and_its_help() {
        let note = Note {
            severity: Severity::Warning,
            code: "odd",
            span: 4..5,
            message: "1 is odd",
            instead: None,
            help: Some("write 2"),
        };
        let plain = report("p.toml", "a = 1\n", [note.clone()], false);
        assert_eq!(plain, "p.toml:1:5: warning: 1 is odd [odd]\n  |\n1 | a = 1\n  |     ^\n  |\n  = help: write 2");
        assert!(report("p.toml", "a = 1\n", [note], true).contains('\u{1b}'));
    }

    #[test]
    fn a_span_beside_the_text_is_told_all_the_same() {
        let note =
            Note { severity: Severity::Error, code: "odd", span: 90..95, message: "is odd", instead: None, help: None };
        assert_eq!(report("p.toml", "a = 1", [note], false), "p.toml:1:6: is odd");
    }
}
