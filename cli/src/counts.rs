//! `discounts counts`: compares the counters of a ledger with its rows, as after a backup was restored.

use std::fmt::Write;

use discounts_table::Difference;

use crate::failure::Failure;
use crate::ledger_table::with_table;

/// The arguments of `discounts counts`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Add up what the rows hold, and say which counters differ. Exit code 1 if one does. The table is that of `DISCOUNT_TABLE`.
    Verify {
        /// Set the counters that differ to what the rows hold. Turn discounts off before.
        #[arg(long)]
        repair: bool,
    },
}

/// Compares counters with rows.
///
/// # Errors
///
/// - Exit code 1: a counter differs, or the table can't be read.
/// - Exit code 2: a variable is not set as it must be.
pub fn run(args: &Args) -> Result<String, Failure> {
    let Command::Verify { repair } = args.command;
    let (text, all_fit) = with_table(async |table| {
        let items = table.scan().await?;
        let differences = items.differences(table.now());
        let mut text = format!("{} rows, {} counters\n", items.rows.len(), items.counters.len());
        let mut all_fit = true;
        for Difference { key, counted, held } in &differences {
            let repaired = repair && table.correct(key, *counted, *held).await?;
            all_fit &= repaired;
            let outcome = match (repaired, repair) {
                (true, _) => ": repaired",
                (false, true) => ": it changed meanwhile, so run this again with discounts off",
                (false, false) => "",
            };
            // Writing to a String does not fail.
            let _ = writeln!(text, "{key}: {counted} taken, rows hold {held}{outcome}");
        }
        if differences.is_empty() {
            text.push_str("every counter is what the rows hold\n");
        }
        Ok((text, all_fit))
    })?;
    if all_fit { Ok(text) } else { Err(Failure::answered(text)) }
}
