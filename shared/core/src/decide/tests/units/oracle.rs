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
    ForEach { tag: char, units: usize, at_most: Option<usize> },
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
        let all = units(lines);
        let base: Vec<Unit> =
            all.iter().filter(|unit| self.on.is_none_or(|tag| unit.tags.contains(tag))).cloned().collect();
        let selected = match self.selected {
            Selected::ForEach { tag, units, at_most } => self.for_each(&all, tag, units, at_most),
            _ => self.selected.of(base),
        };
        self.gives.on(&selected, lines)
    }
}

impl Deal {
    /// Every set of units of the base is tried: the largest one that leaves enough other units to count, of equals the
    /// cheapest.
    fn for_each(&self, all: &[Unit], tag: char, units: usize, at_most: Option<usize>) -> Vec<Unit> {
        let is_base = |unit: &Unit| self.on.is_none_or(|tag| unit.tags.contains(tag));
        let rank = |unit: &Unit| (unit.rank, unit.tags.contains(tag));
        let mut best: Option<(Vec<_>, Vec<Unit>)> = None;
        for set in 0..1_u32 << all.len() {
            let (inside, outside): (Vec<_>, Vec<_>) =
                all.iter().enumerate().partition(|(place, _)| set & (1 << place) != 0);
            let counted = outside.iter().filter(|(_, unit)| unit.tags.contains(tag)).count();
            let allowed = units * counted.min(at_most.unwrap_or(usize::MAX));
            if inside.len() > allowed || !inside.iter().all(|(_, unit)| is_base(unit)) {
                continue;
            }
            let mut ranks: Vec<_> = inside.iter().map(|(_, unit)| rank(unit)).collect();
            ranks.sort_unstable();
            let better =
                |(other, _): &(Vec<_>, _)| ranks.len() > other.len() || (ranks.len() == other.len() && ranks < *other);
            if best.as_ref().is_none_or(better) {
                best = Some((ranks, inside.into_iter().map(|(_, unit)| unit.clone()).collect()));
            }
        }
        best.unwrap().1
    }
}

impl Selected {
    fn of(&self, mut base: Vec<Unit>) -> Vec<Unit> {
        match *self {
            Self::All | Self::ForEach { .. } => base,
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

/// Full sets at one price: a tag and a quantity for each part.
#[derive(Clone, Debug)]
pub(super) struct Bundle {
    pub(super) parts: Vec<(char, usize)>,
    pub(super) price: u64,
}

impl Bundle {
    /// The largest saving of any number of sets, each with any units that fit.
    pub(super) fn discount(&self, lines: &[Line]) -> u64 {
        let all = units(lines);
        let mut best = 0;
        for sets in 1..=u64::try_from(all.len()).unwrap() {
            let wanted: Vec<usize> =
                self.parts.iter().map(|(_, quantity)| quantity * usize::try_from(sets).unwrap()).collect();
            // Everything that the units so far can fill, with the most that it is worth.
            let mut reached = BTreeMap::from([(wanted, 0)]);
            for unit in &all {
                for (wanted, worth) in reached.clone() {
                    for (part, (tag, _)) in self.parts.iter().enumerate() {
                        let mut rest = wanted.clone();
                        if unit.tags.contains(*tag) && rest[part] > 0 {
                            rest[part] -= 1;
                            let most = reached.entry(rest).or_insert(0);
                            *most = (worth + unit.rank.0).max(*most);
                        }
                    }
                }
            }
            let full = reached.get(&vec![0; self.parts.len()]).copied().unwrap_or_default();
            best = best.max(full.saturating_sub(sets * self.price));
        }
        best
    }
}
