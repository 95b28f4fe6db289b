//! `[checkout]`: what the shop's own server settles of a session, since no page may.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{UiMode, Words};

/// How sessions are created, changed and settled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Checkout {
    /// The address to which Stripe sends the shopper back: https, or http on a loopback address.
    pub return_url: Option<String>,
    /// The kinds of pages that sessions are created for: at least one, each once.
    pub ui_modes: Vec<UiMode>,
    /// Ids of the prices that may be bought; empty where the policy does not say.
    pub prices: Words,
    /// Ids of the products that may be bought at any of their prices; empty if the policy does not say.
    pub products: Words,
    /// The parts of a session that only the server may change, besides its discounts.
    pub server_only: ServerOnly,
    /// True if shoppers can pay with Apple Pay and Google Pay, if the policy says so. No session reads it: it confirms
    /// what [`ServerOnly::shipping_details`] does to them.
    pub wallets: Option<bool>,
    /// The countries of delivery: ISO 3166-1 alpha-2, upper case; empty if the policy does not say.
    pub countries: Words,
    /// Ids of the shipping rates that a session offers, in this order: at most [`Checkout::MOST_SHIPPING_RATES`].
    pub shipping_rates: Words,
    /// The claim of a member's token that holds the customer's id, `cus_...`.
    pub customer_claim: String,
    /// How long an offer that ended while the shopper was paying is honoured: at most [`Checkout::LONGEST_GRACE`].
    pub grace: SignedDuration,
}

/// The parts of a session that only the server may change, besides its discounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ServerOnly {
    /// The lines: `permissions[update_line_items]`.
    pub line_items: bool,
    /// The shipping address: `permissions[update_shipping_details]`.
    pub shipping_details: bool,
}

impl Checkout {
    /// Stripe API reference, Create a Checkout Session, `shipping_options`: "up to a maximum of 5".
    pub const MOST_SHIPPING_RATES: usize = 5;
    /// The longest grace.
    pub const LONGEST_GRACE: SignedDuration = SignedDuration::from_hours(24);

    /// Returns whether sessions are created that are decided once.
    #[must_use]
    pub fn decides_once(&self) -> bool {
        self.ui_modes.iter().any(|mode| mode.is_decided_once())
    }
}

impl Default for Checkout {
    fn default() -> Self {
        Self {
            return_url: None,
            ui_modes: vec![UiMode::Elements],
            prices: Words::default(),
            products: Words::default(),
            server_only: ServerOnly::default(),
            wallets: None,
            countries: Words::default(),
            shipping_rates: Words::default(),
            customer_claim: "stripe_customer_id".to_owned(),
            grace: SignedDuration::from_mins(15),
        }
    }
}
