//! Units of a line, and their worth.

use super::LineFacts;
use crate::money::{Amount, Overflow};

/// A number of units of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Units<'a> {
    /// The line.
    pub(crate) line: &'a LineFacts<'a>,
    /// The number, at most the line's quantity.
    pub(crate) count: u64,
}

impl<'a> Units<'a> {
    /// All units of a line.
    pub(crate) const fn all(line: &'a LineFacts<'a>) -> Self {
        Self { line, count: line.quantity }
    }

    /// The first units of some lines, at most this number.
    pub(crate) fn first(lines: impl Iterator<Item = &'a LineFacts<'a>>, units: u64) -> Vec<Self> {
        let mut left = units;
        let mut found = Vec::new();
        for line in lines {
            let count = left.min(line.quantity);
            if count == 0 {
                break;
            }
            left = left.saturating_sub(count);
            found.push(Self { line, count });
        }
        found
    }

    /// The price of these units. Of all it is exactly the line's subtotal, though the price of a unit may be rounded.
    pub(crate) fn worth(&self) -> Result<Amount, Overflow> {
        if self.count == self.line.quantity { Ok(self.line.subtotal) } else { self.at_price(self.line.unit_price) }
    }

    /// An amount for each of these units, for none more than the unit costs.
    pub(crate) fn each(&self, amount: Amount) -> Result<Amount, Overflow> {
        if amount > self.line.unit_price { self.worth() } else { self.at_price(amount) }
    }

    /// These units at a price, at most the line: a price may be one of a whole package.
    fn at_price(&self, price: Amount) -> Result<Amount, Overflow> {
        let units = price.get().checked_mul(self.count).and_then(Amount::new).ok_or(Overflow)?;
        Ok(units.min(self.line.subtotal))
    }
}
