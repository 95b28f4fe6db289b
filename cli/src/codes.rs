//! `discounts codes`: mints and checks signed single-use codes without a network, and revokes them in the ledger.

use std::fmt::Write;

use discounts_ledger::codes::{CodeCount, CodeKey, CodeSeries, SeriesCode};
use discounts_ledger::{CounterKey, Name};
use shared::core::ShopperCode;

use crate::arguments;
use crate::failure::Failure;
use crate::ledger_table::with_table;

/// The variable that holds the key.
const KEY: &str = "DISCOUNT_CODE_KEY";

/// The arguments of `discounts codes`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Print every code of a series as CSV, with its number. The same key, name and count give the same codes.
    Mint(Series),
    /// Say of each code if it is of a series, or why not. Exit code 1 if one is not.
    Check {
        #[command(flatten)]
        series: Series,
        /// The codes, as a shopper types them.
        #[arg(required = true, value_name = "CODE", value_parser = arguments::code)]
        codes: Vec<ShopperCode>,
    },
    /// Revoke codes of a series, so that no shopper can use them any more. The table is that of `DISCOUNT_TABLE`.
    Revoke {
        #[command(flatten)]
        series: Series,
        /// Revoke every code of the series.
        #[arg(long, conflicts_with = "codes", required_unless_present = "codes")]
        all: bool,
        /// The codes, as a shopper types them.
        #[arg(value_name = "CODE", value_parser = arguments::code)]
        codes: Vec<ShopperCode>,
    },
}

/// A series; its key is in the environment, as `DISCOUNT_CODE_KEY`.
#[derive(clap::Args, Debug)]
struct Series {
    /// The name of the series, such as MAY. Upper and lower case differ.
    #[arg(long = "series", value_name = "NAME", value_parser = name)]
    name: Name,
    /// The number of codes in the series, at most 1048576.
    #[arg(long, value_name = "N", value_parser = count)]
    count: CodeCount,
}

/// An argument or a key that can't be used.
#[derive(Debug, thiserror::Error)]
enum CodesError {
    #[error("write 1 to 255 letters, digits and signs, without blanks and #")]
    Name,
    #[error("write a whole number from 1 to {}", CodeCount::MAX.get())]
    Count,
    #[error("{KEY} is not set: it is the key that codes are signed with; `openssl rand -hex 32` makes one")]
    NoKey,
    #[error(
        "{KEY} can't be used: it has at least {} visible ASCII characters; `openssl rand -hex 32` makes one",
        CodeKey::SHORTEST
    )]
    Key,
}

fn name(text: &str) -> Result<Name, CodesError> {
    Name::parse(text).ok_or(CodesError::Name)
}

fn count(text: &str) -> Result<CodeCount, CodesError> {
    text.parse().ok().and_then(CodeCount::new).ok_or(CodesError::Count)
}

/// Mints or checks codes.
///
/// # Errors
///
/// - Exit code 1: a code is not of the series.
/// - Exit code 2: there is no key that can be used.
pub fn run(args: &Args) -> Result<String, Failure> {
    let key = key(std::env::var(KEY).ok().as_deref()).map_err(Failure::usage)?;
    let open = |series: &Series| CodeSeries::new(&key, &series.name, series.count);
    match &args.command {
        Command::Mint(series) => Ok(mint(&open(series))),
        Command::Check { series, codes } => check(&open(series), codes),
        Command::Revoke { series, all: true, .. } => revoke(&series.name, (0..series.count.get()).collect()),
        Command::Revoke { series, codes, .. } => {
            // Nothing is revoked if one of them is mistyped.
            check(&open(series), codes)?;
            let typed = codes.iter().filter_map(|typed| SeriesCode::parse(typed.as_str()).ok());
            revoke(&series.name, typed.filter_map(|code| open(series).serial(&code).ok()).collect())
        }
    }
}

fn key(variable: Option<&str>) -> Result<CodeKey, CodesError> {
    let text = variable.filter(|text| !text.trim().is_empty()).ok_or(CodesError::NoKey)?;
    CodeKey::parse(text).ok_or(CodesError::Key)
}

/// A line for each code. The number is that of the code's counter, from 0 on.
fn mint(series: &CodeSeries) -> String {
    let mut csv = "code,number\n".to_owned();
    for (number, code) in (0_u32..).zip(series.codes()) {
        // Writing to a String does not fail.
        let _ = writeln!(csv, "{code},{number}");
    }
    csv
}

/// A line for each code.
fn check(series: &CodeSeries, codes: &[ShopperCode]) -> Result<String, Failure> {
    let (mut text, mut all_good) = (String::new(), true);
    for typed in codes {
        let verdict = match SeriesCode::parse(typed.as_str()) {
            Ok(code) => series
                .serial(&code)
                .map(|number| format!("good, number {number}"))
                .map_err(|error| format!("unknown: {error}")),
            Err(error) => Err(format!("mistyped: {error}")),
        };
        all_good &= verdict.is_ok();
        let (Ok(verdict) | Err(verdict)) = verdict;
        let _ = writeln!(text, "{}: {verdict}", typed.as_str());
    }
    if all_good { Ok(text) } else { Err(Failure::answered(text)) }
}

/// Marks codes in the ledger.
fn revoke(series: &Name, numbers: Vec<u32>) -> Result<String, Failure> {
    with_table(async |table| {
        let (mut revoked, mut before) = (0_usize, 0_usize);
        for serial in numbers {
            let is_new = table.revoke(&CounterKey::Code { series: series.clone(), serial }).await?;
            let count = if is_new { &mut revoked } else { &mut before };
            *count = count.saturating_add(1);
        }
        Ok(format!("{revoked} revoked, {before} were revoked before\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_must_be_there_and_long_enough() {
        for (variable, error) in [
            (None, "DISCOUNT_CODE_KEY is not set"),
            (Some(" "), "DISCOUNT_CODE_KEY is not set"),
            (Some("canary"), "DISCOUNT_CODE_KEY can't be used: it has at least 32"),
        ] {
            let text = key(variable).unwrap_err().to_string();
            assert!(text.starts_with(error) && !text.contains("canary"), "{text}");
        }
        assert!(key(Some("an-example-key-with-32-characters")).is_ok());
    }
}
