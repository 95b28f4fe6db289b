//! The choice of colours for output.

use std::env;
use std::ffi::OsStr;

/// Allows colours on a terminal, unless the environment sets `NO_COLOR` (<https://no-color.org>) or calls the terminal
/// dumb.
pub(crate) fn of(terminal: bool) -> bool {
    allowed(terminal, env::var_os("NO_COLOR").as_deref(), env::var_os("TERM").as_deref())
}

fn allowed(terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
    terminal && no_color.is_none_or(OsStr::is_empty) && term != Some(OsStr::new("dumb"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_that_allow_them() {
        for (terminal, no_color, term, colours) in [
            (true, None, Some("xterm-256color"), true),
            (true, Some(""), None, true),
            (true, Some("1"), Some("xterm-256color"), false),
            (true, None, Some("dumb"), false),
            (false, None, Some("xterm-256color"), false),
        ] {
            assert_eq!(
                allowed(terminal, no_color.map(OsStr::new), term.map(OsStr::new)),
                colours,
                "{no_color:?} {term:?}"
            );
        }
    }
}
