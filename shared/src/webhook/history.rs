//! The counts of a customer's orders. Pure.

use discounts_core::policy::OfferId;
use discounts_core::session::{CheckoutCounts, Uses};
use std::collections::BTreeMap;

use super::order::Order;

/// Counts orders. `more` says that there are older ones, which are not listed.
#[must_use]
pub fn count<'o>(orders: impl Iterator<Item = &'o Order>, more: bool) -> CheckoutCounts {
    let mut counts = CheckoutCounts { more, ..CheckoutCounts::default() };
    let mut uses: BTreeMap<OfferId, u64> = BTreeMap::new();
    for order in orders {
        counts.orders = counts.orders.saturating_add(1);
        counts.returned = counts.returned.saturating_add(order.returned.into());
        let spend = counts.spend.entry(order.currency).or_default();
        *spend = spend.saturating_add(order.spent);
        counts.last_order_at = counts.last_order_at.max(Some(order.at));
        for offer in order.offers.iter().filter_map(|offer| OfferId::parse(offer).ok()) {
            let times = uses.entry(offer).or_default();
            *times = times.saturating_add(1);
        }
    }
    counts.uses = Some(uses.into_iter().collect::<Uses>());
    counts
}

/// The counts that a customer's metadata should have. Uses of offers in orders that are no longer listed stay.
#[must_use]
pub(super) fn kept_counts(orders: &[Order], more: bool, held: &BTreeMap<String, String>) -> CheckoutCounts {
    let counts = count(orders.iter(), more);
    if !more {
        return counts;
    }
    let held = CheckoutCounts::read(held).ok().flatten().map(|held| held.uses);
    let uses = match (counts.uses, held) {
        (uses, None) => uses,
        // Once they did not fit, nobody knows them any more.
        (_, Some(None)) => None,
        (uses, Some(Some(held))) => uses.map(|uses| uses.max(&held)),
    };
    CheckoutCounts { uses, ..counts }
}

#[cfg(test)]
mod tests {
    use discounts_core::money::Currency;

    use super::*;

    fn order(session: &str, at: i64, currency: &str, spent: u64, offers: &[&str]) -> Order {
        Order {
            session: session.to_owned(),
            at,
            is_free: false,
            fits: false,
            currency: Currency::parse(currency).unwrap(),
            spent,
            returned: spent == 0,
            offers: offers.iter().map(|offer| (*offer).to_owned()).collect(),
        }
    }

    fn orders() -> Vec<Order> {
        vec![
            order("cs_d", 400, "usd", 0, &["gold"]),
            order("cs_c", 300, "usd", 4_000, &[]),
            order("cs_b", 200, "eur", 2_000, &["gold", "vip"]),
            order("cs_a", 100, "usd", 1_000, &["gold"]),
        ]
    }

    fn written(counts: &CheckoutCounts) -> BTreeMap<String, String> {
        counts.changes(&BTreeMap::new())
    }

    #[test]
    fn history_sums_orders_by_currency_and_offer() {
        let expected = [
            ("checkout_orders", "4"),
            ("checkout_orders_returned", "1"),
            ("checkout_spend_usd", "5000"),
            ("checkout_spend_eur", "2000"),
            ("checkout_last_order_at", "400"),
            ("checkout_uses", "gold:3,vip:1"),
        ];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(written(&count(orders().iter(), false)), expected.into());
        assert_eq!(count([].iter(), false), CheckoutCounts { uses: Some(Uses::default()), ..<_>::default() });
    }

    #[test]
    fn uses_in_unlisted_orders_stay() {
        let all = written(&count(orders().iter(), true));
        let newest = kept_counts(&orders()[..2], true, &all);
        assert_eq!(written(&newest)["checkout_uses"], "gold:3,vip:1");
        assert_eq!(written(&newest)["checkout_orders"], "2+");
        let listed = kept_counts(&orders()[..2], false, &all);
        assert_eq!(written(&listed)["checkout_uses"], "gold:1", "all orders are listed");
    }
}
