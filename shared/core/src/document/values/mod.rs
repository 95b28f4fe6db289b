//! Values as the merchant writes them.

mod money;
mod times;
mod words;

pub(crate) use money::{amounts, percent};
pub use times::parse_instant;
pub(crate) use times::{instant, span};
pub(crate) use words::{Blank, country, folded, id, one_of, word, words};
