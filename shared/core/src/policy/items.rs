//! Which lines of a cart an offer is about.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use super::Words;
use crate::money::Amounts;

/// Products, prices and tags: a line is meant if any of the three names it. At least one word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Items {
    /// Ids of Stripe's products.
    pub products: Words,
    /// Ids of Stripe's prices.
    pub prices: Words,
    /// Tags: in the product's metadata under [`Items::TAGS`], comma-separated.
    pub tags: Words,
}

impl Items {
    /// The key of a product's metadata that holds its tags.
    pub const TAGS: &'static str = "tags";
}

/// What a cart must contain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contains {
    /// Any of these.
    pub items: Items,
    /// So many units of them; one where the policy does not say.
    pub quantity_at_least: Option<NonZeroU64>,
    /// So much of the subtotal, or more.
    pub subtotal_at_least: Option<Amounts>,
}

impl Contains {
    /// How many units of them at least.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.quantity_at_least.map_or(1, NonZeroU64::get)
    }

    /// Whether it asks how many or how much.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.quantity_at_least.is_some() || self.subtotal_at_least.is_some()
    }
}

/// The part of the cart that an offer's amount is computed of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Base {
    /// The whole cart.
    Cart,
    /// Some of its lines.
    Lines(Box<Lines>),
}

/// Some lines of a cart, or some units on them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lines {
    /// Only these.
    pub on: Option<LineFilter>,
    /// Not these.
    pub except: Option<LineFilter>,
    /// How many of their units.
    pub units: Units,
}

/// A line is meant if the items name it and its unit price lies within the bounds, both included.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineFilter {
    /// The items; any where none are named.
    pub items: Option<Items>,
    /// The least unit price.
    pub unit_price_at_least: Option<Amounts>,
    /// The largest unit price.
    pub unit_price_at_most: Option<Amounts>,
}

/// Which of the units on the lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Units {
    /// Every one.
    Every,
    /// So many, the dearest first.
    Dearest(NonZeroU64),
    /// The one cheapest.
    Cheapest,
}
