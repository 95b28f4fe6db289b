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
mod tests {
    use proptest::collection::btree_map;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::policy::OfferId;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    /// Stripe's side of a write.
    fn merged(mut held: BTreeMap<String, String>, changes: BTreeMap<String, String>) -> BTreeMap<String, String> {
        held.extend(changes);
        held.retain(|_, value| !value.is_empty());
        held
    }

    fn three() -> CheckoutCounts {
        let usd = Currency::parse("usd").unwrap();
        let uses = [(OfferId::parse("welcome").unwrap(), 1)].into_iter().collect();
        let (spend, last_order_at) = ([(usd, 5_000)].into(), Some(300));
        CheckoutCounts { orders: 3, more: false, returned: 1, spend, last_order_at, uses: Some(uses) }
    }

    #[test]
    fn counts_have_keys_of_their_own() {
        let held = map(&[("orders", "27"), ("offer_uses", "friends:1"), ("loyalty_tier", "gold")]);
        let changes = three().changes(&held);
        let expected = map(&[
            ("checkout_orders", "3"),
            ("checkout_orders_returned", "1"),
            ("checkout_spend_usd", "5000"),
            ("checkout_last_order_at", "300"),
            ("checkout_uses", "welcome:1"),
        ]);
        assert_eq!(changes, expected);
        assert_eq!(CheckoutCounts::default().changes(&held), BTreeMap::new(), "no order, nothing to say");
    }

    #[test]
    fn changes_hold_only_differing_keys() {
        let held = merged(map(&[("orders", "27")]), three().changes(&BTreeMap::new()));
        assert_eq!(three().changes(&held), BTreeMap::new());
        let four = CheckoutCounts { orders: 4, returned: 0, ..three() };
        assert_eq!(four.changes(&held), map(&[("checkout_orders", "4"), ("checkout_orders_returned", "")]));
        let none = merged(held.clone(), CheckoutCounts::default().changes(&held));
        assert_eq!(none, map(&[("orders", "27")]), "an order that was never paid leaves nothing behind");
    }

    #[test]
    fn counts_without_room_are_unknown() {
        let theirs = |count: usize| (0..count).map(|key| (format!("theirs_{key}"), "x".to_owned())).collect();
        for (count, expected) in [(45, Ok(Some(three()))), (46, Err(Unreadable)), (49, Err(Unreadable)), (50, Ok(None))]
        {
            let held: BTreeMap<String, String> = theirs(count);
            let then = merged(held.clone(), three().changes(&held));
            assert!(then.len() <= 50);
            assert_eq!(CheckoutCounts::read(&then), expected, "{count}");
            assert_eq!(three().found_no_room(&held), count > 45, "{count}");
            assert_eq!(CheckoutCounts::is_full(&then), count == 50, "{count}");
        }
    }

    #[test]
    fn uses_that_do_not_fit_are_unknown() {
        let uses = (0..400).map(|at| (OfferId::parse(&format!("offer-of-the-year-{at}")).unwrap(), 1)).collect();
        let held = CheckoutCounts { uses: Some(uses), ..three() }.changes(&BTreeMap::new());
        assert_eq!(CheckoutCounts::read(&held), Ok(Some(CheckoutCounts { uses: None, ..three() })));
    }

    #[test]
    fn unreadable_counts_are_unknown() {
        let right = three().changes(&BTreeMap::new());
        for (key, value) in [
            ("checkout_orders", "unknown"),
            ("checkout_orders", "-1"),
            ("checkout_orders_returned", "all"),
            ("checkout_spend_usd", "50.00"),
            ("checkout_last_order_at", "yesterday"),
        ] {
            let held = merged(right.clone(), map(&[(key, value)]));
            assert_eq!(CheckoutCounts::read(&held), Err(Unreadable), "{key} = {value}");
        }
        for uses in ["welcome", "too many", ""] {
            let held = merged(right.clone(), map(&[("checkout_uses", uses)]));
            assert_eq!(CheckoutCounts::read(&held), Ok(Some(CheckoutCounts { uses: None, ..three() })), "{uses}");
        }
        assert_eq!(CheckoutCounts::read(&map(&[("orders", "3")])), Ok(None));
    }

    #[test]
    fn rewound_metadata_keeps_what_the_shop_says() {
        let held = merged(map(&[("orders", "27"), ("loyalty_tier", "gold")]), three().changes(&BTreeMap::new()));
        let first = CheckoutCounts::default().rewound(&held);
        assert_eq!(first, map(&[("orders", "27"), ("loyalty_tier", "gold")]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn counts_are_read_as_written_over_any_others(
            counts in [counts(), counts()],
            theirs in btree_map("[a-z]{1,3}", "[a-z]{1,3}", 0..10),
        ) {
            let mut held = theirs.clone();
            for counts in counts {
                held = merged(held.clone(), counts.changes(&held));
                let expected = (counts.orders > 0).then_some(counts);
                prop_assert_eq!(CheckoutCounts::read(&held), Ok(expected));
                prop_assert!(theirs.iter().all(|(key, value)| held.get(key) == Some(value)));
            }
        }
    }

    fn counts() -> impl Strategy<Value = CheckoutCounts> {
        let currencies = ["usd", "eur", "jpy"].map(|code| Currency::parse(code).unwrap());
        let spend = btree_map(proptest::sample::select(currencies.to_vec()), any::<u64>(), 0..3);
        let uses = btree_map("[a-z0-9][a-z0-9-]{0,39}", 1_u64..9, 0..30);
        (0_u64..4, any::<bool>(), 0_u64..4, spend, option::of(0_i64..1_000), uses).prop_map(
            |(orders, more, returned, spend, last_order_at, uses)| {
                let uses = uses.into_iter().map(|(offer, count)| (OfferId::parse(&offer).unwrap(), count)).collect();
                CheckoutCounts { orders, more, returned, spend, last_order_at, uses: Some(uses) }
            },
        )
    }
}
