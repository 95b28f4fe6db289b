//! A count of orders or uses that starts at nothing, but no date from which nothing means none.

use super::file::{File, Lint, Remark};
use crate::policy::{Condition, ConditionTable, Offer};

pub(super) const LINT: Lint = Lint { code: "no-history", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    if file.policy.history_since.is_some() {
        return Vec::new();
    }
    // One is enough: they are corrected together.
    file.policy.offers.iter().find_map(|offer| of_offer(file, offer)).into_iter().collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let (table, condition) = offer.written().find(|(table, condition)| match condition {
        Condition::FirstOrder(_) | Condition::UsesAtMost(_) | Condition::OrdersAtMost(_) => true,
        // A customer whose orders are unknown may have had as many.
        Condition::OrdersAtLeast(_)
        | Condition::EveryNthOrder(_)
        | Condition::LifetimeSpendAtLeast(_)
        | Condition::DaysSinceLastOrderAtLeast(_)
        | Condition::DaysSinceLastOrderAtMost(_) => *table == ConditionTable::Unless,
        _ => false,
    })?;
    Some(Remark::new(
        file.places.of_written(offer, table, condition),
        format!(
            "without history_since, a new customer's orders and uses are unknown, so {}{} fails for them",
            if table == ConditionTable::Unless { "unless." } else { "" },
            condition.word()
        ),
        "under [customer], set history_since = \"2026-01-01\", to the day from which your customers are counted",
    ))
}
