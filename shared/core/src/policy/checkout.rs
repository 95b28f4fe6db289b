//! `[checkout]`: what the sessions have in common that this service creates.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What the merchant says of every session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checkout {
    /// Where the shopper goes after paying.
    pub return_url: Option<Box<str>>,
    /// The prices that may be bought.
    pub prices: Vec<Box<str>>,
    /// The products that may be bought, at each of their prices.
    pub products: Vec<Box<str>>,
    /// Whether only the server changes the line items.
    pub line_items_server_only: bool,
    /// Whether only the server changes the shipping details.
    pub shipping_details_server_only: bool,
    /// Where is delivered to.
    pub countries: Vec<Box<str>>,
    /// The shipping rates that a shopper can choose.
    pub shipping_rates: Vec<Box<str>>,
    /// The claim of a member's token that holds the customer's id.
    pub customer_claim: Box<str>,
    /// How long an offer that ended while the shopper was paying is honoured.
    pub grace: Duration,
}

impl Default for Checkout {
    fn default() -> Self {
        Self {
            return_url: None,
            prices: Vec::new(),
            products: Vec::new(),
            line_items_server_only: false,
            shipping_details_server_only: false,
            countries: Vec::new(),
            shipping_rates: Vec::new(),
            customer_claim: "stripe_customer_id".into(),
            grace: Duration::from_mins(15),
        }
    }
}
