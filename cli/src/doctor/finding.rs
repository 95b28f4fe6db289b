//! What was looked at, what came out, and what to do.

use std::fmt::Write;

use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// What: one word.
    pub check: &'static str,
    /// How it stands.
    pub outcome: Outcome,
    /// The same in a sentence. No key is ever in it.
    pub message: String,
    /// What to do, where there is something to do.
    pub next: Option<String>,
}

/// How a thing stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it should be.
    Ok,
    /// It works, and could be safer, or is surely not meant.
    Warning,
    /// Shoppers get no discount.
    Failed,
}

impl Finding {
    pub(super) fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, outcome: Outcome::Ok, message: message.into(), next: None }
    }

    pub(super) fn warning(check: &'static str, message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { check, outcome: Outcome::Warning, message: message.into(), next: Some(next.into()) }
    }

    pub(super) fn failed(check: &'static str, message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { check, outcome: Outcome::Failed, message: message.into(), next: Some(next.into()) }
    }
}

/// For a person.
pub(super) fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let word = match finding.outcome {
            Outcome::Ok => "ok      ",
            Outcome::Warning => "warning ",
            Outcome::Failed => "FAILED  ",
        };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{word} {}: {}", finding.check, finding.message);
        if let Some(next) = &finding.next {
            let _ = writeln!(text, "         -> {next}");
        }
    }
    let count = |outcome| findings.iter().filter(|finding| finding.outcome == outcome).count();
    let _ = writeln!(text, "{} failed, {} to look at", count(Outcome::Failed), count(Outcome::Warning));
    text
}
