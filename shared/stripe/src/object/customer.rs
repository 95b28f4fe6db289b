//! A customer.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A customer.
#[derive(Deserialize, Clone, Debug)]
pub struct StripeCustomer {
    /// `cus_...`
    pub id: String,
    /// True if it was deleted: then only the id is left.
    #[serde(default)]
    pub deleted: bool,
    /// The time of its creation, in Unix seconds.
    pub created: Option<i64>,
    /// Keys and values.
    pub metadata: Option<BTreeMap<String, String>>,
}
