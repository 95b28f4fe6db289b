//! Clashes of the shopper's orders.

use super::found::Clash;
use crate::policy::Condition;

/// The least and the largest number of completed orders that conditions leave, with their keys.
fn completed_orders(conditions: &[&Condition]) -> ((u64, &'static str), (u64, &'static str)) {
    let unbounded = ((0, "orders_at_least"), (u64::MAX, "orders_at_most"));
    conditions.iter().fold(unbounded, |(least, most), condition| match condition {
        Condition::OrdersAtLeast(orders) => (least.max((orders.0, "orders_at_least")), most),
        Condition::OrdersAtMost(orders) => (least, most.min((orders.0, "orders_at_most"))),
        Condition::FirstOrder(_) => (least, most.min((0, "first_order"))),
        _ => (least, most),
    })
}

pub(super) fn orders(conditions: &[&Condition]) -> Option<Clash> {
    let ((least, at_least), (most, at_most)) = completed_orders(conditions);
    if least > most {
        return Some(Clash::of(
            at_most,
            at_least,
            format!("completed orders would be at least {least} and at most {most}"),
        ));
    }
    let nth = conditions.iter().find_map(|condition| match condition {
        Condition::EveryNthOrder(nth) => Some(nth.0.get()),
        _ => None,
    })?;
    // This order counts as one more than the completed ones.
    let first = least.saturating_add(1).checked_next_multiple_of(nth)?;
    let never = first > most.saturating_add(1);
    never.then(|| Clash::of(at_most, "every_nth_order", format!("the next such order would be number {first}")))
}

/// Conditions on earlier orders beside one that there be no earlier order.
pub(super) fn history(conditions: &[&Condition]) -> Option<Clash> {
    let (_, (most, key_of_most)) = completed_orders(conditions);
    let asks = conditions.iter().find_map(|condition| match condition {
        Condition::DaysSinceLastOrderAtLeast(_) | Condition::DaysSinceLastOrderAtMost(_) => {
            Some((condition.word(), "there is no last order before the first"))
        }
        Condition::LifetimeSpendAtLeast(_) => Some((condition.word(), "nothing is spent before the first order")),
        _ => None,
    });
    asks.filter(|_| most == 0).map(|(key, why)| Clash::of(key_of_most, key, why))
}

pub(super) fn last_order(conditions: &[&Condition]) -> Option<Clash> {
    let least = conditions.iter().filter_map(|condition| match condition {
        Condition::DaysSinceLastOrderAtLeast(days) => Some(days.0),
        _ => None,
    });
    let most = conditions.iter().filter_map(|condition| match condition {
        Condition::DaysSinceLastOrderAtMost(days) => Some(days.0),
        _ => None,
    });
    let (least, most) = (least.max()?, most.min()?);
    (least > most).then(|| {
        let why = format!("the last order would be at least {least} and at most {most} days ago");
        Clash::of("days_since_last_order_at_least", "days_since_last_order_at_most", why)
    })
}
