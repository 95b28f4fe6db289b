//! A session in a line of words, as cases, `discounts try` and the examples of the docs write it.
//!
//! `2 x boots at 90.00 [shoes], usd; tier gold; code SPRING; at 2026-06-06T10:00:00`: the cart first, then facts with
//! semicolons between them. `docs/cases.md` has the grammar.
//!
//! - [`piece`]: a part of the line that knows its place
//! - [`cart`]: the sum or the lines
//! - [`described`]: the whole line
//! - [`fact`]: the shopper, the place, the time and the rest
//! - [`mod@describe`], [`line`], [`made_up`]: the line of a session, without personal data

mod cart;
mod describe;
mod described;
mod fact;
mod fault;
mod line;
mod made_up;
mod piece;

pub use describe::{NotDescribable, describe};
pub use described::Described;
pub use fact::FACTS;
pub use fault::NotationFault;

#[cfg(test)]
mod tests;
