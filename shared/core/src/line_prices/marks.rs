//! The marks in the metadata of a line whose price this service wrote. A page can't write them.

use std::collections::BTreeMap;

use crate::money::Amount;

/// The list price, if it can be named again.
const PRICE: &str = "discount_price";
/// The list price, if it was of that line alone: an inline price can't be named again.
const INLINE_PRICE: &str = "discount_inline_price";
/// The list price of one unit, in minor units.
const LIST: &str = "discount_list";
/// The amount that one unit costs less, in minor units.
const OFF: &str = "discount_off";
/// Present on the second part of a line that was split.
const PART: &str = "discount_part";

/// The marks of a line.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LineMarks {
    /// The list price: `price_...`
    pub price: String,
    /// The list price was of that line alone.
    pub is_inline: bool,
    /// The list price of one unit.
    pub list: Amount,
    /// The amount that one unit costs less.
    pub off: Amount,
    /// The line is the second part of one that was split.
    pub is_part: bool,
}

impl LineMarks {
    const KEYS: [&str; 5] = [PRICE, INLINE_PRICE, LIST, OFF, PART];

    /// Reads the marks of a line of this unit price. `None` without marks, and if they don't explain the price: someone else
    /// wrote that one, and it is the list price.
    #[must_use]
    pub fn read(metadata: &BTreeMap<String, String>, unit_amount: Amount) -> Option<Self> {
        let amount = |key: &str| metadata.get(key)?.parse().ok().and_then(Amount::new);
        let (named, inline) = (metadata.get(PRICE), metadata.get(INLINE_PRICE));
        let (list, off) = (amount(LIST)?, amount(OFF)?);
        let explained = unit_amount.checked_add(off) == Some(list);
        explained.then_some(Self {
            price: named.or(inline)?.clone(),
            is_inline: named.is_none(),
            list,
            off,
            is_part: metadata.contains_key(PART),
        })
    }

    /// Returns true if metadata holds marks, also such as explain nothing.
    #[must_use]
    pub fn are_in(metadata: &BTreeMap<String, String>) -> bool {
        Self::KEYS.iter().any(|key| metadata.contains_key(*key))
    }

    /// The metadata that holds them: keys and values, where an empty value removes its key.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, String); 5] {
        let price = |is_here: bool| if is_here { self.price.clone() } else { String::new() };
        let part = if self.is_part { "on".to_owned() } else { String::new() };
        let values = [price(!self.is_inline), price(self.is_inline), self.list.to_string(), self.off.to_string(), part];
        let mut pairs = Self::removed();
        for (pair, value) in pairs.iter_mut().zip(values) {
            pair.1 = value;
        }
        pairs
    }

    /// The metadata that removes them.
    #[must_use]
    pub fn removed() -> [(&'static str, String); 5] {
        Self::KEYS.map(|key| (key, String::new()))
    }
}
