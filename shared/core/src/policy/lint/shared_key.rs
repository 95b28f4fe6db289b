//! One key of the customer's metadata for two facts. Tier and segments may share one: both are words.

use std::ops::Range;

use super::file::{File, Lint, Remark};
use crate::policy::CustomerKeys;

pub(super) const LINT: Lint = Lint { code: "shared-key", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let keys = &file.policy.customer;
    let words = [("tier", &keys.tier), ("segments", &keys.segments), ("verified_email", &keys.verified_email)];
    let counts =
        [("orders", &keys.orders), ("lifetime_spend", &keys.lifetime_spend), ("last_order_at", &keys.last_order_at)];
    let all = words.into_iter().chain(counts).map(|(name, key)| (name, key.clone()));
    let mut seen: Vec<(&str, String)> = Vec::new();
    let mut found = Vec::new();
    for (name, key) in all.chain(CustomerKeys::uses_keys(&keys.uses).map(|key| ("uses", key))) {
        let other = seen.iter().find(|(_, taken)| *taken == key).map(|(other, _)| *other);
        if let Some(other) = other.filter(|other| (*other, name) != ("tier", "segments")) {
            found.push(Remark::new(
                place(file, [name, other]),
                format!("{other} and {name} both use the key \"{key}\", and one value can't be both"),
                "name a key for each, under [customer]",
            ));
        }
        seen.push((name, key));
    }
    found
}

/// The first of two keys that is written down: one of them may be the default.
fn place(file: &File<'_>, names: [&str; 2]) -> Range<usize> {
    let written = names.into_iter().find(|name| file.places.value(&["customer", name]).is_some());
    file.places.at(&["customer", written.unwrap_or_default()])
}
