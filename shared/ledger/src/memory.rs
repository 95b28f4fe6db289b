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
    use std::task::{Context, Poll, Waker};
    use std::thread;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::{Claim, Held, Limits, Name, SessionEnd, settle};

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

    fn ready<T>(mut future: StoreFuture<'_, T>) -> T {
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result.unwrap(),
            Poll::Pending => panic!("it waits"),
        }
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
    fn change_is_made_on_the_revision_it_saw_alone() {
        let store = Memory::default();
        let claim = Claim::new(&session(1), None, &held(&[(1, 2)]), &Limits::default(), at(1_000)).unwrap();
        assert_eq!(ready(store.change(claim.change())), Changed::Made);
        let left = row(&store, 1);
        assert_eq!(left.as_ref(), Some(claim.change().next()));
        assert_eq!(ready(store.change(claim.change())), Changed::Moved(left.clone()), "the second time");
        assert_eq!(row(&store, 1), left);
        let next = Claim::new(&session(1), left.as_ref(), &held(&[(2, 1)]), &Limits::default(), at(1_000)).unwrap();
        let empty = Memory::default();
        assert_eq!(ready(empty.change(next.change())), Changed::Moved(None), "there is no row");
        assert_eq!(empty.taken(), BTreeMap::new());
        assert_eq!(ready(store.read(&session(1), &[code(1), code(2)])).taken, [(code(1), 2), (code(2), 0)].into());
    }

    #[test]
    fn change_that_passes_a_limit_changes_nothing() {
        let store = Memory::default();
        assert_eq!(claim(&store, 1, &held(&[(1, 3), (2, 1)])), Changed::Made);
        let all = Changed::Spent([(code(1), 3), (code(2), 1)].into());
        assert_eq!(claim(&store, 2, &held(&[(1, 1), (2, 3), (3, 1)])), all, "each counter that lacks room");
        assert_eq!(row(&store, 2), None);
        assert_eq!(store.taken(), [(code(1), 3), (code(2), 1)].into());
        assert_eq!(claim(&store, 2, &held(&[(2, 2), (3, 1)])), Changed::Made, "to the last one");
    }

    #[test]
    fn moved_row_counts_before_a_spent_limit() {
        let store = Memory::default();
        let limits: Limits = [(code(1), 1)].into_iter().collect();
        let late = Claim::new(&session(2), None, &held(&[(1, 1)]), &limits, at(1_000)).unwrap();
        assert_eq!(claim(&store, 1, &held(&[(1, 1)])), Changed::Made);
        assert_eq!(claim(&store, 2, &held(&[(2, 1)])), Changed::Made);
        assert_eq!(ready(store.change(late.change())), Changed::Moved(row(&store, 2)));
    }

    #[test]
    fn stale_rows_are_open_hold_something_and_are_due() {
        let store = Memory::default();
        let open = |id: u32, end: i64, wanted: &Held| {
            let claim = Claim::new(&session(id), None, wanted, &Limits::default(), at(end)).unwrap();
            ready(store.change(claim.change()))
        };
        for (id, end) in [(1, 2_000), (2, 1_000), (3, 3_000), (4, 0)] {
            assert_eq!(open(id, end, &held(&[(id, 1)])), Changed::Made);
        }
        assert_eq!(open(5, 0, &Held::NOTHING), Changed::Made);
        let paid = settle(&session(4), row(&store, 4).as_ref(), &held(&[(4, 1)]), SessionEnd::Paid, at(0));
        assert_eq!(ready(store.change(&paid.change.unwrap())), Changed::Made);
        let stale = |now, most| ready(store.stale(at(now), most));
        assert_eq!(stale(1_599, 9), [], "ten minutes after the session's end");
        assert_eq!(stale(1_600, 9), [session(2)]);
        assert_eq!(stale(9_999, 9), [session(2), session(1), session(3)]);
        assert_eq!(stale(9_999, 2), [session(2), session(1)]);
    }

    #[test]
    fn two_thousand_concurrent_sessions_share_a_hundred_uses() {
        let store = Memory::default();
        let limits: Limits = [(code(1), 100)].into_iter().collect();
        let won = |id: u32| {
            let claim = Claim::new(&session(id), None, &held(&[(1, 1)]), &limits, at(1_000)).unwrap();
            ready(store.change(claim.change())) == Changed::Made
        };
        let winners: usize = thread::scope(|scope| {
            let threads =
                [0, 500, 1_000, 1_500].map(|first| scope.spawn(move || (0..500).filter(|id| won(first + id)).count()));
            threads.map(|one| one.join().unwrap()).iter().sum()
        });
        assert_eq!(winners, 100);
        assert_eq!(store.taken(), [(code(1), 100)].into());
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
