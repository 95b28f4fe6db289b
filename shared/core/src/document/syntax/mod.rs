//! Mistakes in a text that is not TOML, and how to write it instead.
//!
//! The parser reports what it expected, often lines later than the mistake. This reads the text as people write it, and
//! speaks only after the parser has rejected it.

mod bare;
mod brackets;
mod cursor;
mod dates;
mod header;
mod mistake;
mod numbers;
mod scan;
mod statement;
mod value;

pub(crate) use self::dates::{in_order, missing, month};
pub(crate) use self::mistake::Mistake;
pub(crate) use self::numbers::plain_decimal;

/// The mistakes of a text that is not TOML, in its order; none that is known if it has others.
pub(crate) fn mistakes(text: &str) -> Vec<Mistake> {
    carriage_returns(text).map_or_else(|| statement::mistakes(text), |mistake| vec![mistake])
}

/// Lines that end as on a Macintosh of the last century: for TOML they are one line.
fn carriage_returns(text: &str) -> Option<Mistake> {
    let alone = text
        .match_indices('\r')
        .map(|(at, _)| at)
        .find(|at| !text.get(*at..).unwrap_or_default().starts_with("\r\n"))?;
    let message =
        "lines end in carriage returns alone, so everything is one line: save the file with line ends LF or CRLF";
    Some(Mistake::new(alone..alone.saturating_add(1), message))
}

#[cfg(test)]
mod tests;
