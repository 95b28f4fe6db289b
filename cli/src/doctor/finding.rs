//! The result of a check, and what to do.

use std::fmt::Write;

use serde::Serialize;

/// The result of one check.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// The name of the check, one word.
    pub check: &'static str,
    /// The outcome.
    pub outcome: Outcome,
    /// The result as a sentence. No key is ever in it.
    pub message: String,
    /// The remedy, if one is needed.
    pub next: Option<String>,
}

/// The outcome of a check.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it should be.
    Ok,
    /// Works, but could be safer, or is surely not meant.
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
    let warnings = count(Outcome::Warning);
    let plural = if warnings == 1 { "" } else { "s" };
    let _ = writeln!(text, "{} failed, {warnings} warning{plural}", count(Outcome::Failed));
    text
}
