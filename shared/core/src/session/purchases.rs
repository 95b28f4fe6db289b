//! The purchase history of a customer, as conditions read it: what the shop has imported, and what this service has counted.
//!
//! The two are kept apart in the customer's metadata and meet here only.

use jiff::Timestamp;

use super::Customer;
use super::checkout_counts::CheckoutCounts;
use super::uses::{Unreadable, Uses};
use crate::facts::{Fact, Reads};
use crate::money::{Amount, Currency};
use crate::policy::{Counts, Policy};

/// A customer's purchases. Anything that is missing is unknown. The spend and the last order mean something only where they are
/// read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Purchases {
    pub(super) orders: Option<Orders>,
    /// In one currency.
    pub(super) spend: Option<Amount>,
    pub(super) last_order_at: Option<Timestamp>,
    pub(super) uses: Option<Uses>,
}

/// The number of a customer's orders.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Orders {
    /// All of them, with those that were returned.
    pub(super) placed: u64,
    /// Those that were given back in full, or are disputed.
    pub(super) returned: u64,
    /// True if there are more than were counted.
    pub(super) more: bool,
}

/// A value that may be missing, or be there and not be readable. Only a missing one can mean none.
type Read<T> = Result<Option<T>, Unreadable>;

impl Purchases {
    pub(super) fn of(policy: &Policy, customer: &Customer, currency: Currency, reads: Reads) -> Self {
        let counts = policy.customer.counts;
        let is_new = customer.created.zip(policy.history_since).is_some_and(|(created, since)| created >= since);
        // An order that nobody counts must not earn what counts. The shop may count it itself.
        if customer.uncounted && counts != Counts::Imported {
            return Self::default();
        }
        let ours = if customer.uncounted { Ok(None) } else { ours(customer) };
        let imported = match counts {
            Counts::Sum | Counts::Imported => Imported::read(policy, customer, currency, reads),
            Counts::Checkout => Imported::NOTHING,
        };
        let counted = if counts == Counts::Imported { Ok(None) } else { ours.clone() };
        imported.with(&counted, &ours, is_new, currency)
    }
}

/// The counts of this service.
fn ours(customer: &Customer) -> Read<CheckoutCounts> {
    if CheckoutCounts::is_full(&customer.metadata) { Err(Unreadable) } else { CheckoutCounts::read(&customer.metadata) }
}

/// The numbers that the shop has written.
struct Imported {
    orders: Read<u64>,
    spend: Read<u64>,
    last_order_at: Read<i64>,
    uses: Read<Uses>,
}

impl Imported {
    const NOTHING: Self = Self { orders: Ok(None), spend: Ok(None), last_order_at: Ok(None), uses: Ok(None) };

    /// Reads the numbers of a customer: of the spend and the last order only if they are asked for.
    fn read(policy: &Policy, customer: &Customer, currency: Currency, reads: Reads) -> Self {
        let keys = &policy.customer;
        let text = |key: &str| customer.metadata.get(key).map(|text| text.trim());
        let number = |key: &str| text(key).map(|text| text.parse::<u64>().map_err(|_| Unreadable)).transpose();
        // An empty time is one that the shop does not know yet.
        let last = || text(&keys.last_order_at).filter(|text| !text.is_empty());
        let last = if reads.contains(Fact::LastOrderAt) { last() } else { None };
        let spend = || number(&[&keys.lifetime_spend, "_", currency.as_str()].concat());
        Self {
            orders: number(&keys.orders),
            spend: if reads.contains(Fact::LifetimeSpend) { spend() } else { Ok(None) },
            last_order_at: last.map(|text| text.parse().map_err(|_| Unreadable)).transpose(),
            uses: Uses::read(&customer.metadata, &keys.uses),
        }
    }

    /// The sum with what this service has counted. A use of an offer counts, no matter who counts the orders.
    fn with(
        self,
        counted: &Read<CheckoutCounts>,
        ours: &Read<CheckoutCounts>,
        is_new: bool,
        currency: Currency,
    ) -> Purchases {
        let uses = match (self.uses, ours) {
            (Ok(None), Ok(None)) => is_new.then(Uses::default),
            (Ok(imported), Ok(counts)) => {
                let ours = counts.as_ref().map_or_else(|| Some(Uses::default()), |counts| counts.uses.clone());
                ours.map(|ours| imported.unwrap_or_default().plus(ours))
            }
            (Err(Unreadable), _) | (_, Err(Unreadable)) => None,
        };
        let Ok(counted) = counted.as_ref().map(Option::as_ref) else {
            return Purchases { uses, ..Purchases::default() };
        };
        let orders = match (self.orders, counted) {
            (Ok(None), None) => is_new.then(Orders::default),
            (Ok(imported), counted) => {
                let ours = counted.map_or_else(Orders::default, |counts| Orders {
                    placed: counts.orders,
                    returned: counts.returned,
                    more: counts.more,
                });
                Some(Orders { placed: ours.placed.saturating_add(imported.unwrap_or_default()), ..ours })
            }
            (Err(Unreadable), _) => None,
        };
        let spend = match (self.spend, counted) {
            (Ok(None), None) => orders.filter(|orders| orders.placed == 0).map(|_| 0),
            (Ok(imported), counted) => {
                let ours = counted.and_then(|counts| counts.spend.get(&currency)).copied().unwrap_or_default();
                Some(ours.saturating_add(imported.unwrap_or_default()))
            }
            (Err(Unreadable), _) => None,
        };
        let last = self.last_order_at.map(|imported| imported.max(counted.and_then(|counts| counts.last_order_at)));
        Purchases {
            orders,
            spend: spend.and_then(Amount::new),
            last_order_at: last.ok().flatten().and_then(|at| Timestamp::from_second(at).ok()),
            uses,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::test_support::{at, policy};

    /// The known history of a customer: orders placed and returned, spend in USD, the time of the last order, uses of `a`.
    fn known(counts: &str, created: &str, uncounted: bool, pairs: &[(&str, &str)]) -> String {
        let policy = policy(&format!("[customer]\nhistory_since = \"2026-01-01\"\ncounts = \"{counts}\"\n"));
        let metadata: BTreeMap<String, String> =
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let customer = Customer { id: "cus_1".to_owned(), created: Some(at(created)), uncounted, metadata };
        let found = {
            let counts = [Fact::Orders, Fact::Uses, Fact::LifetimeSpend, Fact::LastOrderAt];
            let reads = counts.into_iter().map(Reads::from).collect();
            Purchases::of(&policy, &customer, Currency::parse("usd").unwrap(), reads)
        };
        let text = |known: Option<String>| known.unwrap_or_else(|| "?".to_owned());
        let a = crate::policy::OfferId::parse("a").unwrap();
        let more = |orders: Orders| if orders.more { "+" } else { "" };
        [
            text(found.orders.map(|orders| format!("{}{}-{}", orders.placed, more(orders), orders.returned))),
            text(found.spend.map(|spend| spend.to_string())),
            text(found.last_order_at.map(|at| at.as_second().to_string())),
            text(found.uses.map(|uses| uses.of(&a).to_string())),
        ]
        .join(" ")
    }

    const OLD: &str = "2025-06-01T00:00:00Z";
    const NEW: &str = "2026-06-01T00:00:00Z";
    const IMPORTED: [(&str, &str); 4] =
        [("orders", "27"), ("lifetime_spend_usd", "420000"), ("last_order_at", "100"), ("offer_uses", "a:1")];
    const OURS: [(&str, &str); 5] = [
        ("checkout_orders", "3"),
        ("checkout_orders_returned", "1"),
        ("checkout_spend_usd", "5000"),
        ("checkout_last_order_at", "200"),
        ("checkout_uses", "a:2,b:1"),
    ];

    #[test]
    fn imported_facts_and_our_counts_are_added() {
        let both = [&IMPORTED[..], &OURS].concat();
        for (counts, pairs, expected) in [
            ("sum", &both[..], "30-1 425000 200 3"),
            ("sum", &IMPORTED, "27-0 420000 100 1"),
            ("sum", &OURS, "3-1 5000 200 2"),
            ("imported", &both, "27-0 420000 100 3"),
            ("checkout", &both, "3-1 5000 200 2"),
        ] {
            assert_eq!(known(counts, OLD, false, pairs), expected, "{counts} {pairs:?}");
        }
    }

    #[test]
    fn nothing_written_is_nothing_bought_only_for_new_customers() {
        for counts in ["sum", "imported", "checkout"] {
            assert_eq!(known(counts, NEW, false, &[]), "0-0 0 ? 0", "{counts}");
            assert_eq!(known(counts, OLD, false, &[]), "? ? ? ?", "{counts}");
        }
        assert_eq!(known("checkout", OLD, false, &IMPORTED), "? ? ? ?");
        assert_eq!(known("sum", OLD, false, &[("checkout_orders", "0"), ("checkout_uses", "none")]), "? ? ? ?");
        assert_eq!(known("sum", OLD, false, &[("orders", "0")]), "0-0 0 ? ?");
    }

    #[test]
    fn unreadable_value_is_unknown() {
        for (key, value, expected) in [
            ("orders", "many", "? 425000 200 3"),
            ("lifetime_spend_usd", "4200.00", "30-1 ? 200 3"),
            ("last_order_at", "yesterday", "30-1 425000 ? 3"),
            ("offer_uses", "too many", "30-1 425000 200 ?"),
            ("checkout_orders", "unknown", "? ? ? ?"),
            ("checkout_uses", "too many", "30-1 425000 200 ?"),
        ] {
            let mut pairs: Vec<_> = IMPORTED.into_iter().chain(OURS).filter(|(known, _)| *known != key).collect();
            pairs.push((key, value));
            assert_eq!(known("sum", NEW, false, &pairs), expected, "{key} = {value}");
        }
    }

    #[test]
    fn order_that_nobody_counts_has_no_history() {
        let both = [&IMPORTED[..], &OURS].concat();
        for (counts, expected) in [("sum", "? ? ? ?"), ("checkout", "? ? ? ?"), ("imported", "27-0 420000 100 1")] {
            assert_eq!(known(counts, NEW, true, &both), expected, "{counts}");
        }
        assert_eq!(known("sum", NEW, true, &[]), "? ? ? ?");
    }

    #[test]
    fn metadata_without_room_for_counts_has_no_history() {
        let theirs: Vec<String> = (0..50).map(|key| format!("theirs_{key}")).collect();
        let full: Vec<(&str, &str)> = theirs.iter().map(|key| (key.as_str(), "x")).collect();
        assert_eq!(known("sum", NEW, false, &full), "? ? ? ?");
        assert_eq!(known("sum", NEW, false, &full[1..]), "0-0 0 ? 0");
        assert_eq!(known("imported", NEW, false, &full), "0-0 0 ? ?");
    }

    #[test]
    fn count_of_more_orders_than_are_listed_says_so() {
        let ours = [("checkout_orders", "1000+"), ("checkout_uses", "none")];
        assert_eq!(known("sum", OLD, false, &ours), "1000+-0 0 ? 0");
    }
}
