//! Full sets of a bundle: units of lines assigned to the parts of a set, each unit once.
//!
//! A line may fit several parts, so the units are assigned by augmenting paths: whatever is taken, the dearest units come
//! first, and a unit is moved to another part where that makes room. The worth of `n` sets taken so is the largest there
//! is, and each further set is worth no more than the one before it. The number of sets is found by bisection. With `l`
//! lines and `p` parts a number of sets takes `O(l * l * p)` steps at most, whatever the quantities are.

use crate::facts::Member;

/// The units of a bundle's parts in a cart.
pub(super) struct Sets<'p, 'a> {
    /// The lines, the dearest first.
    members: &'p [Member<'a>],
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
        Self { members, quantities }
    }

    /// The most full sets that are each worth as much as `is_worth_it` asks.
    pub(super) fn most(&self, is_worth_it: impl Fn(u128) -> bool) -> Full {
        let mut found = Full { sets: 0, taken: vec![0; self.members.len()] };
        let mut end = self.bound().saturating_add(1);
        while end.saturating_sub(found.sets) > 1 {
            let sets = found.sets.midpoint(end);
            match self.worth_while(sets, &is_worth_it) {
                Some(taken) => found = Full { sets, taken },
                None => end = sets,
            }
        }
        found
    }

    /// The units of this number of sets, if there are as many and the last of them is worth it.
    fn worth_while(&self, sets: u64, is_worth_it: impl Fn(u128) -> bool) -> Option<Vec<u64>> {
        let taken = Assignment::of(self, &self.wanted(sets)).complete()?;
        let before = Assignment::of(self, &self.wanted(sets.checked_sub(1)?)).taken;
        is_worth_it(self.worth(&taken).saturating_sub(self.worth(&before))).then_some(taken)
    }

    /// The part, and the number of its units, that alone are missing for one more set.
    pub(super) fn lacking(&self) -> Option<(usize, u64)> {
        let next = self.most(|_| true).sets.checked_add(1)?;
        let wanted = self.wanted(next);
        let missing = Assignment::of(self, &wanted).room.iter().fold(0_u64, |sum, room| sum.saturating_add(*room));
        let fills = |part: &usize| {
            let mut rest = wanted.clone();
            let Some(units) = rest.get_mut(*part) else { return false };
            let Some(less) = units.checked_sub(missing) else { return false };
            *units = less;
            Assignment::of(self, &rest).complete().is_some()
        };
        let part = (0..self.quantities.len()).find(fills)?;
        Some((part, missing))
    }

    /// The units of each part in this number of sets.
    fn wanted(&self, sets: u64) -> Vec<u64> {
        self.quantities.iter().map(|quantity| quantity.saturating_mul(sets)).collect()
    }

    /// A number of sets that no cart exceeds.
    fn bound(&self) -> u64 {
        let parts = self.quantities.iter().enumerate().map(|(part, quantity)| {
            let fits = self.members.iter().filter(|member| member.fits(part));
            let units = fits.fold(0_u64, |units, member| units.saturating_add(member.line.quantity));
            units.checked_div(*quantity).unwrap_or_default()
        });
        parts.min().unwrap_or_default()
    }

    fn worth(&self, taken: &[u64]) -> u128 {
        let units = self.members.iter().zip(taken);
        let worth = |(member, count): (&Member<'_>, &u64)| {
            u128::from(member.line.unit_price.get()).saturating_mul(u128::from(*count))
        };
        units.map(worth).fold(0, u128::saturating_add)
    }
}

/// Units assigned to parts.
struct Assignment<'s, 'a> {
    members: &'s [Member<'a>],
    parts: usize,
    /// The units of each line in each part, line by line.
    cells: Vec<u64>,
    /// The units that each part still takes.
    room: Vec<u64>,
    /// The units of each line that are assigned.
    taken: Vec<u64>,
}

impl<'s, 'a> Assignment<'s, 'a> {
    /// Assigns as many units as the parts take, the dearest first.
    fn of(sets: &Sets<'s, 'a>, wanted: &[u64]) -> Self {
        let (members, parts) = (sets.members, sets.quantities.len());
        let cells = vec![0; members.len().saturating_mul(parts)];
        let mut assignment = Self { members, parts, cells, room: wanted.to_vec(), taken: vec![0; members.len()] };
        for (place, member) in members.iter().enumerate() {
            let mut left = member.line.quantity;
            while left > 0 {
                let Some(path) = assignment.path(place) else { break };
                let units = assignment.push(&path, left);
                left = left.saturating_sub(units);
            }
            if let Some(taken) = assignment.taken.get_mut(place) {
                *taken = member.line.quantity.saturating_sub(left);
            }
        }
        assignment
    }

    /// The units of each line, if no part has room left.
    fn complete(self) -> Option<Vec<u64>> {
        self.room.iter().all(|room| *room == 0).then_some(self.taken)
    }

    /// The shortest way to make room for a unit of a line: the parts, each with the line whose unit moves there.
    fn path(&self, place: usize) -> Option<Vec<(usize, usize)>> {
        // Each part that is reached, with the line that moves there and the step before.
        let mut steps: Vec<(usize, usize, Option<usize>)> = Vec::new();
        let fits = |place: usize, part: usize| self.members.get(place).is_some_and(|member| member.fits(part));
        steps.extend((0..self.parts).filter(|part| fits(place, *part)).map(|part| (part, place, None)));
        let mut next = 0;
        while let Some((part, ..)) = steps.get(next).copied() {
            if self.room.get(part).is_some_and(|room| *room > 0) {
                return Some(Self::traced(&steps, next));
            }
            for mover in (0..self.members.len()).filter(|mover| self.cell(*mover, part) > 0) {
                for other in (0..self.parts).filter(|other| fits(mover, *other)) {
                    if steps.iter().all(|(reached, ..)| *reached != other) {
                        steps.push((other, mover, Some(next)));
                    }
                }
            }
            next = next.saturating_add(1);
        }
        None
    }

    /// The steps that lead to one, the first of them first.
    fn traced(steps: &[(usize, usize, Option<usize>)], last: usize) -> Vec<(usize, usize)> {
        let mut path = Vec::new();
        let mut step = Some(last);
        while let Some((part, mover, before)) = step.and_then(|step| steps.get(step)).copied() {
            path.push((part, mover));
            step = before;
        }
        path.reverse();
        path
    }

    /// Moves as many units along a path as it takes, at most this number.
    fn push(&mut self, path: &[(usize, usize)], most: u64) -> u64 {
        let moved = path.iter().zip(path.iter().skip(1)).map(|((from, _), (_, mover))| self.cell(*mover, *from));
        let room = path.last().and_then(|(part, _)| self.room.get(*part)).copied().unwrap_or_default();
        let units = moved.fold(most.min(room), u64::min);
        let mut from: Option<usize> = None;
        for (part, mover) in path {
            if let Some(cell) = from.and_then(|from| self.cell_mut(*mover, from)) {
                *cell = cell.saturating_sub(units);
            }
            if let Some(cell) = self.cell_mut(*mover, *part) {
                *cell = cell.saturating_add(units);
            }
            from = Some(*part);
        }
        if let Some(room) = path.last().and_then(|(part, _)| self.room.get_mut(*part)) {
            *room = room.saturating_sub(units);
        }
        units
    }

    fn place(&self, member: usize, part: usize) -> usize {
        member.saturating_mul(self.parts).saturating_add(part)
    }

    fn cell(&self, member: usize, part: usize) -> u64 {
        self.cells.get(self.place(member, part)).copied().unwrap_or_default()
    }

    fn cell_mut(&mut self, member: usize, part: usize) -> Option<&mut u64> {
        let place = self.place(member, part);
        self.cells.get_mut(place)
    }
}
