//! The headings of tables.

use super::cursor::Cursor;
use super::mistake::Mistake;

/// The mistake in a heading, if it has one; goes on to the end of its line.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Mistake> {
    let from = cursor.at();
    let line = cursor.line();
    cursor.end_line();
    let (heading, _) = line.split_once('#').unwrap_or((line, ""));
    let heading = heading.trim_end();
    let joined: String = heading.split_whitespace().collect();
    let brackets = |text: &str| text.starts_with("[[") && text.ends_with("]]");
    if brackets(&joined) && !brackets(heading) && is_heading(&joined) {
        let span = from..from.saturating_add(heading.len());
        return Some(
            Mistake::new(span, format!("a heading has no blanks between brackets: write {joined}")).instead(joined),
        );
    }
    let opened = heading.len().saturating_sub(heading.trim_start_matches('[').len());
    let inner = heading.trim_start_matches('[');
    let name = inner.split([']', ' ', '\t']).find(|part| !part.is_empty()).unwrap_or_default();
    let closed = inner.chars().filter(|c| *c == ']').count();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if !is_name || opened == closed {
        return None;
    }
    // Offers alone are lists; where one bracket lacks, two are meant there.
    let right = if name == "offer" || opened.max(closed) > 1 { format!("[[{name}]]") } else { format!("[{name}]") };
    let span = from..from.saturating_add(heading.len());
    let message = if closed < opened {
        format!("this heading is not closed: write {right}")
    } else {
        format!("this heading is closed more often than it is opened: write {right}")
    };
    Some(Mistake::new(span, message).instead(right))
}

/// Returns whether a line is a heading, or meant to be one.
pub(super) fn is_heading(line: &str) -> bool {
    let inner = line.trim_start().trim_start_matches('[');
    let name = inner.split(']').next().unwrap_or_default();
    line.trim_start().starts_with('[')
        && inner.contains(']')
        && name.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
