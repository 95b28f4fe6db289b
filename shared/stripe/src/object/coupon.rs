//! A discount on a session, and its coupon.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Expandable;

/// A discount on a session.
#[derive(Deserialize, Clone, Debug)]
pub struct Discount {
    /// The coupon that it is made of.
    pub coupon: Option<Expandable<StripeCoupon>>,
}

/// A coupon.
#[derive(Deserialize, Clone, Debug)]
pub struct StripeCoupon {
    /// The id.
    pub id: Option<String>,
    /// The amount that it takes off, in minor units; absent from a percentage.
    pub amount_off: Option<i64>,
    /// The currency of that amount.
    pub currency: Option<String>,
    /// The name that shoppers see.
    pub name: Option<String>,
    /// Keys and values.
    pub metadata: Option<BTreeMap<String, String>>,
}
