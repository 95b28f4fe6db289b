//! Units of lines assigned to the parts of a bundle, the dearest first.
//!
//! Lines that fit the same parts are one class: in a part their units are alike. With `c` classes and `p` parts a path is
//! found in `O(c * p)` steps, and lines that fit only parts which are full for good need none.

use crate::facts::Member;

/// Units assigned to parts.
pub(super) struct Assignment<'c> {
    /// The parts that each class of lines fits, a bit each.
    classes: &'c [u32],
    parts: usize,
    /// The units of each class in each part, class by class.
    cells: Vec<u64>,
    /// The units that each part still takes.
    room: Vec<u64>,
    /// The parts that have room, a bit each.
    open: u32,
    /// The parts that take no more units, and whose units can't move to one that does.
    closed: u32,
    /// The units of each line that are assigned.
    pub(super) taken: Vec<u64>,
}

/// The parts that each class of lines fits, a bit each, in ascending order.
pub(super) fn classes(members: &[Member<'_>]) -> Vec<u32> {
    let mut classes: Vec<u32> = members.iter().map(Member::filters).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// A step of a path: a part, the class whose units move there, and the step before it.
type Step = (usize, usize, Option<usize>);

impl<'c> Assignment<'c> {
    /// Assigns as many units as the parts take.
    pub(super) fn of(members: &[Member<'_>], classes: &'c [u32], wanted: Vec<u64>) -> Self {
        #[cfg(test)]
        tests::MADE.set(Self::made().saturating_add(1));
        let cells = vec![0; classes.len().saturating_mul(wanted.len())];
        let taken = Vec::with_capacity(members.len());
        let open = bits(wanted.iter().enumerate().filter(|(_, room)| **room > 0).map(|(part, _)| part));
        let mut assignment = Self { classes, parts: wanted.len(), cells, room: wanted, open, closed: 0, taken };
        for member in members {
            let units = assignment.assign(member);
            assignment.taken.push(units);
        }
        assignment
    }

    /// The units that the parts still take.
    pub(super) fn missing(&self) -> u64 {
        self.room.iter().fold(0_u64, |sum, room| sum.saturating_add(*room))
    }

    /// The parts, a bit each, that have room, or whose units could move to one that has: all units that fit them are in them.
    pub(super) fn short(&self) -> u32 {
        let mut short = self.open;
        loop {
            let mut more = short;
            for (class, fits) in self.classes.iter().enumerate().filter(|(_, fits)| **fits & short != 0) {
                more |= bits((0..self.parts).filter(|part| fits >> part & 1 == 1 && self.cell(class, *part) > 0));
            }
            if more == short {
                return short;
            }
            short = more;
        }
    }

    /// Assigns units of a line, and returns how many.
    fn assign(&mut self, member: &Member<'_>) -> u64 {
        let fits = member.filters();
        if self.open == 0 || fits & !self.closed == 0 {
            return 0;
        }
        let Ok(class) = self.classes.binary_search(&fits) else { return 0 };
        let mut left = member.line.quantity;
        while left > 0 {
            let direct = fits & self.open;
            let units = if direct == 0 {
                let Some(path) = self.path(class) else { break };
                self.push(&path, left)
            } else {
                self.push(&[(direct.trailing_zeros() as usize, class)], left)
            };
            left = left.saturating_sub(units);
        }
        member.line.quantity.saturating_sub(left)
    }

    /// The shortest way to make room for a unit of a class: the parts, each with the class whose unit moves there. Without a way,
    /// the parts that were tried are closed.
    fn path(&mut self, class: usize) -> Option<Vec<(usize, usize)>> {
        let mut steps: Vec<Step> = Vec::with_capacity(self.parts);
        let mut reached = 0;
        self.reach(&mut steps, &mut reached, class, None);
        let mut next = 0;
        while let Some((part, ..)) = steps.get(next).copied() {
            if self.open >> part & 1 == 1 {
                return Some(traced(&steps, next));
            }
            for mover in (0..self.classes.len()).filter(|mover| self.cell(*mover, part) > 0) {
                self.reach(&mut steps, &mut reached, mover, Some(next));
            }
            next = next.saturating_add(1);
        }
        self.closed |= reached;
        None
    }

    /// Adds the parts to which units of a class can move.
    fn reach(&self, steps: &mut Vec<Step>, reached: &mut u32, class: usize, before: Option<usize>) {
        let fits = self.classes.get(class).copied().unwrap_or_default();
        let new = fits & !*reached;
        if new != 0 {
            steps.extend((0..self.parts).filter(|part| new >> part & 1 == 1).map(|part| (part, class, before)));
            *reached |= new;
        }
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
        if let Some((part, room)) = path.last().and_then(|(part, _)| Some((*part, self.room.get_mut(*part)?))) {
            *room = room.saturating_sub(units);
            if *room == 0 {
                self.open &= !(1 << part);
            }
        }
        units
    }

    fn place(&self, class: usize, part: usize) -> usize {
        class.saturating_mul(self.parts).saturating_add(part)
    }

    fn cell(&self, class: usize, part: usize) -> u64 {
        self.cells.get(self.place(class, part)).copied().unwrap_or_default()
    }

    fn cell_mut(&mut self, class: usize, part: usize) -> Option<&mut u64> {
        let place = self.place(class, part);
        self.cells.get_mut(place)
    }
}

/// A bit for each part.
fn bits(parts: impl Iterator<Item = usize>) -> u32 {
    parts.fold(0, |bits, part| bits | (1 << part))
}

/// The steps that lead to one, the first of them first.
fn traced(steps: &[Step], last: usize) -> Vec<(usize, usize)> {
    let mut path = Vec::new();
    let mut step = Some(last);
    while let Some((part, mover, before)) = step.and_then(|step| steps.get(step)).copied() {
        path.push((part, mover));
        step = before;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::Assignment;

    thread_local! {
        /// The number of assignments that this thread has made.
        pub(super) static MADE: Cell<usize> = const { Cell::new(0) };
    }

    impl Assignment<'_> {
        /// The number of assignments that this thread has made: work is counted, not timed.
        pub(in crate::effect) fn made() -> usize {
            MADE.get()
        }
    }
}
