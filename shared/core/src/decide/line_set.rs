//! Sets of a cart's lines.

use std::iter;

/// A set of a cart's lines by their places. One of up to 128 lines, more than a Checkout Session has, allocates nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct LineSet {
    /// A bit for each of the first lines.
    first: u128,
    /// A bit for each of the others.
    rest: Vec<u128>,
}

impl LineSet {
    pub(super) fn insert(&mut self, place: usize) {
        let bit = 1_u128 << (place & 127);
        let Some(block) = (place >> 7).checked_sub(1) else {
            self.first |= bit;
            return;
        };
        if self.rest.len() <= block {
            self.rest.resize(block.saturating_add(1), 0);
        }
        if let Some(bits) = self.rest.get_mut(block) {
            *bits |= bit;
        }
    }

    pub(super) fn contains(&self, place: usize) -> bool {
        let bits = match (place >> 7).checked_sub(1) {
            None => self.first,
            Some(block) => self.rest.get(block).copied().unwrap_or_default(),
        };
        bits >> (place & 127) & 1 == 1
    }

    /// The number of lines.
    pub(super) fn len(&self) -> usize {
        let bits = |bits: u128| bits.count_ones() as usize;
        self.rest.iter().fold(bits(self.first), |sum, block| sum.saturating_add(bits(*block)))
    }

    /// Adds the lines of another set.
    pub(super) fn add(&mut self, other: &Self) {
        self.first |= other.first;
        if self.rest.len() < other.rest.len() {
            self.rest.resize(other.rest.len(), 0);
        }
        self.rest.iter_mut().zip(&other.rest).for_each(|(bits, others)| *bits |= others);
    }

    /// Removes the lines of another set.
    pub(super) fn remove(&mut self, other: &Self) {
        self.first &= !other.first;
        self.rest.iter_mut().zip(&other.rest).for_each(|(bits, others)| *bits &= !others);
    }

    /// Keeps the lines that are in another set, too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.first &= other.first;
        self.rest.truncate(other.rest.len());
        self.rest.iter_mut().zip(&other.rest).for_each(|(bits, others)| *bits &= others);
    }

    /// The places of the lines, the first line first.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + Clone + use<'_> {
        let blocks = iter::once(self.first).chain(self.rest.iter().copied());
        blocks.enumerate().flat_map(|(block, bits)| Places { from: block << 7, bits })
    }
}

impl FromIterator<usize> for LineSet {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut set = Self::default();
        places.into_iter().for_each(|place| set.insert(place));
        set
    }
}

/// The places of the bits of a block.
#[derive(Clone)]
struct Places {
    from: usize,
    bits: u128,
}

impl Iterator for Places {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let below = self.bits.checked_sub(1)?;
        let place = self.bits.trailing_zeros() as usize;
        self.bits &= below;
        Some(self.from | place)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn places() -> impl Strategy<Value = BTreeSet<usize>> {
        prop::collection::btree_set(prop_oneof![0..130_usize, 250..400_usize], 0..20)
    }

    fn set(places: &BTreeSet<usize>) -> LineSet {
        places.iter().copied().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sets_of_lines_are_sets(one in places(), other in places()) {
            let listed = |set: &LineSet| set.places().collect::<Vec<_>>();
            prop_assert_eq!(listed(&set(&one)), one.iter().copied().collect::<Vec<_>>());
            let (mut all, mut both, mut rest) = (set(&one), set(&one), set(&one));
            all.add(&set(&other));
            both.keep(&set(&other));
            rest.remove(&set(&other));
            prop_assert_eq!(all.len(), one.union(&other).count());
            prop_assert_eq!(listed(&all), one.union(&other).copied().collect::<Vec<_>>());
            prop_assert_eq!(listed(&both), one.intersection(&other).copied().collect::<Vec<_>>());
            prop_assert_eq!(listed(&rest), one.difference(&other).copied().collect::<Vec<_>>());
            for place in 0..512 {
                prop_assert_eq!(set(&one).contains(place), one.contains(&place), "{}", place);
            }
        }
    }
}
