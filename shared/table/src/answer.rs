//! Answers as DynamoDB writes them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Reply;
use crate::error::DynamoDbError;
use crate::item::Item;

/// `BatchGetItem`'s.
#[derive(Deserialize, Debug)]
pub(crate) struct Batch {
    #[serde(rename = "Responses", default)]
    pub(crate) items: BTreeMap<String, Vec<Item>>,
    /// The keys to ask for once more, as a request has them.
    #[serde(rename = "UnprocessedKeys", default)]
    pub(crate) unprocessed: Value,
}

impl Batch {
    pub(crate) fn is_complete(&self) -> bool {
        self.unprocessed.as_object().is_none_or(serde_json::Map::is_empty)
    }
}

/// `Query`'s and `Scan`'s.
#[derive(Deserialize, Debug)]
pub(crate) struct Page {
    #[serde(rename = "Items", default)]
    pub(crate) items: Vec<Item>,
    /// The key that the next page begins after.
    #[serde(rename = "LastEvaluatedKey")]
    pub(crate) last: Option<Value>,
}

/// The answer to a call that has no other outcome than success.
pub(crate) fn read<T: DeserializeOwned>(reply: Reply) -> Result<T, DynamoDbError> {
    match reply {
        Reply::Made(body) => serde_json::from_slice(&body).map_err(DynamoDbError::Unreadable),
        Reply::Refused(status, refusal) => Err(refusal.into_error(status)),
    }
}
