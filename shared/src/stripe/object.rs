//! The objects of Stripe's answers, of which only the fields stand here that this service reads.
//!
//! Sources: Stripe API reference, The Checkout Session object; changelog 2025-03-31 (shipping details moved under
//! `collected_information`).

use std::collections::BTreeMap;
use std::fmt;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// The fields of a session that this service reads. Whatever Stripe may leave out is optional.
#[derive(Deserialize, Clone, Debug)]
pub struct StripeSession {
    pub(super) id: String,
    pub(super) status: Option<String>,
    pub(super) mode: Option<String>,
    pub(super) created: Option<i64>,
    pub(super) currency: Option<String>,
    pub(super) amount_subtotal: Option<i64>,
    pub(super) amount_total: Option<i64>,
    pub(super) permissions: Option<Permissions>,
    pub(super) metadata: Option<BTreeMap<String, String>>,
    pub(super) customer: Option<Expandable<StripeCustomer>>,
    pub(super) client_reference_id: Option<String>,
    pub(super) collected_information: Option<CollectedInformation>,
    pub(super) shipping_details: Option<ShippingDetails>,
    pub(super) total_details: Option<TotalDetails>,
    pub(super) discounts: Option<Vec<Discount>>,
    pub(super) line_items: Option<LineItems>,
    pub(super) client_secret: Option<ClientSecret>,
    pub(super) payment_intent: Option<Expandable<Payment>>,
    pub(super) payment_status: Option<String>,
    /// What only a payment intent has.
    #[serde(skip)]
    pub(super) intent: Option<IntentFacts>,
}

/// What is known of a payment intent beside what a session says, too.
#[derive(Clone, Debug)]
pub(super) struct IntentFacts {
    pub(super) quantity: Option<u64>,
}

/// What opens a session in a page. It prints as `[redacted]`.
#[derive(Deserialize, Serialize, Clone)]
pub struct ClientSecret(String);

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// An object, or its id where it was not expanded.
#[derive(Deserialize, Clone, Debug)]
#[serde(untagged)]
pub(super) enum Expandable<T> {
    Id(String),
    Object(T),
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct Permissions {
    #[serde(rename = "update_discounts")]
    pub(super) discounts: Option<String>,
    #[serde(rename = "update_line_items")]
    pub(super) line_items: Option<String>,
    #[serde(rename = "update_shipping_details")]
    pub(super) shipping_details: Option<String>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct StripeCustomer {
    pub(super) id: String,
    #[serde(default)]
    pub(super) deleted: bool,
    pub(super) created: Option<i64>,
    pub(super) email: Option<String>,
    pub(super) metadata: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct CollectedInformation {
    pub(super) shipping_details: Option<ShippingDetails>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct ShippingDetails {
    pub(super) name: Option<String>,
    pub(super) address: Option<StripeAddress>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct StripeAddress {
    pub(super) line1: Option<String>,
    pub(super) line2: Option<String>,
    pub(super) city: Option<String>,
    pub(super) country: Option<String>,
    pub(super) state: Option<String>,
    pub(super) postal_code: Option<String>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct TotalDetails {
    pub(super) amount_discount: Option<i64>,
    pub(super) amount_shipping: Option<i64>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct Discount {
    pub(super) coupon: Option<Expandable<Coupon>>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct Coupon {
    pub(super) id: Option<String>,
    pub(super) amount_off: Option<i64>,
    pub(super) currency: Option<String>,
    pub(super) name: Option<String>,
    pub(super) metadata: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize, Clone, Debug, Default)]
pub(super) struct LineItems {
    pub(super) data: Vec<LineItem>,
    #[serde(default)]
    pub(super) has_more: bool,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct LineItem {
    pub(super) id: String,
    pub(super) quantity: Option<u64>,
    pub(super) amount_subtotal: Option<i64>,
    pub(super) price: Option<Price>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct Price {
    pub(super) id: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) unit_amount: Option<i64>,
    pub(super) product: Option<Expandable<Product>>,
    /// Anything but one amount for each unit.
    pub(super) transform_quantity: Option<IgnoredAny>,
    /// What it costs in other currencies, where that was asked for.
    pub(super) currency_options: Option<BTreeMap<String, CurrencyOption>>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct CurrencyOption {
    pub(super) unit_amount: Option<i64>,
}

#[derive(Deserialize, Clone, Debug)]
pub(super) struct Product {
    pub(super) id: String,
    /// Missing from a deleted product.
    pub(super) metadata: Option<BTreeMap<String, String>>,
}

/// The payment of a session.
#[derive(Deserialize, Clone, Debug)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) status: Option<String>,
    pub(super) metadata: Option<BTreeMap<String, String>>,
    pub(super) latest_charge: Option<Expandable<Charge>>,
}

/// What was charged for it.
#[derive(Deserialize, Clone, Debug)]
pub(super) struct Charge {
    pub(super) created: Option<i64>,
    pub(super) amount_refunded: Option<i64>,
}

/// A page of a list.
#[derive(Deserialize, Debug)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) has_more: bool,
}
