//! Full sets of a bundle: units of lines assigned to the parts of a set, each unit once.
//!
//! A line may fit several parts, so the units are assigned by augmenting paths ([`Assignment`]): whatever is taken, the
//! dearest units come first, and a unit is moved to another part where that makes room. The worth of `n` sets taken so is the
//! largest there is, and each further set is worth no more than the one before it.
//!
//! The most sets that there are units for follow from the parts that run short, in as many assignments as there are parts, and
//! mostly in two. Fewer that are worth their price are found by bisection. Both depend on the number of lines, not on how many
//! units they have.

use super::assignment::{Assignment, classes};
use crate::facts::Member;

/// The units of a bundle's parts in a cart.
pub(super) struct Sets<'p, 'a> {
    /// The lines, the dearest first.
    members: &'p [Member<'a>],
    /// The parts that lines fit, in ascending order.
    classes: Vec<u32>,
    /// The units of each part in a set.
    quantities: &'p [u64],
}

/// Full sets, with the units of each line that they take.
#[derive(Clone, Debug, Default)]
pub(super) struct Full {
    /// The number of sets.
    pub(super) sets: u64,
    /// The units, by line.
    pub(super) taken: Vec<u64>,
}

impl<'p, 'a> Sets<'p, 'a> {
    pub(super) fn of(members: &'p [Member<'a>], quantities: &'p [u64]) -> Self {
        Self { members, classes: classes(members), quantities }
    }

    /// The most full sets that are each worth as much as `is_worth_it` asks.
    pub(super) fn most(&self, is_worth_it: impl Fn(u128) -> bool) -> Full {
        let all = self.all();
        if all.sets == 0 || self.is_last_worth_it(&all, &is_worth_it) {
            return all;
        }
        let mut end = all.sets;
        let mut found = Full { sets: 0, taken: vec![0; self.members.len()] };
        while end.saturating_sub(found.sets) > 1 {
            let sets = found.sets.midpoint(end);
            let full = Full { sets, taken: self.assigned(sets).taken };
            if self.is_last_worth_it(&full, &is_worth_it) {
                found = full;
            } else {
                end = sets;
            }
        }
        found
    }

    /// The most full sets, whatever they are worth.
    fn all(&self) -> Full {
        let mut sets = self.bound();
        loop {
            let assignment = self.assigned(sets);
            let short = assignment.short();
            if short == 0 {
                return Full { sets, taken: assignment.taken };
            }
            // All units that fit these parts are in them, and too few. So there are no more sets than of these parts alone.
            sets = self.bound_of(short).min(sets.saturating_sub(1));
        }
    }

    /// Returns whether the last of some sets is worth it.
    fn is_last_worth_it(&self, full: &Full, is_worth_it: impl Fn(u128) -> bool) -> bool {
        let before = self.assigned(full.sets.saturating_sub(1));
        is_worth_it(self.worth(&full.taken).saturating_sub(self.worth(&before.taken)))
    }

    /// The part, and the number of its units, that alone are missing for one more set.
    pub(super) fn lacking(&self) -> Option<(usize, u64)> {
        let next = self.all().sets.checked_add(1)?;
        let wanted = self.wanted(next);
        let assignment = Assignment::of(self.members, &self.classes, wanted.clone());
        let (missing, short) = (assignment.missing(), assignment.short());
        let fills = |part: &usize| {
            let mut rest = wanted.clone();
            let Some(units) = rest.get_mut(*part) else { return false };
            let Some(less) = units.checked_sub(missing) else { return false };
            *units = less;
            Assignment::of(self.members, &self.classes, rest).missing() == 0
        };
        let part = (0..self.quantities.len()).filter(|part| short >> part & 1 == 1).find(fills)?;
        Some((part, missing))
    }

    /// The units of a number of sets, as far as there are any.
    fn assigned(&self, sets: u64) -> Assignment<'_> {
        Assignment::of(self.members, &self.classes, self.wanted(sets))
    }

    /// The units of each part in this number of sets.
    fn wanted(&self, sets: u64) -> Vec<u64> {
        self.quantities.iter().map(|quantity| quantity.saturating_mul(sets)).collect()
    }

    /// A number of sets that no cart exceeds.
    fn bound(&self) -> u64 {
        let parts = (0..self.quantities.len()).filter_map(|part| 1_u32.checked_shl(u32::try_from(part).ok()?));
        parts.map(|part| self.bound_of(part)).min().unwrap_or_default()
    }

    /// The number of sets that some parts, a bit each, leave: the units that fit any of them, by those of a set.
    fn bound_of(&self, parts: u32) -> u64 {
        let fits = self.members.iter().filter(|member| member.filters() & parts != 0);
        let units = fits.fold(0_u64, |units, member| units.saturating_add(member.line.quantity));
        let of_parts = self.quantities.iter().enumerate().filter(|(part, _)| parts >> part & 1 == 1);
        let of_set = of_parts.fold(0_u64, |sum, (_, quantity)| sum.saturating_add(*quantity));
        units.checked_div(of_set).unwrap_or_default()
    }

    fn worth(&self, taken: &[u64]) -> u128 {
        let units = self.members.iter().zip(taken);
        let worth = |(member, count): (&Member<'_>, &u64)| {
            u128::from(member.line.unit_price.get()).saturating_mul(u128::from(*count))
        };
        units.map(worth).fold(0, u128::saturating_add)
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]
mod tests {
    use super::*;
    use crate::facts::LineFacts;
    use crate::test_support::amount;

    /// 100 lines of a price each, with as many units as one line can have. Line `n` fits the parts of `fits(n)`.
    fn hostile(fits: impl Fn(u32) -> u32) -> Vec<(LineFacts<'static>, u32)> {
        let line = |place: u32| {
            let (quantity, price) = (999_999 - u64::from(place), 100 + u64::from(place) * 37 % 900);
            let subtotal = amount(quantity * price);
            (
                LineFacts { product: None, price: None, tags: None, quantity, unit_price: amount(price), subtotal },
                fits(place),
            )
        };
        (0..100).map(line).collect()
    }

    fn members<'a>(lines: &'a [(LineFacts<'static>, u32)], parts: u32) -> Vec<Member<'a>> {
        let member = |(line, fits): &'a (LineFacts<'static>, u32)| {
            Member::of(line, (0..parts).map(|part| fits >> part & 1 == 1))
        };
        let mut members: Vec<_> = lines.iter().filter_map(member).collect();
        members.sort_by_cached_key(Member::rank);
        members
    }

    #[test]
    fn number_of_assignments_does_not_grow_with_the_units() {
        let quantities: Vec<u64> = (0..16).map(|part| 1 + part % 3).collect();
        for fits in [
            (|_| u32::MAX) as fn(u32) -> u32,
            |place| place.wrapping_mul(2_654_435_761) >> 16,
            |place| u32::MAX >> (place % 16),
            |place| 3 << (place % 15),
        ] {
            let lines = hostile(fits);
            let members = members(&lines, 16);
            let sets = Sets::of(&members, &quantities);
            let before = Assignment::made();
            let all = sets.all();
            assert!(Assignment::made() - before <= 16, "{} assignments", Assignment::made() - before);
            assert!(sets.assigned(all.sets).missing() == 0 && sets.assigned(all.sets + 1).missing() > 0);
            let before = Assignment::made();
            let some = sets.most(|worth| worth >= 15_000);
            assert!(some.sets < all.sets);
            // Two in each step of a bisection.
            assert!(Assignment::made() - before <= 70, "{} assignments", Assignment::made() - before);
        }
    }
}
