//! Prices and products.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Expandable;

/// A price.
#[derive(Deserialize, Clone, Debug)]
pub struct Price {
    /// `price_...`
    pub id: Option<String>,
    /// The main currency.
    pub currency: Option<String>,
    /// One unit in that currency, in minor units; absent from tiers.
    pub unit_amount: Option<i64>,
    /// False for a price that is archived, or of one line alone.
    #[serde(default)]
    pub active: Option<bool>,
    /// `inclusive`, `exclusive` or `unspecified`.
    #[serde(default)]
    pub tax_behavior: Option<String>,
    /// The product.
    pub product: Option<Expandable<Product>>,
    /// Present where the amount is not one for each unit.
    pub transform_quantity: Option<IgnoredAny>,
    /// Other currencies; absent unless expanded.
    pub currency_options: Option<BTreeMap<String, CurrencyOption>>,
}

/// A price in another currency.
#[derive(Deserialize, Clone, Debug)]
pub struct CurrencyOption {
    /// One unit, in minor units.
    pub unit_amount: Option<i64>,
}

/// A product.
#[derive(Deserialize, Clone, Debug)]
pub struct Product {
    /// `prod_...`
    pub id: String,
    /// Keys and values; absent from a deleted product.
    pub metadata: Option<BTreeMap<String, String>>,
}
