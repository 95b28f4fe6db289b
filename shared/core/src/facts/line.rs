//! A line of a cart, as conditions and effects read it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::money::Amount;

/// The facts of a line that conditions and effects read. A missing fact is unknown, and earns nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineFacts<'a> {
    /// `prod_...`
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub product: Option<Cow<'a, str>>,
    /// `price_...`
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub price: Option<Cow<'a, str>>,
    /// The product's tags.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tags: Option<Vec<Cow<'a, str>>>,
    /// How many units.
    pub quantity: u64,
    /// The price of one unit.
    pub unit_price: Amount,
    /// All units, before discounts and tax.
    pub subtotal: Amount,
}
