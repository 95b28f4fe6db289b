//! The part of the cart that an offer's amount is computed of.

use serde::{Deserialize, Serialize};

use crate::line_filter::LineFilter;
use crate::selection::Selection;

/// The part of the cart that an offer's amount is computed of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Base {
    /// The whole cart.
    Cart,
    /// Some of its lines.
    Lines(Box<Lines>),
    /// The cost of shipping, which is charged beside the cart.
    Shipping,
}

/// Some lines of a cart, or some units on them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lines {
    /// Only these.
    pub on: Option<LineFilter>,
    /// Not these.
    pub except: Option<LineFilter>,
    /// Some units of them; none for all.
    pub selection: Option<Selection>,
}

impl Base {
    /// The filters, each with its key under `give`.
    pub(crate) fn filters(&self) -> impl Iterator<Item = (&'static str, &LineFilter)> {
        let filters = match self {
            Self::Cart | Self::Shipping => [None, None, None],
            Self::Lines(lines) => {
                let selection = lines.selection.as_ref();
                let own = selection.and_then(|selection| Some((selection.row().key(), selection.filter()?)));
                [lines.on.as_ref().map(|on| ("on", on)), lines.except.as_ref().map(|on| ("except", on)), own]
            }
        };
        filters.into_iter().flatten()
    }
}
