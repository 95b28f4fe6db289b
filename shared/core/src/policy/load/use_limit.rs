//! `limit` of an offer.

use std::num::NonZeroU64;

use crate::condition::Condition;
use crate::document::{Reader, Table, Value, values};
use crate::policy::{ConditionTable, Per, UseLimit};

/// The limits of an offer; none if it has none.
pub(super) fn use_limit(reader: &mut Reader, value: Option<&Value<'_>>, conditions: &[Condition]) -> Option<UseLimit> {
    let value = value?;
    let mut table = reader.table(value, "limit")?;
    let limit = UseLimit {
        uses: count(reader, &mut table, "uses"),
        budget: table.take("budget").and_then(|value| values::amounts(reader, value, "budget", 1)),
        per: table.take("per").and_then(|value| values::one_of(reader, value, "per", &Per::ALL)),
        uses_per_shopper: count(reader, &mut table, "uses_per_shopper"),
        uses_per_code: count(reader, &mut table, "uses_per_code"),
        give_back: table.take("give_back").and_then(|value| reader.boolean(value, "give_back")).unwrap_or_default(),
    };
    let has = |key: &str| table.has(key);
    let counts = ["uses", "budget", "uses_per_shopper"].into_iter().any(has);
    if has("per") && !counts {
        let wrong = "limit.per needs something to count: write uses, budget or uses_per_shopper beside it";
        reader.fault(value.span(), wrong);
    }
    let has_series = conditions
        .iter()
        .any(|condition| condition.table() == ConditionTable::When && matches!(condition, Condition::CodeSeries(_)));
    if has("uses_per_code") && !has_series {
        reader.fault(value.span(), "limit.uses_per_code counts the codes of a series: write when.code_series");
    }
    if has("give_back") && !counts && !has_series {
        reader.fault(value.span(), "limit.give_back gives back uses, and nothing counts them: write uses beside it");
    }
    if table.is_empty() {
        reader.fault(value.span(), "limit says nothing: write uses, budget or uses_per_shopper, or leave it out");
    }
    table.finish(reader);
    Some(limit)
}

fn count(reader: &mut Reader, table: &mut Table<'_, '_>, key: &'static str) -> Option<NonZeroU64> {
    table.count(reader, key, 1).and_then(NonZeroU64::new)
}
