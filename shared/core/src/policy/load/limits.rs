//! `[limits]`: the caps on every discount.

use crate::document::{Reader, Table, Value, values};
use crate::policy::Limits;

impl Limits {
    /// The limits of a policy that sets none.
    pub(super) fn none() -> Self {
        Self {
            max_percent: None,
            max_amount: None,
            minimum_charge: <_>::default(),
            writes_per_session: Self::WRITES_PER_SESSION,
            codes_per_session: Self::CODES_PER_SESSION,
        }
    }
}

/// Reads the limits.
pub(super) fn limits(reader: &mut Reader, mut table: Table<'_, '_>) -> Option<Limits> {
    let faults = reader.faults.len();
    let limits = Limits {
        max_percent: table.take("max_percent").and_then(|value| values::percent(reader, value, "max_percent")),
        max_amount: table.take("max_amount").and_then(|value| values::amounts(reader, value, "max_amount", 1)),
        minimum_charge: table
            .take("minimum_charge")
            .and_then(|value| values::amounts(reader, value, "minimum_charge", 0))
            .unwrap_or_default(),
        writes_per_session: table.count(reader, "writes_per_session", 1).unwrap_or(Limits::WRITES_PER_SESSION),
        codes_per_session: table
            .take("codes_per_session")
            .and_then(|value| codes_per_session(reader, value))
            .unwrap_or(Limits::CODES_PER_SESSION),
    };
    table.finish(reader);
    // A guard rail that could not be read must not read as one that was never set.
    (reader.faults.len() == faults).then_some(limits)
}

fn codes_per_session(reader: &mut Reader, value: &Value<'_>) -> Option<u64> {
    let (codes, most) = (reader.count(value, "codes_per_session", 1)?, Limits::MOST_CODES_PER_SESSION);
    let wrong = || format!("codes_per_session must be at most {most}: each code takes a key of the session's metadata");
    reader.read(value.span(), (codes <= most).then_some(codes).ok_or_else(wrong))
}
