//! Faults of a policy, each with its place.

use std::fmt;
use std::ops::Range;

use super::place::TextIndex;

/// One fault in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place in the text, in bytes.
    pub span: Range<usize>,
    /// The kind of fault, for machines.
    pub code: FaultCode,
    /// A sentence that says what is wrong and what to write instead.
    pub message: String,
    /// The very text that belongs in the span's place, where only one can be meant.
    pub instead: Option<String>,
}

/// The kind of a fault, for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCode {
    /// The text is not TOML.
    Syntax,
    /// A key that there is not.
    UnknownKey,
    /// A key that must be given is not.
    MissingKey,
    /// A value, or several together, that can't be meant.
    Invalid,
}

impl FaultCode {
    /// The word for it in JSON and SARIF.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::Invalid => "invalid",
        }
    }
}

/// A fault of a value that has no place yet.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) code: FaultCode,
    pub(crate) message: String,
    pub(crate) instead: Option<String>,
}

impl Wrong {
    /// Adds the text that can only have been meant.
    pub(crate) fn instead(self, text: Option<impl Into<String>>) -> Self {
        Self { instead: text.map(Into::into), ..self }
    }
}

impl<T: Into<String>> From<T> for Wrong {
    fn from(message: T) -> Self {
        Self { code: FaultCode::Invalid, message: message.into(), instead: None }
    }
}

/// Every fault of a policy, in the order of the file. Shown as `file:line:column: sentence`, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The file's name.
    pub name: String,
    /// The file's text.
    pub text: String,
    /// The faults, at least one.
    pub faults: Vec<Fault>,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = TextIndex::of(&self.text);
        for (index, fault) in self.faults.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{}: {}", self.name, lines.place(fault.span.start), fault.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
