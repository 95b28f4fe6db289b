//! The store of rows and counters.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::pin::Pin;

use jiff::Timestamp;

use crate::held::Limits;
use crate::key::{CounterKey, SessionKey};
use crate::row::{By, Change, Row, held_by};

/// A pending call to a store.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A store of rows and counters: one operation, in three calls.
pub trait Store: fmt::Debug + Send + Sync {
    /// Reads a session's row and some counters, as the last change left each. The row and the counters may be of different
    /// moments.
    fn read<'a>(&'a self, session: &'a SessionKey, counters: &'a [CounterKey]) -> StoreFuture<'a, Reading>;

    /// Makes a change as one transaction: of concurrent changes of one row, one is made.
    fn change<'a>(&'a self, change: &'a Change) -> StoreFuture<'a, Changed>;

    /// Returns at most `most` sessions whose rows are open, hold something, and were to be checked by `now`, the ones that
    /// are due longest first.
    fn stale(&self, now: Timestamp, most: usize) -> StoreFuture<'_, Vec<SessionKey>>;
}

/// The rows and counters as read.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Reading {
    /// The session's row; `None` if it has no row.
    pub row: Option<Row>,
    /// The amount that is taken of each counter that was asked for; a counter that is not listed has 0.
    pub taken: BTreeMap<CounterKey, u64>,
}

impl Reading {
    /// The most that the session can hold of a counter, what it holds already included; `None` if the counter has no limit. It
    /// is never above the limit.
    #[must_use]
    pub fn room(&self, key: &CounterKey, limits: &Limits) -> Option<u64> {
        let taken = self.taken.get(key).copied().unwrap_or(0);
        limits.room(key, taken, held_by(self.row.as_ref()).amount(key))
    }

    /// Takes over a change that was made.
    pub fn make(&mut self, change: &Change) {
        for one in change.moves() {
            let taken = self.taken.entry(one.key.clone()).or_default();
            *taken = match one.by {
                By::Taking { amount, .. } => taken.saturating_add(amount),
                By::GivingBack { amount } => taken.saturating_sub(amount),
            };
        }
        self.row = Some(change.next().clone());
    }

    /// Takes over what the store answered to a change that was not made, so that the next claim is made on it.
    pub fn learn(&mut self, changed: Changed) {
        match changed {
            Changed::Made => {}
            Changed::Moved(row) => self.row = row,
            Changed::Spent(taken) => self.taken.extend(taken),
        }
    }
}

/// The outcome of a change.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Changed {
    /// The change is made.
    Made,
    /// Nothing is changed: the row is another one by now. It counts before [`Changed::Spent`].
    Moved(Option<Row>),
    /// Nothing is changed: a limit would be passed. It names the counters that lack room, at least one, with what is taken.
    Spent(BTreeMap<CounterKey, u64>),
}

/// A failed call to a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store did not answer, or not in a way that can be read. Whether a change is made is unknown.
    #[error("the ledger can't be reached")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Claim, Held, Name};

    fn code(serial: u32) -> CounterKey {
        CounterKey::Code { series: Name::parse("MAY").unwrap(), serial }
    }

    #[test]
    fn changes_that_were_made_leave_the_room_of_the_session() {
        let (session, limits) =
            (SessionKey::new(Name::parse("cs_test_1").unwrap()), [(code(1), 10)].into_iter().collect());
        let mut reading = Reading { row: None, taken: [(code(1), 4)].into() };
        let held: Held = [(code(1), 3)].into_iter().collect();
        let claim = Claim::new(&session, None, &held, &limits, Timestamp::UNIX_EPOCH).unwrap();
        reading.make(claim.change());
        assert_eq!((reading.taken[&code(1)], reading.room(&code(1), &limits)), (7, Some(6)));
        let back = claim.give_back(&[(code(1), 1)].into_iter().collect()).unwrap();
        reading.make(&back);
        assert_eq!((reading.taken[&code(1)], reading.room(&code(1), &limits)), (5, Some(6)));
        assert_eq!(reading.row.as_ref(), Some(back.next()));
    }
}
