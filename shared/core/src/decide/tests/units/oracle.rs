//! A second computation of effects on units: single units in lists, every one by itself, slow and plain. It shares no code
//! with the effects, only the meaning of the keys in `docs/policy.md`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::session::Line;

/// An offer on units.
#[derive(Clone, Debug)]
pub(super) struct Deal {
    /// The tag of its base; none for the whole cart.
    pub(super) on: Option<char>,
    pub(super) selected: Selected,
    pub(super) gives: Gives,
}

/// The units that are discounted.
#[derive(Clone, Debug)]
pub(super) enum Selected {
    All,
    Every { every: usize, units: usize, at_most: Option<usize>, dearest: bool },
}

/// The reduction of these units.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gives {
    Percent(u64),
    AmountOff(u64),
    UnitPrice(u64),
}

/// A single unit of a cart.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) line: usize,
    /// The price, and what ranks lines of one price.
    pub(super) rank: (u64, u64, u64),
    pub(super) tags: String,
}

/// Every single unit of a cart.
pub(super) fn units(lines: &[Line]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let share = line.subtotal.get() / line.quantity;
        let price = line.unit_amount.map_or(share, |price| price.get().min(share));
        for _ in 0..line.quantity {
            let rank = (price, line.subtotal.get(), line.quantity);
            units.push(Unit { line: place, rank, tags: line.tags.clone().unwrap() });
        }
    }
    units.sort_by_key(|unit| unit.rank);
    units
}

impl Deal {
    /// The discount of a cart, by single units.
    pub(super) fn discount(&self, lines: &[Line]) -> u64 {
        let base: Vec<Unit> =
            units(lines).into_iter().filter(|unit| self.on.is_none_or(|tag| unit.tags.contains(tag))).collect();
        let selected = self.selected.of(base);
        self.gives.on(&selected, lines)
    }
}

impl Selected {
    fn of(&self, mut base: Vec<Unit>) -> Vec<Unit> {
        match *self {
            Self::All => base,
            Self::Every { every, units, at_most, dearest: false } => {
                let groups = at_most.unwrap_or(usize::MAX).min(base.len() / every);
                base.truncate(groups * units);
                base
            }
            Self::Every { every, units, at_most, dearest: true } => {
                base.sort_by_key(|unit| Reverse(unit.rank));
                let groups = base.chunks_exact(every).take(at_most.unwrap_or(usize::MAX));
                groups.flat_map(|group| group[every - units..].to_vec()).collect()
            }
        }
    }
}

/// The number of units on each line.
pub(super) fn by_line(units: &[Unit]) -> BTreeMap<usize, u64> {
    let mut counts = BTreeMap::new();
    for unit in units {
        *counts.entry(unit.line).or_insert(0) += 1;
    }
    counts
}

/// The price of some units of a line: all together cost what the line costs.
pub(super) fn price(line: &Line, count: u64) -> u64 {
    let share = line.subtotal.get() / line.quantity;
    let each = line.unit_amount.map_or(share, |price| price.get().min(share));
    if count == line.quantity { line.subtotal.get() } else { each * count }
}

impl Gives {
    fn on(self, selected: &[Unit], lines: &[Line]) -> u64 {
        let parts = by_line(selected).into_iter().map(|(place, count)| {
            let (all, each) = (price(&lines[place], count), price(&lines[place], 1).min(lines[place].subtotal.get()));
            match self {
                Self::AmountOff(off) if off <= each => off * count,
                Self::Percent(_) | Self::AmountOff(_) => all,
                Self::UnitPrice(price) => all.saturating_sub(price * count),
            }
        });
        let sum: u64 = parts.sum();
        if let Self::Percent(percent) = self { sum * percent / 100 } else { sum }
    }
}
