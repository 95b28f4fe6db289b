//! The sums of a report.

use std::collections::{BTreeMap, BTreeSet};

use discounts_ledger::{CounterKey, Phase, Row, SessionKey};
use jiff::Timestamp;
use serde::Serialize;

/// The sums of each offer.
#[derive(PartialEq, Eq, Debug, Serialize)]
pub(super) struct Report {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<Timestamp>,
    pub(super) offers: BTreeMap<String, OfferSums>,
}

/// The sums of one offer.
#[derive(PartialEq, Eq, Debug, Default, Serialize)]
pub(super) struct OfferSums {
    /// Paid orders that it was given to.
    pub(super) orders: u64,
    /// Open sessions that hold a use of it now.
    pub(super) reserved: u64,
    /// The sums of its orders, by currency.
    pub(super) currencies: BTreeMap<String, CurrencySums>,
}

/// Sums in minor units.
#[derive(PartialEq, Eq, Debug, Default, Serialize)]
pub(super) struct CurrencySums {
    /// The discount of this offer alone.
    pub(super) discount: u64,
    /// The amount that was paid for the orders.
    pub(super) revenue: u64,
}

impl Report {
    pub(super) fn of(rows: &[(SessionKey, Row)], since: Option<Timestamp>) -> Self {
        let mut report = Self { since, offers: BTreeMap::new() };
        for (_, row) in rows {
            match row.phase {
                Phase::Open => report.reserve(row),
                Phase::Done => report.pay(row),
                Phase::Gone => {}
            }
        }
        report
    }

    fn reserve(&mut self, row: &Row) {
        let offers: BTreeSet<String> = row.held.iter().filter_map(|(key, _)| offer(key)).collect();
        for offer in offers {
            let sums = self.offers.entry(offer).or_default();
            sums.reserved = sums.reserved.saturating_add(1);
        }
    }

    fn pay(&mut self, row: &Row) {
        let Some(order) = &row.order else { return };
        if self.since.is_some_and(|since| order.at < since) {
            return;
        }
        for (offer, discount) in &order.gave {
            let sums = self.offers.entry(offer.to_string()).or_default();
            sums.orders = sums.orders.saturating_add(1);
            let sums = sums.currencies.entry(order.currency.to_string()).or_default();
            sums.discount = sums.discount.saturating_add(*discount);
            sums.revenue = sums.revenue.saturating_add(order.total);
        }
    }
}

fn offer(key: &CounterKey) -> Option<String> {
    match key {
        CounterKey::Uses { offer, .. } | CounterKey::Budget { offer, .. } | CounterKey::Shopper { offer, .. } => {
            Some(offer.to_string())
        }
        CounterKey::Code { .. } => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use discounts_ledger::{Name, Order, Revision};

    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    /// A row that holds uses of two offers and a code, with its order if it is paid.
    fn row(phase: Phase, at: i64, total: u64) -> (SessionKey, Row) {
        let uses = |offer: &str| (CounterKey::Uses { offer: name(offer), period: None }, 1);
        let budget = CounterKey::Budget { offer: name("spring"), currency: name("usd"), period: None };
        let held =
            [uses("spring"), uses("gold"), (budget, 500), (CounterKey::Code { series: name("MAY"), serial: 1 }, 1)];
        let at = Timestamp::from_second(at).unwrap();
        let gave = [(name("spring"), 500), (name("gold"), 20)].into();
        let order = (phase == Phase::Done).then(|| Order { at, currency: name("usd"), total, gave });
        let (revision, held) = (Revision::FIRST, held.into_iter().collect());
        let row = Row { revision, phase, held, keeps: false, check_at: at, session: None, order };
        (SessionKey::new(name("cs_test_1")), row)
    }

    pub(in super::super) fn report() -> Report {
        let rows =
            [row(Phase::Open, 0, 0), row(Phase::Done, 10, 4_200), row(Phase::Done, 20, 100), row(Phase::Gone, 30, 9)];
        Report::of(&rows, None)
    }

    #[test]
    fn orders_are_added_up_by_offer_and_currency() {
        let sums = |discount, revenue| [("usd".to_owned(), CurrencySums { discount, revenue })].into();
        let spring = OfferSums { orders: 2, reserved: 1, currencies: sums(1_000, 4_300) };
        let gold = OfferSums { orders: 2, reserved: 1, currencies: sums(40, 4_300) };
        let offers = [("spring".to_owned(), spring), ("gold".to_owned(), gold)].into();
        assert_eq!(report(), Report { since: None, offers });
    }

    #[test]
    fn orders_before_the_first_moment_do_not_count() {
        let rows = [row(Phase::Done, 10, 4_200), row(Phase::Done, 20, 100)];
        let since = |second| {
            let report = Report::of(&rows, Some(Timestamp::from_second(second).unwrap()));
            report.offers.get("spring").map_or(0, |offer| offer.orders)
        };
        assert_eq!((since(10), since(11), since(20), since(21)), (2, 1, 1, 0));
    }
}
