//! An account for unit tests, and a call of it.

use crate::account::{Account, Call};
use crate::config::Config;
use crate::version::Version;

/// Runs on a new account with the preview, in test mode.
pub(crate) fn with<T>(work: impl FnOnce(&mut Account, &Call<'_>) -> T) -> T {
    let (config, mut account) = (Config::default(), Account::new(1));
    let version = Version::parse("2025-03-31.basil", true).unwrap();
    work(&mut account, &Call { config: &config, version: &version, live: false, now: 5 })
}
