//! Which lines of a cart an offer is about.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use crate::items::Items;
use crate::money::Amounts;

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
