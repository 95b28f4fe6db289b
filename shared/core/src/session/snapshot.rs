//! A Checkout Session at one moment.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Held, Line};
use crate::money::{Amount, Currency};

/// An open session in payment mode, as Stripe returned it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What is bought.
    pub cart: Cart,
    /// Who buys.
    pub shopper: Shopper,
    /// Where it goes, once the shopper has said so.
    pub address: Option<Address>,
    /// The session's metadata.
    pub metadata: BTreeMap<String, String>,
    /// What the session already holds of this service.
    pub held: Held,
}

/// The sums of a cart, before discounts and tax.
#[derive(Clone, Debug)]
pub struct Cart {
    /// The session's currency.
    pub currency: Currency,
    /// All lines: Stripe's `amount_subtotal`.
    pub subtotal: Amount,
    /// Shipping: what is charged beside the lines.
    pub shipping: Amount,
    /// How many units; unknown unless the lines were asked for.
    pub quantity: Option<u64>,
    /// The lines; unknown unless they were asked for.
    pub lines: Option<Vec<Line>>,
}

/// Who buys.
#[derive(Clone, Debug)]
pub enum Shopper {
    /// Nobody that the shop knows.
    Guest,
    /// A customer of the shop.
    Customer(Customer),
}

/// What Stripe's customer object says. What the shopper types is not among it.
#[derive(Clone, Debug, Default)]
pub struct Customer {
    /// `cus_...`
    pub id: String,
    /// When it was created; unknown unless the object was asked for.
    pub created: Option<Timestamp>,
    /// The e-mail address that the shop holds.
    pub email: Option<String>,
    /// Facts, under the keys that the policy names.
    pub metadata: BTreeMap<String, String>,
}

/// The session's shipping address.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The region's code, with or without the country before it.
    pub state: Option<String>,
    /// The postal code, as typed.
    pub postal_code: Option<String>,
}
