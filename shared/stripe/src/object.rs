//! Stripe's objects, with only the fields that this service reads. A field that Stripe may leave out is optional.
//!
//! Sources: Stripe API reference, The Checkout Session object; changelog 2025-03-31 (shipping details moved under
//! `collected_information`).

mod address;
mod coupon;
mod customer;
mod intent;
mod line;
mod opening;
mod payment;
mod price;
mod session;

use serde::Deserialize;

pub use self::address::{ShippingDetails, StripeAddress};
pub use self::coupon::{Discount, StripeCoupon};
pub use self::customer::StripeCustomer;
pub use self::intent::{AmountDetails, StripeIntent};
pub use self::line::{AdjustableQuantity, LineItem, LineItems};
pub use self::opening::{ClientSecret, PageUrl};
pub(crate) use self::payment::Dispute;
pub use self::payment::{Charge, Payment};
pub use self::price::{CurrencyOption, Price, Product};
pub use self::session::{CollectedInformation, Permissions, ShippingCost, ShippingRate, StripeSession, TotalDetails};

/// An object, or its id where it is not expanded.
#[derive(Deserialize, Clone, Debug)]
#[serde(untagged)]
pub enum Expandable<T> {
    /// The id.
    Id(String),
    /// The object.
    Object(T),
}

/// A page of a list.
#[derive(Deserialize, Debug)]
pub(crate) struct List<T> {
    pub(crate) data: Vec<T>,
    #[serde(default)]
    pub(crate) has_more: bool,
}
