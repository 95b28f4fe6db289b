//! A store in memory, for one process.

use std::collections::BTreeMap;
use std::future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::key::{CounterKey, SessionKey};
use crate::row::{By, Change, Phase, Row};
use crate::store::{Changed, Reading, Store, StoreFuture};

/// A store in memory. It never fails.
#[derive(Debug, Default)]
pub struct Memory(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    rows: BTreeMap<SessionKey, Row>,
    taken: BTreeMap<CounterKey, u64>,
}

impl Memory {
    /// The amount that is taken of each counter.
    #[cfg(test)]
    pub(crate) fn taken(&self) -> BTreeMap<CounterKey, u64> {
        self.state().taken.clone()
    }

    /// Every row.
    #[cfg(test)]
    pub(crate) fn rows(&self) -> BTreeMap<SessionKey, Row> {
        self.state().rows.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn taken(&self, key: &CounterKey) -> u64 {
        self.taken.get(key).copied().unwrap_or(0)
    }

    fn change(&mut self, change: &Change) -> Changed {
        let row = self.rows.get(change.session());
        if row.map(|row| row.revision) != change.seen() {
            return Changed::Moved(row.cloned());
        }
        let moves = change.moves();
        let spent = moves.iter().filter_map(|one| match one.by {
            By::Taking { amount, limit: Some(limit) } => {
                let taken = self.taken(one.key);
                (taken.saturating_add(amount) > limit).then(|| (one.key.clone(), taken))
            }
            By::Taking { limit: None, .. } | By::GivingBack { .. } => None,
        });
        let spent: BTreeMap<_, _> = spent.collect();
        if !spent.is_empty() {
            return Changed::Spent(spent);
        }
        for one in moves {
            let taken = self.taken(one.key);
            let taken = match one.by {
                By::Taking { amount, .. } => taken.saturating_add(amount),
                By::GivingBack { amount } => taken.saturating_sub(amount),
            };
            self.taken.insert(one.key.clone(), taken);
        }
        self.rows.insert(change.session().clone(), change.next().clone());
        Changed::Made
    }

    fn stale(&self, now: Timestamp, most: usize) -> Vec<SessionKey> {
        let open = |row: &Row| row.phase == Phase::Open && !row.held.is_empty();
        let due = self.rows.iter().filter(|(_, row)| open(row) && row.check_at <= now);
        let mut due: Vec<_> = due.map(|(session, row)| (row.check_at, session)).collect();
        due.sort();
        due.into_iter().take(most).map(|(_, session)| session.clone()).collect()
    }
}

impl Store for Memory {
    fn read<'a>(&'a self, session: &'a SessionKey, counters: &'a [CounterKey]) -> StoreFuture<'a, Reading> {
        let state = self.state();
        let taken = counters.iter().map(|key| (key.clone(), state.taken(key))).collect();
        Box::pin(future::ready(Ok(Reading { row: state.rows.get(session).cloned(), taken })))
    }

    fn change<'a>(&'a self, change: &'a Change) -> StoreFuture<'a, Changed> {
        Box::pin(future::ready(Ok(self.state().change(change))))
    }

    fn stale(&self, now: Timestamp, most: usize) -> StoreFuture<'_, Vec<SessionKey>> {
        Box::pin(future::ready(Ok(self.state().stale(now, most))))
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    use std::thread;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::{Claim, Held, Limits, Name, SessionEnd, contract, settle};

    fn session(id: u32) -> SessionKey {
        SessionKey::new(Name::parse(&format!("cs_test_{id}")).unwrap())
    }

    fn code(serial: u32) -> CounterKey {
        CounterKey::Code { series: Name::parse("MAY").unwrap(), serial }
    }

    fn held(amounts: &[(u32, u64)]) -> Held {
        amounts.iter().map(|(serial, amount)| (code(*serial), *amount)).collect()
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    /// Nothing waits for this store.
    fn block_on<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            Poll::Pending => panic!("it waits"),
        }
    }

    fn ready<T>(future: StoreFuture<'_, T>) -> T {
        block_on(future).unwrap()
    }

    fn row(store: &Memory, id: u32) -> Option<Row> {
        ready(store.read(&session(id), &[])).row
    }

    /// Claims for a session as it now is. Each code may be used three times.
    fn claim(store: &Memory, id: u32, wanted: &Held) -> Changed {
        let limits: Limits = (0..4).map(|serial| (code(serial), 3)).collect();
        let claim = Claim::new(&session(id), row(store, id).as_ref(), wanted, &limits, at(1_000)).unwrap();
        ready(store.change(claim.change()))
    }

    #[test]
    fn memory_keeps_the_contract() {
        let store = Memory::default();
        block_on(contract::check(&store));
        block_on(contract::answers_are_those_of_memory(&store, 200));
    }

    #[test]
    fn two_thousand_concurrent_sessions_share_a_limit() {
        let store = Memory::default();
        for rush in [contract::Rush::for_uses(2_000, 100), contract::Rush::for_a_budget(500, 50_000)] {
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| block_on(rush.work(&store)));
                }
            });
            block_on(rush.check(&store));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_taken_is_the_sum_of_the_rows(
            changes in vec((0..4_u32, vec((0..4_u32, 0..4_u64), 0..3), 0..3), 0..40),
        ) {
            let store = Memory::default();
            for (id, wanted, kind) in changes {
                let (before, wanted) = (row(&store, id), held(&wanted));
                let end = [SessionEnd::Pending, SessionEnd::Paid, SessionEnd::Failed][usize::try_from(kind).unwrap()];
                if kind == 0 && before.as_ref().is_none_or(|row| row.phase == Phase::Open) {
                    claim(&store, id, &wanted);
                } else if let Some(change) = settle(&session(id), before.as_ref(), &wanted, end, at(0)).change {
                    prop_assert_eq!(ready(store.change(&change)), Changed::Made);
                }
                let mut sums = BTreeMap::new();
                for row in store.rows().into_values() {
                    for (key, amount) in row.held.iter() {
                        let sum: &mut u64 = sums.entry(key.clone()).or_default();
                        *sum = sum.checked_add(amount).unwrap();
                    }
                }
                let taken: BTreeMap<_, _> = store.taken().into_iter().filter(|(_, amount)| *amount > 0).collect();
                prop_assert_eq!(taken, sums);
            }
        }
    }
}
