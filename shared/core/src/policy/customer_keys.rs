//! `[customer]`: the keys of the customer's metadata that hold facts.

use crate::metadata_list;
use serde::{Deserialize, Serialize};

/// The keys of a Stripe customer's metadata that hold facts about the shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerKeys {
    /// The member's tier.
    pub tier: String,
    /// Segments, comma-separated.
    pub segments: String,
    /// How many orders are completed.
    pub orders: String,
    /// The sum of those orders; the key is followed by `_` and the currency, the value is in minor units.
    pub lifetime_spend: String,
    /// When the last was completed, in Unix seconds.
    pub last_order_at: String,
    /// How often each offer has been used: the first of the keys of [`Uses`](crate::session::Uses).
    pub uses: String,
}

impl Default for CustomerKeys {
    fn default() -> Self {
        Self {
            tier: "loyalty_tier".to_owned(),
            segments: "segments".to_owned(),
            orders: "orders".to_owned(),
            lifetime_spend: "lifetime_spend".to_owned(),
            last_order_at: "last_order_at".to_owned(),
            uses: "offer_uses".to_owned(),
        }
    }
}

impl CustomerKeys {
    /// The keys that hold the uses of offers: the first as the policy names it, then `_2` to `_5`.
    pub fn uses_keys(first: &str) -> impl Iterator<Item = String> {
        metadata_list::keys(first)
    }
}
