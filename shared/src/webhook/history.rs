//! A customer's purchase history, counted from Stripe's own records: which orders there are, what was spent, and how often
//! each offer was used. Pure.

use std::collections::BTreeMap;
use std::iter;

use discounts_core::money::Currency;
use discounts_core::policy::{CustomerKeys, OfferId};
use discounts_core::session::Uses;

use super::order::Order;

/// The text for uses that do not fit. No offer has this name.
const TOO_MANY: &str = "too many";

/// The purchase history of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    orders: u64,
    spend: BTreeMap<Currency, u64>,
    last_order_at: Option<i64>,
    uses: BTreeMap<OfferId, u64>,
}

impl History {
    /// Counts orders.
    #[must_use]
    pub fn of<'o>(orders: impl Iterator<Item = &'o Order>) -> Self {
        let mut history = Self::default();
        for order in orders {
            history.orders = history.orders.saturating_add(1);
            let spend = history.spend.entry(order.currency).or_default();
            *spend = spend.saturating_add(order.spent);
            history.last_order_at = history.last_order_at.max(Some(order.at));
            for offer in order.offers.iter().filter_map(|offer| OfferId::parse(offer).ok()) {
                let uses = history.uses.entry(offer).or_default();
                *uses = uses.saturating_add(1);
            }
        }
        history
    }

    /// The history as metadata, under the keys that the policy names. An empty value means an absent key.
    #[must_use]
    pub fn written(&self, keys: &CustomerKeys) -> BTreeMap<String, String> {
        let spend = self
            .spend
            .iter()
            .map(|(currency, spent)| (format!("{}_{currency}", keys.lifetime_spend), spent.to_string()));
        let last = self.last_order_at.map(|at| at.to_string()).unwrap_or_default();
        let mut written: BTreeMap<String, String> = spend.collect();
        written.insert(keys.orders.clone(), self.orders.to_string());
        written.insert(keys.last_order_at.clone(), last);
        // More offers than fit are written as what can't be read: then the uses are unknown, and earn nothing.
        let values = [TOO_MANY].into_iter().chain(iter::repeat("")).map(str::to_owned);
        let unknown = |_| CustomerKeys::uses_keys(&keys.uses).zip(values).collect();
        written.extend(self.uses.clone().into_iter().collect::<Uses>().write(&keys.uses).unwrap_or_else(unknown));
        written
    }

    /// The keys in which metadata differs from the history, with their new values.
    #[must_use]
    pub fn changes(&self, keys: &CustomerKeys, held: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let differs = |(key, value): &(String, String)| held.get(key).map_or("", String::as_str) != value;
        self.written(keys).into_iter().filter(differs).collect()
    }

    /// Returns whether a customer's metadata has more orders than these: the shop has counted others, made elsewhere.
    #[must_use]
    pub fn is_outdone_by(&self, keys: &CustomerKeys, held: &BTreeMap<String, String>) -> bool {
        let orders = held.get(&keys.orders).and_then(|orders| orders.trim().parse::<u64>().ok());
        orders.is_some_and(|orders| orders > self.orders)
    }

    /// The metadata of a customer, rewound to the time of this history.
    #[must_use]
    pub fn rewound_metadata(&self, keys: &CustomerKeys, held: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let spends = format!("{}_", keys.lifetime_spend);
        let mut then: BTreeMap<String, String> = held
            .iter()
            .filter(|(key, _)| !key.starts_with(&spends))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        then.extend(self.written(keys));
        then.retain(|_, value| !value.is_empty());
        then
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(session: &str, at: i64, currency: &str, spent: u64, offers: &[&str]) -> Order {
        Order {
            session: session.to_owned(),
            at,
            is_free: false,
            fits: false,
            currency: Currency::parse(currency).unwrap(),
            spent,
            offers: offers.iter().map(|offer| (*offer).to_owned()).collect(),
        }
    }

    fn orders() -> Vec<Order> {
        vec![
            order("cs_c", 300, "usd", 4_000, &[]),
            order("cs_b", 200, "eur", 2_000, &["gold", "vip"]),
            order("cs_a", 100, "usd", 1_000, &["gold"]),
        ]
    }

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn history_sums_orders_by_currency_and_offer() {
        let history = History::of(orders().iter());
        let written = history.written(&CustomerKeys::default());
        for (key, value) in [
            ("orders", "3"),
            ("lifetime_spend_usd", "5000"),
            ("lifetime_spend_eur", "2000"),
            ("last_order_at", "300"),
            ("offer_uses", "gold:2,vip:1"),
            ("offer_uses_2", ""),
        ] {
            assert_eq!(written[key], value, "{key}");
        }
        assert_eq!(History::of([].iter()).written(&CustomerKeys::default())["orders"], "0");
    }

    #[test]
    fn changes_hold_only_differing_keys() {
        let (history, keys) = (History::of(orders().iter()), CustomerKeys::default());
        let mut held = history.written(&keys);
        assert!(history.changes(&keys, &held).is_empty());
        held.insert("orders".to_owned(), "2".to_owned());
        held.insert("loyalty_tier".to_owned(), "gold".to_owned());
        held.insert("offer_uses_2".to_owned(), "old:1".to_owned());
        assert_eq!(history.changes(&keys, &held), map(&[("orders", "3"), ("offer_uses_2", "")]));
    }

    #[test]
    fn rewound_metadata_replaces_counts_and_keeps_other_keys() {
        let (orders, keys) = (orders(), CustomerKeys::default());
        let held = map(&[("orders", "3"), ("lifetime_spend_usd", "5000"), ("loyalty_tier", "gold")]);
        let then = History::of(orders[2..].iter()).rewound_metadata(&keys, &held);
        assert_eq!((then["orders"].as_str(), then["lifetime_spend_usd"].as_str()), ("1", "1000"));
        assert_eq!(then["loyalty_tier"], "gold", "what the shop says is left alone");
        let first = History::of([].iter()).rewound_metadata(&keys, &held);
        assert_eq!((first["orders"].as_str(), first["offer_uses"].as_str()), ("0", "none"));
        assert!(!first.contains_key("lifetime_spend_usd") && !first.contains_key("last_order_at"));
    }

    #[test]
    fn uses_that_do_not_fit_are_unknown() {
        let many: Vec<String> = (0..400).map(|at| format!("offer-of-the-year-{at}")).collect();
        let offers: Vec<&str> = many.iter().map(String::as_str).collect();
        let keys = CustomerKeys::default();
        let written = History::of([order("cs_a", 100, "usd", 0, &offers)].iter()).written(&keys);
        assert!(Uses::read(&written, &keys.uses).is_err());
    }

    #[test]
    fn metadata_with_more_orders_outdoes_the_history() {
        let (history, keys) = (History::of(orders().iter()), CustomerKeys::default());
        for (orders, outdone) in [("2", false), ("3", false), ("4", true), ("many", false)] {
            assert_eq!(history.is_outdone_by(&keys, &map(&[("orders", orders)])), outdone, "{orders}");
        }
        assert!(!history.is_outdone_by(&keys, &BTreeMap::new()));
    }
}
