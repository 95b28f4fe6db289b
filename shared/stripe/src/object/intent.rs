//! A payment intent.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Expandable;
use super::address::ShippingDetails;
use super::customer::StripeCustomer;

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
