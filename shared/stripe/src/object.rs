//! Stripe's objects, with only the fields that this service reads.
//!
//! Sources: Stripe API reference, The Checkout Session object; changelog 2025-03-31 (shipping details moved under
//! `collected_information`).

use std::collections::BTreeMap;
use std::fmt;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// A Checkout Session. A field that Stripe may leave out is optional.
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

/// A payment intent.
#[derive(Deserialize, Clone, Debug)]
pub struct StripeIntent {
    /// `pi_...`
    pub id: String,
    /// The state of the payment.
    pub status: Option<String>,
    /// The amount to pay, in minor units.
    pub amount: Option<i64>,
    /// The breakdown of that amount.
    pub amount_details: Option<AmountDetails>,
    /// ISO 4217, in lower case.
    pub currency: Option<String>,
    /// The customer.
    pub customer: Option<Expandable<StripeCustomer>>,
    /// Shipping details.
    pub shipping: Option<ShippingDetails>,
    /// Keys and values.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
}

/// The breakdown of an intent's amount, since 2025-10-29.clover.
#[derive(Deserialize, Clone, Debug)]
pub struct AmountDetails {
    /// The discount that the amount is lower by, in minor units.
    pub discount_amount: Option<i64>,
}

/// The secret that opens a session in a page. It prints as `[redacted]`.
#[derive(Deserialize, Serialize, Clone)]
pub struct ClientSecret(String);

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The address of Stripe's page, which opens a session. It prints as `[redacted]`.
#[derive(Deserialize, Serialize, Clone)]
pub struct PageUrl(String);

impl fmt::Debug for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// An object, or its id where it is not expanded.
#[derive(Deserialize, Clone, Debug)]
#[serde(untagged)]
pub enum Expandable<T> {
    /// The id.
    Id(String),
    /// The object.
    Object(T),
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

/// Information that Checkout has collected.
#[derive(Deserialize, Clone, Debug)]
pub struct CollectedInformation {
    /// The shipping address.
    pub shipping_details: Option<ShippingDetails>,
}

/// A recipient and an address.
#[derive(Deserialize, Clone, Debug)]
pub struct ShippingDetails {
    /// The recipient.
    pub name: Option<String>,
    /// The address.
    pub address: Option<StripeAddress>,
}

/// An address.
#[derive(Deserialize, Clone, Debug)]
pub struct StripeAddress {
    /// Street and number.
    pub line1: Option<String>,
    /// Further details of the street address.
    pub line2: Option<String>,
    /// City, town or village.
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// State, county, province or region.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
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

/// A page of a list.
#[derive(Deserialize, Debug)]
pub(crate) struct List<T> {
    pub(crate) data: Vec<T>,
    #[serde(default)]
    pub(crate) has_more: bool,
}
