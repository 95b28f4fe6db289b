//! The table of the ledger.

use discounts_table::Credentials;

use super::aws::{credentials, endpoint, region};
use super::fault::SettingsFault;

/// The way to the table of the ledger.
#[derive(Debug)]
pub struct LedgerTable {
    /// `DISCOUNT_TABLE`.
    pub table: String,
    /// `AWS_REGION`.
    pub region: Option<String>,
    /// Another endpoint than AWS's own.
    pub endpoint: Option<String>,
    /// The function's own credentials.
    pub credentials: Option<Credentials>,
}

impl LedgerTable {
    /// Reads it from the process's environment; `None` if `DISCOUNT_TABLE` is not set.
    ///
    /// # Errors
    ///
    /// [`SettingsFault::NotATable`]
    pub fn from_env() -> Result<Option<Self>, SettingsFault> {
        Self::read(&|name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
    }

    pub(super) fn read(get: &impl Fn(&str) -> Option<String>) -> Result<Option<Self>, SettingsFault> {
        let Some(table) = get("DISCOUNT_TABLE") else { return Ok(None) };
        let plain = table.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        if !plain || !(3..=255).contains(&table.len()) {
            return Err(SettingsFault::NotATable);
        }
        let endpoint = endpoint(get, "AWS_ENDPOINT_URL_DYNAMODB");
        Ok(Some(Self { table, region: region(get), endpoint, credentials: credentials(get) }))
    }
}
