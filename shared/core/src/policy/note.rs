//! Notes about places in a policy, for people and machines.

use std::ops::Range;

use crate::document::Fault;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The policy can't be used.
    Error,
    /// Valid, but surely not meant so.
    Warning,
}

impl Severity {
    /// The word.
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
    /// The code, for machines.
    pub code: &'static str,
    /// The place in the text, in bytes.
    pub span: Range<usize>,
    /// The problem.
    pub message: &'a str,
    /// The very text to write in the span's place.
    pub instead: Option<&'a str>,
    /// The remedy.
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
