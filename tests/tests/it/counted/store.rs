//! A ledger that fails.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{future, io};

use discounts_ledger::{Change, Changed, CounterKey, Memory, Reading, SessionKey, Store, StoreError, StoreFuture};
use jiff::Timestamp;

/// The way in which a ledger fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Failing {
    /// Not at all.
    No,
    /// No call is made.
    Down,
    /// No change is made.
    Changes,
    /// Changes are made, and their answers are lost.
    Answers,
    /// No call is ever answered.
    Hanging,
}

#[derive(Debug)]
pub(super) struct Faulty {
    /// The second one is what is left after the first was lost.
    ledgers: [Memory; 2],
    is_lost: AtomicBool,
    failing: Mutex<(Failing, u32)>,
}

impl Faulty {
    pub(super) fn new() -> Self {
        Self { ledgers: <_>::default(), is_lost: AtomicBool::new(false), failing: Mutex::new((Failing::No, 0)) }
    }

    /// Loses everything, as an old backup would.
    pub(super) fn lose(&self) {
        self.is_lost.store(true, Ordering::Relaxed);
    }

    fn inner(&self) -> &Memory {
        &self.ledgers[usize::from(self.is_lost.load(Ordering::Relaxed))]
    }

    /// Fails from here on.
    pub(super) fn fail(&self, failing: Failing) {
        self.fail_after(0, failing);
    }

    /// Fails after this number of further changes.
    pub(super) fn fail_after(&self, changes: u32, failing: Failing) {
        *self.failing.lock().unwrap() = (failing, changes);
    }

    fn failing(&self, is_change: bool) -> Failing {
        let mut failing = self.failing.lock().unwrap();
        match &mut *failing {
            (_, left @ 1..) => {
                *left -= u32::from(is_change);
                Failing::No
            }
            (failing, 0) => *failing,
        }
    }
}

fn unavailable<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable(Box::new(io::Error::other("the table is down"))))
}

impl Store for Faulty {
    fn read<'a>(&'a self, session: &'a SessionKey, counters: &'a [CounterKey]) -> StoreFuture<'a, Reading> {
        match self.failing(false) {
            Failing::Down => Box::pin(future::ready(unavailable())),
            Failing::Hanging => Box::pin(future::pending()),
            Failing::No | Failing::Changes | Failing::Answers => self.inner().read(session, counters),
        }
    }

    fn change<'a>(&'a self, change: &'a Change) -> StoreFuture<'a, Changed> {
        match self.failing(true) {
            Failing::No => self.inner().change(change),
            Failing::Down | Failing::Changes => Box::pin(future::ready(unavailable())),
            Failing::Answers => {
                drop(self.inner().change(change));
                Box::pin(future::ready(unavailable()))
            }
            Failing::Hanging => Box::pin(future::pending()),
        }
    }

    fn stale(&self, now: Timestamp, most: usize) -> StoreFuture<'_, Vec<SessionKey>> {
        match self.failing(false) {
            Failing::Down => Box::pin(future::ready(unavailable())),
            Failing::Hanging => Box::pin(future::pending()),
            Failing::No | Failing::Changes | Failing::Answers => self.inner().stale(now, most),
        }
    }
}
