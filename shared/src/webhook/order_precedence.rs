//! The order of precedence among a customer's orders. Pure.
//!
//! Of two orders at least one precedes the other, whatever the order of delivery, so that of two first orders one raises the
//! alarm.

use std::collections::{BTreeMap, BTreeSet};

use super::order::Order;

/// The orders that come before one of the same customer.
///
/// In the same second, an order with a passing verdict precedes, since it was delivered first; otherwise the one that was
/// created earlier, as Stripe lists the newest first.
pub(super) fn earlier<'o>(orders: &'o [Order], this: &Order) -> impl Iterator<Item = &'o Order> {
    let at = orders.iter().position(|order| order.session == this.session);
    let before = move |(index, order): &(usize, &Order)| {
        let first = order.fits || at.is_some_and(|at| *index > at);
        order.session != this.session && (order.at < this.at || (order.at == this.at && first))
    };
    orders.iter().enumerate().filter(before).map(|(_, order)| order)
}

/// Of the orders that come before one, the sessions of those that may have been completed after it: nothing was paid for
/// them, and of when a session was created it is only known that it was before.
pub(super) fn ambiguous<'o>(orders: &'o [Order], this: &Order) -> BTreeSet<&'o str> {
    earlier(orders, this).filter(|order| order.is_free).map(|order| order.session.as_str()).collect()
}

/// The orders with the times at which some of them were completed.
pub(super) fn with_completion_times(orders: &[Order], completed: &BTreeMap<String, i64>) -> Vec<Order> {
    let told =
        |order: &Order| Order { at: completed.get(&order.session).copied().unwrap_or(order.at), ..order.clone() };
    orders.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use std::slice;

    use discounts_core::money::Currency;

    use super::*;

    fn order(session: &str, at: i64) -> Order {
        let (session, currency) = (session.to_owned(), Currency::parse("usd").unwrap());
        Order { session, at, is_free: false, fits: false, currency, spent: 0, returned: false, offers: Vec::new() }
    }

    fn free(session: &str, at: i64) -> Order {
        Order { is_free: true, ..order(session, at) }
    }

    fn sessions<'o>(orders: &'o [Order], this: &Order) -> Vec<&'o str> {
        earlier(orders, this).map(|order| order.session.as_str()).collect()
    }

    #[test]
    fn later_payment_does_not_precede() {
        let orders = [order("cs_c", 300), order("cs_b", 100), order("cs_a", 200)];
        for (this, before) in [(0, &["cs_b", "cs_a"][..]), (1, &[]), (2, &["cs_b"])] {
            assert_eq!(sessions(&orders, &orders[this]), before);
        }
    }

    #[test]
    fn tie_breaks_by_creation() {
        let both = [order("cs_newer", 100), order("cs_older", 100)];
        assert_eq!(sessions(&both, &both[0]), ["cs_older"]);
        assert!(sessions(&both, &both[1]).is_empty());
    }

    #[test]
    fn tie_breaks_by_event_delivery() {
        let [newer, older] = [order("cs_newer", 100), order("cs_older", 100)];
        assert!(sessions(slice::from_ref(&newer), &newer).is_empty(), "so it is found to fit");
        let both = [Order { fits: true, ..newer }, older];
        assert_eq!(sessions(&both, &both[1]), ["cs_newer"]);
    }

    #[test]
    fn completion_times_order_free_and_paid_orders() {
        for free_ones in [[false, true], [true, false], [true, true]] {
            for completed in [[100, 200], [150, 150], [200, 100]] {
                // Of a free one others see when it was created.
                let seen = |at: usize, name| if free_ones[at] { free(name, 10) } else { order(name, completed[at]) };
                let orders = [seen(1, "cs_newer"), seen(0, "cs_older")];
                let times = BTreeMap::from([("cs_older", completed[0]), ("cs_newer", completed[1])]);
                let comes_second = |this: &Order| {
                    let this = Order { at: times[this.session.as_str()], ..this.clone() };
                    let asked = ambiguous(&orders, &this);
                    // Stripe tells of those that were completed then or later.
                    let found = times.iter().filter(|(session, at)| asked.contains(*session) && **at >= this.at);
                    let found = found.map(|(session, at)| ((*session).to_owned(), *at)).collect();
                    !sessions(&with_completion_times(&orders, &found), &this).is_empty()
                };
                let second = [comes_second(&orders[1]), comes_second(&orders[0])];
                let is_older_later = completed[0] > completed[1];
                assert_eq!(second, [is_older_later, !is_older_later], "{free_ones:?} {completed:?}");
            }
        }
    }

    #[test]
    fn only_an_earlier_free_order_is_ambiguous() {
        let orders = [free("cs_later", 300), free("cs_this", 50), free("cs_earlier", 100), order("cs_paid", 100)];
        assert_eq!(ambiguous(&orders, &order("cs_this", 200)), ["cs_earlier"].into());
        assert_eq!(with_completion_times(&orders, &BTreeMap::new()), orders, "what nobody tells of stays as it is");
        assert_eq!(with_completion_times(&orders, &[("cs_earlier".to_owned(), 250)].into())[2].at, 250);
    }
}
