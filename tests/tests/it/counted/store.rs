//! A ledger that fails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{future, io};

use discounts_ledger::{By, Change, Changed, CounterKey, Memory, Reading, SessionKey, Store, StoreError, StoreFuture};
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
    revoked: Mutex<BTreeSet<CounterKey>>,
}

impl Faulty {
    pub(super) fn new() -> Self {
        Self {
            ledgers: <_>::default(),
            is_lost: AtomicBool::new(false),
            failing: Mutex::new((Failing::No, 0)),
            revoked: Mutex::default(),
        }
    }

    /// Loses everything, as an old backup would.
    pub(super) fn lose(&self) {
        self.is_lost.store(true, Ordering::Relaxed);
    }

    /// Revokes a code, as the table does: all of it is taken, and no claim gets it.
    pub(super) fn revoke(&self, code: CounterKey) {
        self.revoked.lock().unwrap().insert(code);
    }

    fn taken_of_revoked(&self) -> impl Iterator<Item = (CounterKey, u64)> {
        self.revoked.lock().unwrap().clone().into_iter().map(|code| (code, u64::MAX))
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
            Failing::No | Failing::Changes | Failing::Answers => Box::pin(async {
                let mut reading = self.inner().read(session, counters).await?;
                reading.taken.extend(self.taken_of_revoked().filter(|(code, _)| counters.contains(code)));
                Ok(reading)
            }),
        }
    }

    fn change<'a>(&'a self, change: &'a Change) -> StoreFuture<'a, Changed> {
        match self.failing(true) {
            Failing::No => {
                let takes = |code: &CounterKey| {
                    change.moves().iter().any(|one| one.key == code && matches!(one.by, By::Taking { .. }))
                };
                let spent: BTreeMap<_, _> = self.taken_of_revoked().filter(|(code, _)| takes(code)).collect();
                if spent.is_empty() {
                    return self.inner().change(change);
                }
                Box::pin(future::ready(Ok(Changed::Spent(spent))))
            }
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
