//! What is wrong with a policy, and where.

use std::fmt;
use std::ops::Range;

/// One fault in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the text, in bytes.
    pub span: Range<usize>,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Every fault of a policy, in the order of the file. Shown as `file:line:column: sentence`, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The file's name.
    pub name: String,
    /// The file's text.
    pub text: String,
    /// What is wrong; at least one.
    pub faults: Vec<Fault>,
}

impl Faults {
    /// The line and column at which a fault begins, both from 1; the column counts characters.
    #[must_use]
    pub fn place(&self, fault: &Fault) -> (usize, usize) {
        let before = self.text.get(..fault.span.start).unwrap_or(&self.text);
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
        (line, column)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let (line, column) = self.place(fault);
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{line}:{column}: {}", self.name, fault.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one_in_characters() {
        let text = "a = 1\nü = 2\n".to_owned();
        let fault = |start| Fault { span: start..start, message: "is wrong".to_owned() };
        let faults = Faults { name: "p.toml".to_owned(), text, faults: vec![fault(0), fault(9)] };
        assert_eq!(faults.to_string(), "p.toml:1:1: is wrong\np.toml:2:3: is wrong");
    }
}
