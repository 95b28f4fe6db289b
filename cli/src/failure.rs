//! How a command fails: what is said, and the code it ends with.

use std::fmt;
use std::process::ExitCode;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    message: String,
    output: String,
}

impl Failure {
    /// The policy has faults, or something that is needed is not there.
    pub(crate) fn fault(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into(), output: String::new() }
    }

    /// The policy has faults, and what the command was asked to print says which.
    pub(crate) fn answered(output: String) -> Self {
        Self { code: 1, message: String::new(), output }
    }

    /// What was given can't be used; as clap ends for arguments.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into(), output: String::new() }
    }

    /// What the command prints all the same.
    #[must_use]
    pub fn output(&self) -> &str {
        &self.output
    }

    /// What the process ends with.
    #[must_use]
    pub fn code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
