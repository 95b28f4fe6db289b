//! The table of the ledger, for commands.

use std::io;

use discounts_table::{DynamoDbError, Table};
use shared::http_client::http_client;
use shared::ledger;
use shared::settings::LedgerTable;

use crate::failure::Failure;

/// A table that can't be used.
#[derive(Debug, thiserror::Error)]
enum TableError {
    #[error("DISCOUNT_TABLE is not set: set it to the name of the ledger's table, which is an output of the stack")]
    NoTable,
    #[error("no calls can be made")]
    NoRuntime(#[source] io::Error),
}

/// Does something with the table that the environment names, with AWS's credentials as variables.
///
/// # Errors
///
/// - Exit code 1: a call failed.
/// - Exit code 2: a variable is not set as it must be.
pub(crate) fn with_table<T>(work: impl AsyncFnOnce(&Table) -> Result<T, DynamoDbError>) -> Result<T, Failure> {
    let settings = LedgerTable::from_env().map_err(Failure::usage)?;
    let settings = settings.ok_or_else(|| Failure::usage(TableError::NoTable))?;
    let http = http_client().map_err(Failure::fault)?;
    let table = ledger::open(Some(&settings), http).map_err(Failure::usage)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::fault(TableError::NoRuntime(error)))?;
    runtime.block_on(work(&table)).map_err(Failure::fault)
}
