//! A Checkout Session.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Expandable;
use super::address::ShippingDetails;
use super::coupon::Discount;
use super::customer::StripeCustomer;
use super::line::LineItems;
use super::opening::{ClientSecret, PageUrl};
use super::payment::Payment;

/// A Checkout Session.
#[derive(Deserialize, Clone, Debug)]
pub struct StripeSession {
    /// `cs_...`
    pub id: String,
    /// `open`, `complete` or `expired`.
    pub status: Option<String>,
    /// `payment`, `setup` or `subscription`.
    pub mode: Option<String>,
    /// The kind of page that shows it.
    pub ui_mode: Option<String>,
    /// The time of its creation, in Unix seconds.
    pub created: Option<i64>,
    /// The time at which it expires, in Unix seconds.
    #[serde(default)]
    pub expires_at: Option<i64>,
    /// ISO 4217, in lower case.
    pub currency: Option<String>,
    /// The lines before discounts and tax, in minor units.
    pub amount_subtotal: Option<i64>,
    /// The amount to pay, in minor units.
    pub amount_total: Option<i64>,
    /// The permissions to update parts.
    pub permissions: Option<Permissions>,
    /// Keys and values.
    pub metadata: Option<BTreeMap<String, String>>,
    /// The customer.
    pub customer: Option<Expandable<StripeCustomer>>,
    /// A reference that the shop's server wrote.
    pub client_reference_id: Option<String>,
    /// Shipping details, in newer versions of the API.
    pub collected_information: Option<CollectedInformation>,
    /// Shipping details, in older versions of the API.
    pub shipping_details: Option<ShippingDetails>,
    /// Sums of discounts and shipping.
    pub total_details: Option<TotalDetails>,
    /// The chosen shipping rate; null until one is chosen.
    pub shipping_cost: Option<ShippingCost>,
    /// The discounts; absent unless expanded.
    pub discounts: Option<Vec<Discount>>,
    /// The lines; absent unless expanded.
    pub line_items: Option<LineItems>,
    /// The secret that opens it in a page; absent where Stripe does not show it.
    pub client_secret: Option<ClientSecret>,
    /// The address of Stripe's page, of an open session that has one.
    #[serde(default)]
    pub url: Option<PageUrl>,
    /// The payment of a completed session.
    pub payment_intent: Option<Expandable<Payment>>,
    /// `paid`, `unpaid` or `no_payment_required`.
    pub payment_status: Option<String>,
}

/// The permissions to update parts of a session: `client_only` or `server_only`.
#[derive(Deserialize, Clone, Debug)]
pub struct Permissions {
    /// The discounts.
    #[serde(rename = "update_discounts")]
    pub discounts: Option<String>,
    /// The cart.
    #[serde(rename = "update_line_items")]
    pub line_items: Option<String>,
    /// The shipping address.
    #[serde(rename = "update_shipping_details")]
    pub shipping_details: Option<String>,
}

/// Information that Checkout has collected.
#[derive(Deserialize, Clone, Debug)]
pub struct CollectedInformation {
    /// The shipping address.
    pub shipping_details: Option<ShippingDetails>,
}

/// Sums of a session.
#[derive(Deserialize, Clone, Debug)]
pub struct TotalDetails {
    /// All discounts, in minor units.
    pub amount_discount: Option<i64>,
    /// Shipping, in minor units.
    pub amount_shipping: Option<i64>,
}

/// The chosen shipping rate.
#[derive(Deserialize, Clone, Debug)]
pub struct ShippingCost {
    /// `shr_...`
    pub shipping_rate: Option<Expandable<ShippingRate>>,
}

/// A shipping rate.
#[derive(Deserialize, Clone, Debug)]
pub struct ShippingRate {
    /// `shr_...`
    pub id: String,
}
