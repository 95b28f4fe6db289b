//! `discounts report`: what offers with limits gave, from the rows of the ledger.

mod tally;
mod text;

use jiff::Timestamp;

use self::tally::Report;
use crate::arguments;
use crate::failure::Failure;
use crate::ledger_table::with_table;

/// The arguments of `discounts report`. The table is that of `DISCOUNT_TABLE`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Count the orders from this moment on, such as 2026-11-27T00:00:00-05:00; without it, all.
    #[arg(long, value_name = "TIME", value_parser = arguments::moment)]
    since: Option<Timestamp>,
    /// Print JSON, with amounts in minor units.
    #[arg(long)]
    json: bool,
    /// Print CSV, with amounts in major units and a line for each offer and currency.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

/// Reads every row, and adds up what its order was given.
///
/// # Errors
///
/// - Exit code 1: the table can't be read.
/// - Exit code 2: a variable is not set as it must be.
pub fn run(args: &Args) -> Result<String, Failure> {
    let items = with_table(async |table| table.scan().await)?;
    let report = Report::of(&items.rows, args.since);
    if args.json {
        let text = serde_json::to_string_pretty(&report).map_err(Failure::fault)?;
        return Ok(text + "\n");
    }
    Ok(if args.csv { text::csv(&report) } else { text::table(&report) })
}
