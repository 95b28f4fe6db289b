//! Calls of commands besides the protocol: revoked codes, and every item for reports and repairs.

use std::collections::{BTreeMap, BTreeSet};

use discounts_ledger::{CounterKey, Row, SessionKey};
use jiff::Timestamp;
use serde_json::json;

use crate::answer::{self, Page};
use crate::client::Reply;
use crate::error::DynamoDbError;
use crate::item::{self, Item, REVOKED, TAKEN, number, text};
use crate::request;
use crate::table::{Table, row};

/// Every row and counter of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Items {
    /// The rows by session.
    pub rows: Vec<(SessionKey, Row)>,
    /// The counters.
    pub counters: Vec<Counter>,
}

/// A counter as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counter {
    /// The key.
    pub key: CounterKey,
    /// The amount that rows hold of it.
    pub taken: u64,
    /// True for a code that was revoked.
    pub revoked: bool,
}

/// A counter that is not the sum of what rows hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The counter.
    pub key: CounterKey,
    /// The amount that is taken of it.
    pub counted: u64,
    /// The amount that all rows hold.
    pub held: u64,
}

impl Table {
    /// The time by the clock of the table.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.client.now()
    }

    /// Reads every row and counter. It is no snapshot: what changes meanwhile may be seen or not.
    ///
    /// # Errors
    ///
    /// [`DynamoDbError`]
    pub async fn scan(&self) -> Result<Items, DynamoDbError> {
        let (mut items, mut start) = (Items::default(), None);
        loop {
            let mut body = json!({ "TableName": self.name, "ConsistentRead": true });
            if let (Some(start), Some(body)) = (start, body.as_object_mut()) {
                body.insert("ExclusiveStartKey".to_owned(), start);
            }
            let page: Page = answer::read(self.client.call("Scan", &body).await?)?;
            for item in &page.items {
                items.add(item)?;
            }
            start = page.last;
            if start.is_none() {
                return Ok(items);
            }
        }
    }

    /// Revokes a code, whatever is taken of it. Returns false if it was revoked before.
    ///
    /// # Errors
    ///
    /// [`DynamoDbError`]
    pub async fn revoke(&self, code: &CounterKey) -> Result<bool, DynamoDbError> {
        let values = Item::from([(":now".to_owned(), text(&self.client.now()))]);
        self.update_if(code, &format!("SET {REVOKED} = :now"), &format!("attribute_not_exists({REVOKED})"), &values)
            .await
    }

    /// Sets what is taken of a counter, if that is still as it was seen. Returns false if it has changed.
    ///
    /// # Errors
    ///
    /// [`DynamoDbError`]
    pub async fn correct(&self, key: &CounterKey, seen: u64, taken: u64) -> Result<bool, DynamoDbError> {
        let values = Item::from([(":seen".to_owned(), number(&seen)), (":taken".to_owned(), number(&taken))]);
        let condition = match seen {
            0 => format!("attribute_not_exists({TAKEN}) OR {TAKEN} <= :seen"),
            _ => format!("{TAKEN} = :seen"),
        };
        self.update_if(key, &format!("SET {TAKEN} = :taken"), &condition, &values).await
    }

    async fn update_if(
        &self,
        key: &CounterKey,
        expression: &str,
        condition: &str,
        values: &Item,
    ) -> Result<bool, DynamoDbError> {
        let body = request::update(&self.name, key, expression, Some(condition), values);
        match self.client.call("UpdateItem", &body).await? {
            Reply::Made(_) => Ok(true),
            Reply::Refused(400, refusal) if refusal.code() == "ConditionalCheckFailedException" => Ok(false),
            Reply::Refused(status, refusal) => Err(refusal.into_error(status)),
        }
    }
}

impl Items {
    /// The counters that are not the sum of what rows hold. Counters of periods that are long past are left out: they are
    /// deleted, and rows are not.
    #[must_use]
    pub fn differences(&self, now: Timestamp) -> Vec<Difference> {
        let mut held: BTreeMap<&CounterKey, u64> = BTreeMap::new();
        for (key, amount) in self.rows.iter().flat_map(|(_, row)| row.held.iter()) {
            let sum = held.entry(key).or_default();
            *sum = sum.saturating_add(amount);
        }
        let counted: BTreeMap<_, _> = self.counters.iter().map(|counter| (&counter.key, counter.taken)).collect();
        let keys: BTreeSet<&CounterKey> = held.keys().chain(counted.keys()).copied().collect();
        let amount = |of: &BTreeMap<&CounterKey, u64>, key| of.get(key).copied().unwrap_or(0);
        let all = keys.into_iter().filter(|key| !request::is_past(key, now)).map(|key| Difference {
            key: key.clone(),
            counted: amount(&counted, key),
            held: amount(&held, key),
        });
        all.filter(|one| one.counted != one.held).collect()
    }

    /// Adds an item if it is a row or a counter; a table may hold others.
    fn add(&mut self, item: &Item) -> Result<(), DynamoDbError> {
        if let Some(session) = item::session(item) {
            self.rows.push((session, row(item)?));
        } else if let Some(key) = item::counter(item) {
            self.counters.push(Counter { key, taken: item::counted(item), revoked: item::is_revoked(item) });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use discounts_ledger::{Name, Period, PeriodLength, Phase, Revision};

    use super::*;

    #[test]
    fn counters_are_compared_with_the_sums_of_rows() {
        let name = |text| Name::parse(text).unwrap();
        let code = |serial| CounterKey::Code { series: name("MAY"), serial };
        let past = CounterKey::Uses {
            offer: name("daily"),
            period: Some(Period::of(PeriodLength::Day, jiff::civil::date(2026, 1, 1))),
        };
        let row = |amounts: &[(CounterKey, u64)]| {
            let held = amounts.iter().cloned().collect();
            let check_at = Timestamp::UNIX_EPOCH;
            let (revision, phase) = (Revision::FIRST, Phase::Done);
            Row { revision, phase, held, keeps: false, check_at, session: None, order: None }
        };
        let rows = [row(&[(code(1), 1), (code(2), 2)]), row(&[(code(1), 1), (code(3), 1), (past, 4)])];
        let rows = rows.into_iter().map(|row| (SessionKey::new(name("cs_test_1")), row)).collect();
        let counters = [(1, 2), (2, 1), (4, 5), (5, 0)];
        let counters =
            counters.map(|(serial, taken)| Counter { key: code(serial), taken, revoked: false }).into_iter().collect();
        let items = Items { rows, counters };
        let differences = items.differences("2026-11-27T00:00:00Z".parse().unwrap());
        let expected = [(2, 1, 2), (3, 0, 1), (4, 5, 0)];
        let expected = expected.map(|(serial, counted, held)| Difference { key: code(serial), counted, held });
        assert_eq!(differences, expected);
    }
}
