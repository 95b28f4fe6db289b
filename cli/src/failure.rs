//! The end of a command that fails: its message and its exit code.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use shared::error_chain::error_chain;

type Cause = Box<dyn Error + Send + Sync>;

/// A command that did not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    cause: Option<Cause>,
    output: String,
}

impl Failure {
    /// A policy with errors, or something that is missing: exit code 1.
    pub(crate) fn fault(cause: impl Into<Cause>) -> Self {
        Self { code: 1, cause: Some(cause.into()), output: String::new() }
    }

    /// A negative result that the output of the command describes: exit code 1.
    pub(crate) const fn answered(output: String) -> Self {
        Self { code: 1, cause: None, output }
    }

    /// An input that can't be used: exit code 2, as for arguments.
    pub(crate) fn usage(cause: impl Into<Cause>) -> Self {
        Self { code: 2, cause: Some(cause.into()), output: String::new() }
    }

    /// The output that the command prints although it fails.
    #[must_use]
    pub fn output(&self) -> &str {
        &self.output
    }

    /// The exit code of the process.
    #[must_use]
    pub fn code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

/// The message with its causes.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.as_deref().map_or(Ok(()), |cause| f.write_str(&error_chain(cause)))
    }
}
