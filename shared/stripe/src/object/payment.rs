//! The payment of a session.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Expandable;

/// The payment of a session.
#[derive(Deserialize, Clone, Debug)]
pub struct Payment {
    /// `pi_...`
    pub id: String,
    /// The state of the payment.
    pub status: Option<String>,
    /// Keys and values.
    pub metadata: Option<BTreeMap<String, String>>,
    /// The last charge.
    pub latest_charge: Option<Expandable<Charge>>,
}

/// A charge.
#[derive(Deserialize, Clone, Debug)]
pub struct Charge {
    /// `ch_...`
    pub id: Option<String>,
    /// The time of the payment, in Unix seconds.
    pub created: Option<i64>,
    /// The part that was taken of an authorized amount, in minor units.
    pub amount_captured: Option<i64>,
    /// The refunded part, in minor units.
    pub amount_refunded: Option<i64>,
    /// True if it was ever disputed.
    #[serde(default)]
    pub disputed: Option<bool>,
}

/// A dispute of a charge.
#[derive(Deserialize, Clone, Debug)]
pub(crate) struct Dispute {
    pub(crate) status: Option<String>,
}
