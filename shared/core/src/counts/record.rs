//! The counters that a discount takes of, as metadata records them: `u#spring=1,b#spring#usd#2026-11-27=1200`.

use discounts_ledger::{CounterKey, Held};

/// The list of what is taken: keys as a store names them, each with its amount. No part of a key has a comma, so it can go on under
/// further keys of metadata ([`ids`](crate::metadata_list::ids)).
#[must_use]
pub fn written(held: &Held) -> String {
    held.iter().map(|(key, amount)| format!("{key}={amount}")).collect::<Vec<_>>().join(",")
}

/// Reads such a list. An item of another form, such as one of a later version, is left out.
#[must_use]
pub fn read(list: &str) -> Held {
    let items = list.split(',').filter_map(|item| item.rsplit_once('='));
    items.filter_map(|(key, amount)| Some((CounterKey::parse(key)?, amount.parse().ok()?))).collect()
}
