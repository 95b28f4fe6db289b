//! `discounts check`: the errors of a policy, warnings of what is surely not meant, and cases that differ. The gate in front of
//! production.

use std::io::{IsTerminal, stderr, stdout};
use std::path::PathBuf;

use serde::Serialize;
use shared::clock::Clock;
use shared::core::Policy;
use shared::core::policy::lint::{Finding, lint};
use shared::core::policy::report::report;
use shared::core::policy::{Faults, Note, TextIndex};

use crate::arguments::ShopTime;
use crate::checked_cases::{CheckedCases, count};
use crate::failure::Failure;
use crate::policy_file::{self, Source};
use crate::{arguments, colour};

/// The arguments of `discounts check`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The policy. "-" reads standard input.
    #[arg(default_value = policy_file::NAME, value_name = "FILE|-")]
    file: PathBuf,
    /// Treat warnings as errors: end with 1 for them, too.
    #[arg(long)]
    strict: bool,
    /// Print a JSON array with an object for each fault and warning, and nothing else.
    #[arg(long)]
    json: bool,
    /// The moment that says what is over: RFC 3339, or a time of the shop's clock. Without it: now.
    #[arg(long, value_name = "TIME", value_parser = arguments::shop_time)]
    now: Option<ShopTime>,
}

/// Loads a policy, decides its cases, and returns every warning about it.
///
/// # Errors
///
/// - Exit code 1: the policy can't be read or has errors, a case differs, or there are warnings and `--strict` is given.
pub fn run(args: &Args) -> Result<String, Failure> {
    let source = Source::read(&args.file)?;
    let checked = Checked::of(&source, args.now.as_ref());
    let fails = checked.fails(args.strict);
    if args.json {
        let text = json(&source, &checked.notes())?;
        return if fails { Err(Failure::answered(text)) } else { Ok(text) };
    }
    let terminal = if fails { stderr().is_terminal() } else { stdout().is_terminal() };
    let shown = report(&source.name, &source.text, checked.notes(), colour::of(terminal));
    let gap = if shown.is_empty() { "" } else { "\n\n" };
    let text = format!("{shown}{gap}{}: {}", source.name, checked.summary(args.strict));
    if fails { Err(Failure::fault(text)) } else { Ok(format!("{text}\n")) }
}

/// The result of a check.
enum Checked {
    Faulty(Faults),
    Loaded(Box<Policy>, Vec<Finding>, CheckedCases),
}

impl Checked {
    fn of(source: &Source, now: Option<&ShopTime>) -> Self {
        match source.load() {
            Ok(policy) => {
                let now = now.and_then(|now| now.instant(&policy.zone)).unwrap_or_else(|| Clock::SYSTEM.now());
                let findings = lint(&policy, &source.text, now);
                let cases = CheckedCases::of(&source.name, &source.text, &policy);
                Self::Loaded(Box::new(policy), findings, cases)
            }
            Err(faults) => Self::Faulty(faults),
        }
    }

    fn fails(&self, strict: bool) -> bool {
        match self {
            Self::Faulty(_) => true,
            Self::Loaded(_, findings, cases) => cases.fail() || (strict && !findings.is_empty()),
        }
    }

    fn notes(&self) -> Vec<Note<'_>> {
        match self {
            Self::Faulty(faults) => faults.faults.iter().map(Note::from).collect(),
            Self::Loaded(_, findings, cases) => findings.iter().map(Note::from).chain(cases.notes()).collect(),
        }
    }

    fn summary(&self, strict: bool) -> String {
        match self {
            Self::Faulty(faults) => count(faults.faults.len(), "fault"),
            Self::Loaded(policy, findings, cases) => {
                let offers = count(policy.offers.len(), "offer");
                let mut parts: Vec<String> = [offers].into_iter().chain(cases.cases()).collect();
                let refused = strict && !cases.fail() && !findings.is_empty();
                parts.extend((!refused).then(|| cases.problems()));
                parts.extend((!findings.is_empty()).then(|| count(findings.len(), "warning")));
                parts.extend(refused.then(|| "and --strict allows none".to_owned()));
                parts.extend(
                    policy.counts().then(|| "the functions need a table for its limits: DISCOUNT_TABLE".to_owned()),
                );
                parts.join(", ")
            }
        }
    }
}

/// An error or a warning as programs read it; `docs/check.md` describes it.
#[derive(Serialize)]
struct Reported<'a> {
    severity: &'static str,
    code: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
    instead: Option<&'a str>,
}

fn json(source: &Source, notes: &[Note<'_>]) -> Result<String, Failure> {
    let index = TextIndex::of(&source.text);
    let reported = notes.iter().map(|note| {
        let (begin, end) = (index.place(note.span.start), index.place(note.span.end));
        Reported {
            severity: note.severity.word(),
            code: note.code,
            file: &source.name,
            line: begin.line,
            column: begin.column,
            end_line: end.line,
            end_column: end.column,
            message: note.message,
            help: note.help,
            instead: note.instead,
        }
    });
    let text = serde_json::to_string_pretty(&reported.collect::<Vec<_>>());
    text.map(|text| text + "\n").map_err(Failure::fault)
}
