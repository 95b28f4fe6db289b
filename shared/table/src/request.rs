//! The bodies of calls.

use discounts_ledger::{By, Change, CounterKey, Move, Phase, Row, SessionKey};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::item::{Attribute, Item, PK, of_row, seconds};

/// The index of rows that the sweep has to ask for.
pub(crate) const INDEX: &str = "open";
/// The time that an open or given-back row is kept after it was to be checked, and a counter after its period. A payment that is
/// pending stays so for days at most.
const KEPT: SignedDuration = SignedDuration::from_hours(40 * 24);
/// The time after that until a counter may go: no clock is wrong by as much.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);

/// Reads items by key, as the last write left each.
pub(crate) fn read(table: &str, keys: &[String]) -> Value {
    let keys: Vec<Value> = keys.iter().map(|pk| key(pk)).collect();
    json!({ "RequestItems": { table: { "ConsistentRead": true, "Keys": keys } } })
}

/// Reads what was not processed.
pub(crate) fn read_rest(unprocessed: &Value) -> Value {
    json!({ "RequestItems": unprocessed })
}

/// Asks for sessions to be checked, the longest due first.
pub(crate) fn stale(table: &str, now: Timestamp, most: usize) -> Value {
    json!({
        "TableName": table,
        "IndexName": INDEX,
        "KeyConditionExpression": "open_in = :open AND check_at <= :now",
        "ExpressionAttributeValues": { ":open": { "S": INDEX }, ":now": seconds(now) },
        "Limit": most,
    })
}

/// The operation that makes a change, and its body. The token tells DynamoDB that a repeated call is the same one.
pub(crate) fn change(table: &str, change: &Change, token: &str, now: Timestamp) -> (&'static str, Value) {
    let row = update_row(table, change);
    let moves = change.moves();
    let counters = moves.iter().filter(|one| !is_past(one.key, now)).map(|one| update_counter(table, one));
    let counters: Vec<Value> = counters.map(|counter| json!({ "Update": counter })).collect();
    if counters.is_empty() {
        return ("UpdateItem", row);
    }
    let items: Vec<Value> = std::iter::once(json!({ "Update": row })).chain(counters).collect();
    ("TransactWriteItems", json!({ "ClientRequestToken": token, "TransactItems": items }))
}

/// The counters that [`change`] moves, in the order of its items after the row.
pub(crate) fn moved<'c>(moves: &[Move<'c>], now: Timestamp) -> Vec<&'c CounterKey> {
    moves.iter().map(|one| one.key).filter(|key| !is_past(key, now)).collect()
}

fn key(pk: &str) -> Value {
    json!({ PK: { "S": pk } })
}

fn update_row(table: &str, change: &Change) -> Value {
    let next = change.next();
    let mut attributes = of_row(next);
    let mut removed = Vec::new();
    let mut keep_or_remove = |name: &'static str, value: Option<Attribute>| match value {
        Some(value) => drop(attributes.insert(name.to_owned(), value)),
        None => removed.push(name),
    };
    keep_or_remove(
        "open_in",
        (next.phase == Phase::Open && !next.held.is_empty()).then(|| Attribute::S(INDEX.to_owned())),
    );
    keep_or_remove("gone_at", gone_at(next).map(seconds));
    let set: Vec<String> = attributes.keys().map(|name| format!("{name} = :{name}")).collect();
    let mut expression = format!("SET {}", set.join(", "));
    if !removed.is_empty() {
        expression = format!("{expression} REMOVE {}", removed.join(", "));
    }
    let mut values: Item = attributes.into_iter().map(|(name, value)| (format!(":{name}"), value)).collect();
    let condition = match change.seen() {
        Some(seen) => {
            values.insert(":seen".to_owned(), Attribute::N(seen.get().to_string()));
            "rev = :seen"
        }
        None => "attribute_not_exists(rev)",
    };
    update(table, change.session(), &expression, Some(condition), &values)
}

/// Paid rows stay: counters can be computed again from them, and reports add them up.
fn gone_at(row: &Row) -> Option<Timestamp> {
    (row.phase != Phase::Done).then(|| row.check_at.checked_add(KEPT).unwrap_or(Timestamp::MAX))
}

fn update_counter(table: &str, one: &Move<'_>) -> Value {
    let mut values = Item::new();
    let mut expression = String::new();
    if let Some(end) = one.key.period().map(|period| after(period.end())) {
        values.insert(":gone".to_owned(), seconds(end.checked_add(MARGIN).unwrap_or(Timestamp::MAX)));
        expression.push_str("SET gone_at = :gone ");
    }
    expression.push_str("ADD taken :by");
    let (by, condition) = match one.by {
        By::Taking { amount, limit: None } => (amount.to_string(), None),
        By::Taking { amount, limit: Some(limit) } => {
            let (room, condition) = match limit.checked_sub(amount) {
                Some(room) => (room.to_string(), "attribute_not_exists(taken) OR taken <= :room"),
                // More than the whole limit: no counter has room for it.
                None => ("-1".to_owned(), "taken <= :room"),
            };
            values.insert(":room".to_owned(), Attribute::N(room));
            (amount.to_string(), Some(format!("attribute_not_exists(revoked) AND ({condition})")))
        }
        By::GivingBack { amount } => (format!("-{amount}"), None),
    };
    values.insert(":by".to_owned(), Attribute::N(by));
    update(table, one.key, &expression, condition.as_deref(), &values)
}

pub(crate) fn update(
    table: &str,
    pk: &impl ToString,
    expression: &str,
    condition: Option<&str>,
    values: &Item,
) -> Value {
    let mut body = json!({
        "TableName": table,
        "Key": key(&pk.to_string()),
        "UpdateExpression": expression,
        "ExpressionAttributeValues": values,
    });
    if let (Some(condition), Some(body)) = (condition, body.as_object_mut()) {
        body.insert("ConditionExpression".to_owned(), condition.into());
        body.insert("ReturnValuesOnConditionCheckFailure".to_owned(), "ALL_OLD".into());
    }
    body
}

/// Returns whether a counter's period ended so long ago that the counter may be gone: it is not moved any more, so that giving
/// back makes no counter of less than nothing.
pub(crate) fn is_past(key: &CounterKey, now: Timestamp) -> bool {
    key.period().is_some_and(|period| after(period.end()) <= now)
}

/// The time from which on a counter is not moved any more; `end` is the first day after its period. A shop's zone is at most 14
/// hours away from UTC.
fn after(end: Date) -> Timestamp {
    let end = end.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |end| end.timestamp());
    end.checked_add(KEPT).unwrap_or(Timestamp::MAX)
}

/// The row's key, for a read.
pub(crate) fn keys(session: &SessionKey, counters: &[CounterKey]) -> Vec<String> {
    let counters: std::collections::BTreeSet<String> = counters.iter().map(ToString::to_string).collect();
    std::iter::once(session.to_string()).chain(counters).collect()
}

#[cfg(test)]
mod tests {
    use discounts_ledger::{Claim, Held, Limits, Name, Period, PeriodLength};

    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    fn day(day: Date) -> CounterKey {
        CounterKey::Uses { offer: name("daily"), period: Some(Period::of(PeriodLength::Day, day)) }
    }

    fn claim(key: &CounterKey, limit: Option<u64>) -> Change {
        let (session, held): (_, Held) = (SessionKey::new(name("cs_test_1")), [(key, 2)].into_iter().collect());
        let limits: Limits = limit.map(|limit| (key.clone(), limit)).into_iter().collect();
        Claim::new(&session, None, &held, &limits, Timestamp::UNIX_EPOCH).unwrap().change().clone()
    }

    #[test]
    fn claim_is_one_transaction_with_a_condition_for_each_limit() {
        let key = CounterKey::Uses { offer: name("spring"), period: None };
        let (operation, body) = change("ledger", &claim(&key, Some(5)), "token", Timestamp::UNIX_EPOCH);
        assert_eq!(operation, "TransactWriteItems");
        assert_eq!(body["ClientRequestToken"], "token");
        let row = &body["TransactItems"][0]["Update"];
        assert_eq!(row["ConditionExpression"], "attribute_not_exists(rev)");
        assert_eq!(row["Key"], json!({ "pk": { "S": "s#cs_test_1" } }));
        assert_eq!(row["ExpressionAttributeValues"][":gone_at"]["N"], (600 + 40 * 86_400).to_string());
        let counter = &body["TransactItems"][1]["Update"];
        assert_eq!(counter["UpdateExpression"], "ADD taken :by");
        assert_eq!(counter["ExpressionAttributeValues"], json!({ ":by": { "N": "2" }, ":room": { "N": "3" } }));
        assert_eq!(counter["ReturnValuesOnConditionCheckFailure"], "ALL_OLD");
        let (_, body) = change("ledger", &claim(&key, None), "token", Timestamp::UNIX_EPOCH);
        assert_eq!(body["TransactItems"][1]["Update"].get("ConditionExpression"), None);
    }

    #[test]
    fn counter_of_a_past_period_is_left_and_goes_a_day_later() {
        let key = day(jiff::civil::date(2026, 1, 31));
        let end: Timestamp = "2026-03-13T00:00:00Z".parse().unwrap();
        let (before, second) = (claim(&key, None), SignedDuration::from_secs(1));
        let (operation, body) = change("ledger", &before, "token", end - second);
        assert_eq!(operation, "TransactWriteItems");
        let gone = &body["TransactItems"][1]["Update"]["ExpressionAttributeValues"][":gone"]["N"];
        assert_eq!(*gone, (end.as_second() + 86_400).to_string());
        assert_eq!(change("ledger", &before, "token", end).0, "UpdateItem");
        assert_eq!(moved(&before.moves(), end), Vec::<&CounterKey>::new());
    }
}
