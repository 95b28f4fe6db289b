//! What there is to say about a place in a policy, for people and machines alike.

use std::ops::Range;

use crate::document::Fault;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The policy can't be used.
    Error,
    /// It can, but is surely not meant so.
    Warning,
}

impl Severity {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One remark on a policy's text.
#[derive(Clone, Debug)]
pub struct Note<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about, for machines.
    pub code: &'static str,
    /// Where in the text, in bytes.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: &'a str,
    /// The very text to write in the span's place.
    pub instead: Option<&'a str>,
    /// What to do.
    pub help: Option<&'a str>,
}

impl<'a> From<&'a Fault> for Note<'a> {
    fn from(fault: &'a Fault) -> Self {
        Self {
            severity: Severity::Error,
            code: fault.code.word(),
            span: fault.span.clone(),
            message: &fault.message,
            instead: fault.instead.as_deref(),
            help: None,
        }
    }
}
