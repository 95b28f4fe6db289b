//! Failed calls.

use serde::Deserialize;

use crate::item::Item;

/// The reason why a call to DynamoDB has no answer that can be used. The text says what to do where an operator can.
#[derive(Debug, thiserror::Error)]
pub enum DynamoDbError {
    /// The request can't be signed or built: a bug, or credentials that are no header.
    #[error("the call can't be signed: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN")]
    Unsigned,
    /// No answer came.
    #[error("DynamoDB can't be reached")]
    Unreachable(#[source] reqwest::Error),
    /// No answer came in time.
    #[error("DynamoDB did not answer in time")]
    TimedOut,
    /// DynamoDB is throttled or down, or others change the same items, and every repetition met that.
    #[error("DynamoDB is busy or down ({0})")]
    Busy(String),
    /// There is no such table.
    #[error(
        "DISCOUNT_TABLE names a table that does not exist in this region and account, or has no index \"open\": correct \
         the name, or create it as docs/ledger.md says"
    )]
    NoTable,
    /// The role may not call it.
    #[error("the role may not call DynamoDB on the table of DISCOUNT_TABLE: allow it what docs/operations.md lists")]
    Denied,
    /// Any other refusal.
    #[error("DynamoDB refuses the call: {code}: {message}")]
    Refused {
        /// The error's name.
        code: String,
        /// DynamoDB's own text.
        message: String,
    },
    /// The answer can't be read.
    #[error("DynamoDB's answer can't be read")]
    Unreadable(#[source] serde_json::Error),
    /// An item of the table is not one of the ledger's.
    #[error("the item {pk} of the table is not one of this ledger's")]
    ForeignItem {
        /// The key of the item.
        pk: String,
    },
}

/// The body of a refusal.
#[derive(Deserialize, Default, Debug)]
pub(crate) struct Refusal {
    #[serde(rename = "__type", default)]
    kind: String,
    #[serde(rename = "message", alias = "Message", default)]
    pub(crate) message: String,
    /// The item that failed an `UpdateItem`'s condition.
    #[serde(rename = "Item", default)]
    pub(crate) item: Option<Item>,
    /// A cancelled transaction's reasons, in the order of its items.
    #[serde(rename = "CancellationReasons", default)]
    pub(crate) reasons: Vec<Reason>,
}

/// The reason of one item of a cancelled transaction.
#[derive(Deserialize, Default, Debug)]
pub(crate) struct Reason {
    #[serde(rename = "Code", default)]
    code: String,
    #[serde(rename = "Item", default)]
    pub(crate) item: Option<Item>,
}

impl Refusal {
    /// The error's name, without its namespace.
    pub(crate) fn code(&self) -> &str {
        self.kind.rsplit('#').next().unwrap_or_default()
    }

    /// Returns whether a condition of a transaction did not hold, which another try does not change.
    pub(crate) fn fails_a_condition(&self) -> bool {
        self.reasons.iter().any(Reason::is_condition)
    }

    /// Returns whether another try may succeed.
    pub(crate) fn is_temporary(&self, status: u16) -> bool {
        const CODES: [&str; 9] = [
            "ThrottlingException",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "TransactionConflictException",
            "TransactionInProgressException",
            "ReplicatedWriteConflictException",
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
        ];
        status >= 500 || CODES.contains(&self.code()) || self.reasons.iter().any(Reason::is_temporary)
    }

    /// The error that it is, after the last try.
    pub(crate) fn into_error(self, status: u16) -> DynamoDbError {
        match self.code() {
            "ResourceNotFoundException" => DynamoDbError::NoTable,
            "AccessDeniedException" => DynamoDbError::Denied,
            code if self.is_temporary(status) => DynamoDbError::Busy(code.to_owned()),
            code => DynamoDbError::Refused { code: code.to_owned(), message: self.message },
        }
    }
}

impl Reason {
    /// Returns whether the item's condition did not hold.
    pub(crate) fn is_condition(&self) -> bool {
        self.code == "ConditionalCheckFailed"
    }

    fn is_temporary(&self) -> bool {
        ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"].contains(&self.code.as_str())
    }
}
