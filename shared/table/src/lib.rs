//! The ledger in a table of DynamoDB: [`Table`] is a [`Store`](discounts_ledger::Store).
//!
//! Four operations are called: `BatchGetItem`, `UpdateItem`, `TransactWriteItems` and `Query`; commands also `Scan`.
//! `docs/ledger.md` lists the items with their attributes.
//!
//! # Layout
//!
//! - [`Table`]: the store
//! - `maintenance`: what commands do to a table besides
//! - `connection`: [`Connection`], the address and the credentials
//! - `client`, `retry`, `error`: one signed call, its repetition, and its failure
//! - `request`: the bodies of calls
//! - `item`, `answer`: items and answers as DynamoDB writes them

mod answer;
mod client;
mod connection;
mod error;
mod item;
mod maintenance;
mod request;
mod retry;
mod table;

pub use connection::{Connection, Credentials};
pub use error::DynamoDbError;
pub use maintenance::{Counter, Difference, Items};
pub use table::Table;
