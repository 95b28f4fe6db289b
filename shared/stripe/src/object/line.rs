//! The lines of a cart.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::price::Price;

/// The lines of a cart, or a page of them.
#[derive(Deserialize, Clone, Debug, Default)]
pub struct LineItems {
    /// The lines.
    pub data: Vec<LineItem>,
    /// True if there are more.
    #[serde(default)]
    pub has_more: bool,
}

/// A line of a cart.
#[derive(Deserialize, Clone, Debug)]
pub struct LineItem {
    /// `li_...`
    pub id: String,
    /// The units.
    pub quantity: Option<u64>,
    /// All units before discounts and tax, in minor units.
    pub amount_subtotal: Option<i64>,
    /// The price.
    pub price: Option<Price>,
    /// Keys and values.
    #[serde(default)]
    pub metadata: Option<BTreeMap<String, String>>,
    /// The shopper's tool for the quantity.
    #[serde(default)]
    pub adjustable_quantity: Option<AdjustableQuantity>,
}

/// The shopper's tool for the quantity of a line.
#[derive(Deserialize, Clone, Debug)]
pub struct AdjustableQuantity {
    /// True if the shopper may change it.
    #[serde(default)]
    pub enabled: Option<bool>,
}
