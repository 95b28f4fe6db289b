//! A recipient and an address.

use serde::Deserialize;

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
