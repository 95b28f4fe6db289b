//! The ledger as far as a run knows it.

use std::collections::BTreeSet;

use discounts_ledger::{Change, Changed, CounterKey, Held, Reading};

use super::message::{PlannedWrite, ReconcileError};
use super::plan::Plan;
use super::version::SessionVersion;
use super::view::SessionView;

/// The ledger as far as a run knows it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) enum Ledger {
    /// Nothing of the policy counts on this purchase, and the ledger is never asked.
    #[default]
    Unused,
    /// Not read since the purchase was.
    Unread,
    /// As read, and as changes have shown it since.
    Read(Known),
    /// Not answering.
    Unavailable,
}

/// The row and the counters as a run knows them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Known {
    pub(super) reading: Reading,
    /// The counters that lacked room for a claim of this run.
    pub(super) spent: BTreeSet<CounterKey>,
}

/// The continuation of a claim.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Claimed<E> {
    /// The write that it is for, with a bump before it if the key of the version is lost.
    Write(Box<Plan>),
    /// None: the session has a discount that its row does not cover.
    Settle(Box<SessionView>),
    /// The bump before lines are cleared.
    Clear(ReconcileError<E>, Box<SessionView>, Box<PlannedWrite>, SessionVersion),
}

impl Ledger {
    /// The ledger of a policy that counts, or does not.
    pub(super) fn begin(&mut self, counts: bool) {
        match (&self, counts) {
            (Self::Unused, true) => *self = Self::Unread,
            (_, false) => *self = Self::Unused,
            _ => {}
        }
    }

    /// A read of the purchase begins: the ledger is read beside it.
    pub(super) fn read_begins(&mut self) {
        if *self != Self::Unused {
            *self = Self::Unread;
        }
    }

    /// Takes over the answer to a change.
    pub(super) fn learn(&mut self, change: &Change, changed: Changed) {
        let Self::Read(known) = self else { return };
        match changed {
            Changed::Made => known.reading.make(change),
            changed @ Changed::Moved(_) => known.reading.learn(changed),
            Changed::Spent(mut taken) => {
                // A counter that others give back to and take from is asked for once more, and then taken for spent.
                for (key, taken) in &mut taken {
                    let limit = change.limit(key).filter(|_| !known.spent.insert(key.clone()));
                    *taken = limit.map_or(*taken, |limit| limit.max(*taken));
                }
                known.reading.learn(Changed::Spent(taken));
            }
        }
    }

    /// Returns whether the row does not cover a discount that is on the session.
    pub(super) fn lacks(&self, on_session: &Held) -> bool {
        let row = self.reading().map(|reading| reading.row.as_ref());
        row.is_some_and(|row| !on_session.beyond(row.map_or(&Held::NOTHING, |row| &row.held)).is_empty())
    }

    pub(super) fn reading(&self) -> Option<&Reading> {
        match self {
            Self::Read(known) => Some(&known.reading),
            Self::Unused | Self::Unread | Self::Unavailable => None,
        }
    }
}
