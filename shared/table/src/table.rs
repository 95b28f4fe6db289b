//! The store.

use std::collections::BTreeMap;

use discounts_ledger::{Change, Changed, CounterKey, Reading, SessionKey, Store, StoreError, StoreFuture};
use jiff::Timestamp;
use uuid::Uuid;

use crate::answer::{self, Batch, Page};
use crate::client::{Client, Reply};
use crate::connection::Connection;
use crate::error::{DynamoDbError, Refusal};
use crate::item::{self, Item};
use crate::request;
use crate::retry::Tries;

/// The most keys of one `BatchGetItem`.
const MOST_KEYS: usize = 100;

/// The ledger in a table of DynamoDB.
///
/// A call that meets a conflict or is throttled is repeated with full jitter for up to four seconds. Where the answer to a change
/// without moves was lost, the repeated call may find its own row: it then answers [`Changed::Moved`] with it.
#[derive(Debug)]
pub struct Table {
    pub(crate) client: Client,
    pub(crate) name: String,
}

impl Table {
    /// A table over a connection. It makes no call yet.
    #[must_use]
    pub fn new(connection: Connection, http: reqwest::Client, clock: fn() -> Timestamp) -> Self {
        Self { name: connection.table.clone(), client: Client::new(connection, http, clock) }
    }

    /// The name of the table.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    async fn read(&self, session: &SessionKey, counters: &[CounterKey]) -> Result<Reading, DynamoDbError> {
        let mut items = BTreeMap::new();
        for keys in request::keys(session, counters).chunks(MOST_KEYS) {
            items.extend(self.items(keys).await?.into_iter().map(|item| (item::pk(&item), item)));
        }
        let row = items.get(&session.to_string()).map(row).transpose()?;
        let taken = |key: &CounterKey| items.get(&key.to_string()).map_or(0, item::taken);
        Ok(Reading { row, taken: counters.iter().map(|key| (key.clone(), taken(key))).collect() })
    }

    async fn items(&self, keys: &[String]) -> Result<Vec<Item>, DynamoDbError> {
        let mut body = request::read(&self.name, keys);
        let (mut items, mut tries) = (Vec::new(), Tries::begin());
        loop {
            let mut batch: Batch = answer::read(self.client.call("BatchGetItem", &body).await?)?;
            items.extend(batch.items.remove(&self.name).unwrap_or_default());
            if batch.is_complete() {
                return Ok(items);
            }
            if !tries.again().await {
                return Err(DynamoDbError::Busy("UnprocessedKeys".to_owned()));
            }
            body = request::read_rest(&batch.unprocessed);
        }
    }

    async fn change(&self, change: &Change) -> Result<Changed, DynamoDbError> {
        let (token, now) = (Uuid::new_v4().to_string(), self.client.now());
        let (operation, body) = request::change(&self.name, change, &token, now);
        match self.client.call(operation, &body).await? {
            Reply::Made(_) => Ok(Changed::Made),
            Reply::Refused(400, refusal) if refusal.code() == "ConditionalCheckFailedException" => {
                Ok(Changed::Moved(refusal.item.as_ref().map(row).transpose()?))
            }
            Reply::Refused(400, refusal) if refusal.fails_a_condition() => {
                cancelled(&refusal, &request::moved(&change.moves(), now))
            }
            Reply::Refused(status, refusal) => Err(refusal.into_error(status)),
        }
    }

    async fn stale(&self, now: Timestamp, most: usize) -> Result<Vec<SessionKey>, DynamoDbError> {
        let body = request::stale(&self.name, now, most);
        let page: Page = answer::read(self.client.call("Query", &body).await?)?;
        page.items.iter().map(|item| item::session(item).ok_or_else(|| foreign(item))).collect()
    }
}

/// A transaction that a condition cancelled: the row's counts before a counter's.
fn cancelled(refusal: &Refusal, counters: &[&CounterKey]) -> Result<Changed, DynamoDbError> {
    let mut reasons = refusal.reasons.iter();
    if let Some(first) = reasons.next().filter(|first| first.is_condition()) {
        return Ok(Changed::Moved(first.item.as_ref().map(row).transpose()?));
    }
    let spent = counters.iter().zip(reasons).filter(|(_, reason)| reason.is_condition());
    Ok(Changed::Spent(
        spent.map(|(key, reason)| ((*key).clone(), reason.item.as_ref().map_or(0, item::taken))).collect(),
    ))
}

pub(crate) fn row(item: &Item) -> Result<discounts_ledger::Row, DynamoDbError> {
    item::row(item).ok_or_else(|| foreign(item))
}

fn foreign(item: &Item) -> DynamoDbError {
    DynamoDbError::ForeignItem { pk: item::pk(item) }
}

fn unavailable(error: DynamoDbError) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

impl Store for Table {
    fn read<'a>(&'a self, session: &'a SessionKey, counters: &'a [CounterKey]) -> StoreFuture<'a, Reading> {
        Box::pin(async { self.read(session, counters).await.map_err(unavailable) })
    }

    fn change<'a>(&'a self, change: &'a Change) -> StoreFuture<'a, Changed> {
        Box::pin(async { self.change(change).await.map_err(unavailable) })
    }

    fn stale(&self, now: Timestamp, most: usize) -> StoreFuture<'_, Vec<SessionKey>> {
        Box::pin(async move { self.stale(now, most).await.map_err(unavailable) })
    }
}
