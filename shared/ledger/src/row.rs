//! The row of a session, and changes of it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::held::{Held, Limits};
use crate::key::{CounterKey, Name, SessionKey};

/// A session's row: what the session holds of each counter. For each counter, the amounts of all rows add up to what is taken.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Row {
    /// The revision, which each change raises.
    pub revision: Revision,
    /// The phase of the session's uses.
    pub phase: Phase,
    /// The amounts that the session holds: all that is on it, and all that a call may still write onto it.
    pub held: Held,
    /// True once a call has bumped the session's version: an earlier write may still land, so no call gives back before the
    /// session's end.
    pub keeps: bool,
    /// The time from which the sweep asks Stripe what became of the session, if the row is still open then.
    pub check_at: Timestamp,
    /// The id of the session at Stripe, where the key of the row is an id that was chosen before the session was created. A row
    /// of such a session has none until it is known.
    pub session: Option<Name>,
    /// The paid order, for reports; the protocol does not use it.
    pub order: Option<Order>,
}

/// A paid order: the totals that reports add up.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Order {
    /// The time at which it was settled.
    pub at: Timestamp,
    /// The currency of its amounts.
    pub currency: Name,
    /// The amount that was paid, in minor units.
    pub total: u64,
    /// The discount of each counted offer, in minor units.
    pub gave: BTreeMap<Name, u64>,
}

/// The amounts that a row holds; nothing without a row.
pub(crate) fn held_by(row: Option<&Row>) -> &Held {
    static NOTHING: Held = Held::NOTHING;
    row.map_or(&NOTHING, |row| &row.held)
}

/// The revision of a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Revision(u64);

impl Revision {
    /// The revision of a new row.
    pub const FIRST: Self = Self(1);

    /// The revision that a store holds as a number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The revision that a change leaves.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The phase of a session's uses. A row moves to a later phase only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Phase {
    /// Reserved: the session can still be paid.
    Open,
    /// Confirmed: the session is paid.
    Done,
    /// Given back: the session can't be paid any more.
    Gone,
}

/// A change of a row and of the counters that it moves: all of it is made, or nothing. Only the protocol makes one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Change {
    session: SessionKey,
    seen: Option<Row>,
    next: Row,
    /// The limits of counters that it takes of.
    limits: Limits,
}

impl Change {
    /// A change from the row as it was seen.
    pub(crate) fn new(session: &SessionKey, seen: Option<&Row>, next: Contents, limits: Limits) -> Self {
        let revision = seen.map_or(Revision::FIRST, |row| row.revision.next());
        let Contents { phase, held, keeps, check_at } = next;
        let (at_stripe, order) = seen.map(|row| (row.session.clone(), row.order.clone())).unwrap_or_default();
        let next = Row { revision, phase, held, keeps, check_at, session: at_stripe, order };
        Self { session: session.clone(), seen: seen.cloned(), next, limits }
    }

    /// This change, which also ends give-backs until the session's end.
    pub(crate) fn keeping(mut self) -> Self {
        self.next.keeps = true;
        self
    }

    /// This change, with the order if it confirms one.
    pub(crate) fn with_order(mut self, order: Order) -> Self {
        if self.next.phase == Phase::Done {
            self.next.order = Some(order);
        }
        self
    }

    /// This change, which also names the session at Stripe.
    pub(crate) fn naming(mut self, session: Name) -> Self {
        self.next.session = Some(session);
        self
    }

    /// A change that leaves a row as it is, its revision included, for the model.
    #[cfg(test)]
    pub(crate) fn forged(session: &SessionKey, row: Row) -> Self {
        Self { session: session.clone(), seen: Some(row.clone()), next: row, limits: Limits::default() }
    }

    /// The session.
    #[must_use]
    pub const fn session(&self) -> &SessionKey {
        &self.session
    }

    /// The revision that the row must still have; `None` if there must be no row.
    #[must_use]
    pub fn seen(&self) -> Option<Revision> {
        self.seen.as_ref().map(|row| row.revision)
    }

    /// The row that it leaves.
    #[must_use]
    pub const fn next(&self) -> &Row {
        &self.next
    }

    /// The limit of a counter; `None` if it has none here.
    #[must_use]
    pub fn limit(&self, key: &CounterKey) -> Option<u64> {
        self.limits.limit(key)
    }

    /// The moves of counters. None of them is by 0.
    #[must_use]
    pub fn moves(&self) -> Vec<Move<'_>> {
        let before = held_by(self.seen.as_ref());
        let taken = self.next.held.iter().filter_map(|(key, amount)| {
            let amount = amount.checked_sub(before.amount(key)).filter(|amount| *amount > 0)?;
            Some(Move { key, by: By::Taking { amount, limit: self.limits.limit(key) } })
        });
        let returned = before.iter().filter_map(|(key, amount)| {
            let amount = amount.checked_sub(self.next.held.amount(key)).filter(|amount| *amount > 0)?;
            Some(Move { key, by: By::GivingBack { amount } })
        });
        taken.chain(returned).collect()
    }
}

/// The contents of a row that a change leaves.
pub(crate) struct Contents {
    pub(crate) phase: Phase,
    pub(crate) held: Held,
    pub(crate) keeps: bool,
    pub(crate) check_at: Timestamp,
}

/// The move of one counter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Move<'c> {
    /// The counter.
    pub key: &'c CounterKey,
    /// The direction and the amount.
    pub by: By,
}

/// The direction and the amount of a move.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Adds to what is taken.
    Taking {
        /// The amount, at most the limit.
        amount: u64,
        /// The most that may be taken afterwards; `None` if that does not matter.
        limit: Option<u64>,
    },
    /// Subtracts from what is taken, unconditionally.
    GivingBack {
        /// The amount.
        amount: u64,
    },
}
