//! Units of a line, and their worth.

use std::cmp::Reverse;

use super::LineFacts;
use crate::money::{Amount, Overflow};

/// A line, and which filters of an effect name it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member<'a> {
    /// The line.
    pub(crate) line: &'a LineFacts<'a>,
    /// A bit for each filter.
    filters: u32,
}

impl<'a> Member<'a> {
    /// The most filters that an effect may have.
    pub(crate) const MOST_FILTERS: usize = 16;

    /// The line, with whether each of the filters names it. None if no filter does.
    pub(crate) fn of(line: &'a LineFacts<'a>, named: impl Iterator<Item = bool>) -> Option<Self> {
        let filters = (0..u32::BITS).zip(named).fold(0, |bits, (place, named)| bits | (u32::from(named) << place));
        (filters != 0).then_some(Self { line, filters })
    }

    /// The filters that name the line, a bit each.
    pub(crate) const fn filters(&self) -> u32 {
        self.filters
    }

    /// The order in which units are taken: of equal lines, those that fewer filters name.
    pub(crate) fn rank(&self) -> impl Ord + use<> {
        (
            Reverse((self.line.unit_price, self.line.subtotal, self.line.quantity)),
            self.filters.count_ones(),
            self.filters,
        )
    }
}

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
