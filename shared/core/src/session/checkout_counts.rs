//! The counts of a customer's Checkout orders, as the webhook keeps them in the customer's metadata.
//!
//! They have keys of their own: what the shop has imported under the keys of `[customer]` is never written.

use std::collections::BTreeMap;

use super::uses::{Unreadable, Uses};
use crate::metadata_list;
use crate::money::Currency;
use crate::policy::CustomerKeys;

/// The text of a count that is not known. No count has this form.
const UNKNOWN: &str = "unknown";
/// The text for uses that do not fit. No offer has this name.
const TOO_MANY: &str = "too many";

/// The counts of a customer's Checkout orders.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckoutCounts {
    /// The orders, with those that were returned.
    pub orders: u64,
    /// True if there are more orders than were counted.
    pub more: bool,
    /// The orders that were given back in full, or whose payment is disputed.
    pub returned: u64,
    /// The amounts that were paid and not given back, in minor units.
    pub spend: BTreeMap<Currency, u64>,
    /// The time of the last order, in Unix seconds.
    pub last_order_at: Option<i64>,
    /// The uses of offers; none if they are more than fit.
    pub uses: Option<Uses>,
}

impl CheckoutCounts {
    /// Reads a customer's metadata; none without an order.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for a value that this service did not write, or wrote because the counts found no room.
    pub fn read(metadata: &BTreeMap<String, String>) -> Result<Option<Self>, Unreadable> {
        let Some(orders) = metadata.get(CustomerKeys::CHECKOUT_ORDERS) else { return Ok(None) };
        let (orders, more) = orders.strip_suffix('+').map_or((orders.as_str(), false), |least| (least, true));
        let number = |key: &str| match metadata.get(key) {
            Some(text) => text.parse().map_err(|_| Unreadable),
            None => Ok(0),
        };
        let spend = metadata.iter().filter_map(|(key, spent)| Some((currency_of(key)?, spent)));
        let spend = spend.map(|(currency, spent)| Ok((currency, spent.parse().map_err(|_| Unreadable)?)));
        let last = metadata.get(CustomerKeys::CHECKOUT_LAST_ORDER_AT);
        let counts = Self {
            orders: orders.parse().map_err(|_| Unreadable)?,
            more,
            returned: number(CustomerKeys::CHECKOUT_RETURNED)?,
            spend: spend.collect::<Result<_, _>>()?,
            last_order_at: last.map(|at| at.parse().map_err(|_| Unreadable)).transpose()?,
            uses: Uses::read(metadata, CustomerKeys::CHECKOUT_USES).ok().flatten(),
        };
        Ok((counts.orders > 0).then_some(counts))
    }

    /// The counts as metadata. Without an order there is nothing to keep.
    fn written(&self) -> BTreeMap<String, String> {
        if self.orders == 0 {
            return BTreeMap::new();
        }
        let uses = self.uses.as_ref().and_then(|uses| uses.write(CustomerKeys::CHECKOUT_USES).ok());
        let too_many = || vec![(CustomerKeys::CHECKOUT_USES.to_owned(), TOO_MANY.to_owned())];
        let uses = uses.unwrap_or_else(too_many);
        let more = if self.more { "+" } else { "" };
        let returned = (self.returned > 0).then(|| self.returned.to_string());
        let spend = self
            .spend
            .iter()
            .map(|(currency, spent)| (format!("{}_{currency}", CustomerKeys::CHECKOUT_SPEND), spent.to_string()));
        let counts = [
            (CustomerKeys::CHECKOUT_ORDERS, Some(format!("{}{more}", self.orders))),
            (CustomerKeys::CHECKOUT_RETURNED, returned),
            (CustomerKeys::CHECKOUT_LAST_ORDER_AT, self.last_order_at.map(|at| at.to_string())),
        ];
        let counts = counts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let uses = uses.into_iter().filter(|(_, value)| !value.is_empty());
        counts.chain(spend).chain(uses).collect()
    }

    /// The changes of a customer's metadata that leave these counts in it: keys with their new values, where an empty one
    /// removes its key. Metadata without room for the counts says that they are unknown.
    #[must_use]
    pub fn changes(&self, held: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mut written = self.written();
        if !has_room(held, &written) {
            written = unknown();
        }
        if !has_room(held, &written) {
            // Not even that: `is_full` tells decisions.
            written = BTreeMap::new();
        }
        let stale = held.keys().filter(|key| is_count(key) && !written.contains_key(*key));
        let mut changes: BTreeMap<String, String> = stale.map(|key| (key.clone(), String::new())).collect();
        changes.extend(written.into_iter().filter(|(key, value)| held.get(key) != Some(value)));
        changes
    }

    /// A customer's metadata with these counts instead of its own.
    #[must_use]
    pub fn rewound(&self, held: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let others = held.iter().filter(|(key, _)| !is_count(key));
        let others = others.map(|(key, value)| (key.clone(), value.clone()));
        others.chain(self.written()).collect()
    }

    /// Returns whether metadata that has no counts has no room for them either: then nothing is known of the orders.
    #[must_use]
    pub fn is_full(metadata: &BTreeMap<String, String>) -> bool {
        metadata.len() >= CustomerKeys::MOST && !metadata.contains_key(CustomerKeys::CHECKOUT_ORDERS)
    }

    /// Returns whether metadata has no room for these counts.
    #[must_use]
    pub fn found_no_room(&self, metadata: &BTreeMap<String, String>) -> bool {
        !has_room(metadata, &self.written())
    }
}

/// Returns true if counts fit into metadata beside the keys of others.
fn has_room(metadata: &BTreeMap<String, String>, counts: &BTreeMap<String, String>) -> bool {
    let others = metadata.keys().filter(|key| !is_count(key)).count();
    others.saturating_add(counts.len()) <= CustomerKeys::MOST
}

/// Counts that can't be kept.
fn unknown() -> BTreeMap<String, String> {
    BTreeMap::from([(CustomerKeys::CHECKOUT_ORDERS.to_owned(), UNKNOWN.to_owned())])
}

fn is_count(key: &str) -> bool {
    use CustomerKeys as Keys;
    [Keys::CHECKOUT_ORDERS, Keys::CHECKOUT_RETURNED, Keys::CHECKOUT_LAST_ORDER_AT].contains(&key)
        || currency_of(key).is_some()
        || metadata_list::keys(Keys::CHECKOUT_USES).any(|uses| uses == key)
}

fn currency_of(key: &str) -> Option<Currency> {
    let code = key.strip_prefix(CustomerKeys::CHECKOUT_SPEND)?.strip_prefix('_')?;
    Currency::parse(code).ok()
}

#[cfg(test)]
mod tests;
