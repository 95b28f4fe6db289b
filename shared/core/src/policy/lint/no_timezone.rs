//! Times of the shop's clock, but nobody says where the shop is: they are read in UTC.

use toml::de::DeValue;

use super::file::{File, Lint, Remark};
use crate::policy::{Condition, ConditionTable, Offer};

pub(super) const LINT: Lint = Lint { code: "no-timezone", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    if file.places.value(&["timezone"]).is_some() {
        return Vec::new();
    }
    // One is enough: one key fixes them all.
    file.policy.offers.iter().find_map(|offer| of_offer(file, offer)).into_iter().collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let local =
        |table: ConditionTable, key| file.places.value_in_offer(offer, &[table.key(), key]).is_some_and(is_local);
    let (table, condition) = offer.written().find(|(table, condition)| match condition {
        Condition::Starts(_) => local(*table, "starts"),
        Condition::Ends(_) => local(*table, "ends"),
        Condition::Schedule(_) | Condition::Anniversary(_) => true,
        _ => false,
    })?;
    Some(Remark::new(
        file.places.of_written(offer, table, condition),
        "this is a time of the shop's clock, but timezone is not set, so it is read in UTC",
        "write timezone = \"America/New_York\", or \"UTC\" if it is meant, in the first lines of the file",
    ))
}

/// Returns true if a time is written without an offset.
fn is_local(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Datetime(datetime) => datetime.offset.is_none(),
        DeValue::String(text) => text.parse::<jiff::Timestamp>().is_err(),
        _ => false,
    }
}
