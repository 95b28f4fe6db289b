//! The contract of [`Store`]: checks that every implementation passes, each on counters and sessions of its own.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::arithmetic_side_effects,
    reason = "a check fails by a panic"
)]

mod alike;
mod rush;

use jiff::Timestamp;

use crate::{
    Changed, Claim, CounterKey, Held, Limits, Name, Order, Period, PeriodLength, Phase, Reading, Row, SessionEnd,
    SessionKey, Store, settle,
};

pub use alike::answers_are_those_of_memory;
pub use rush::Rush;

/// One caller's checks, one after the other.
pub async fn check(store: &dyn Store) {
    row_is_read_back_whole(store).await;
    change_is_made_on_the_revision_it_saw_alone(store).await;
    change_that_passes_a_limit_changes_nothing(store).await;
    moved_row_counts_before_a_spent_limit(store).await;
    counter_of_a_period_is_its_own(store).await;
    settlement_passes_limits_and_gives_back(store).await;
    stale_rows_are_open_hold_something_and_are_due(store).await;
}

/// The names of one check.
#[derive(Clone, Copy)]
struct Names(&'static str);

impl Names {
    fn session(self, id: u32) -> SessionKey {
        SessionKey::new(name(&format!("cs_test_{}_{id}", self.0)))
    }

    fn code(self, serial: u32) -> CounterKey {
        CounterKey::Code { series: name(self.0), serial }
    }

    fn held(self, amounts: &[(u32, u64)]) -> Held {
        amounts.iter().map(|(serial, amount)| (self.code(*serial), *amount)).collect()
    }

    fn limits(self, limits: &[(u32, u64)]) -> Limits {
        limits.iter().map(|(serial, limit)| (self.code(*serial), *limit)).collect()
    }

    async fn row(self, store: &dyn Store, id: u32) -> Option<Row> {
        store.read(&self.session(id), &[]).await.unwrap().row
    }

    async fn taken(self, store: &dyn Store, serial: u32) -> u64 {
        let key = self.code(serial);
        let Reading { taken, .. } = store.read(&self.session(0), std::slice::from_ref(&key)).await.unwrap();
        taken.get(&key).copied().unwrap_or(0)
    }

    /// Claims for a session as it now is.
    async fn claim(self, store: &dyn Store, id: u32, wanted: &[(u32, u64)], limits: &[(u32, u64)]) -> Changed {
        let row = self.row(store, id).await;
        let (wanted, limits) = (self.held(wanted), self.limits(limits));
        let claim = Claim::new(&self.session(id), row.as_ref(), &wanted, &limits, at(1_000)).unwrap();
        store.change(claim.change()).await.unwrap()
    }
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

async fn row_is_read_back_whole(store: &dyn Store) {
    let names = Names("whole");
    let session = names.session(1);
    let period = Some(Period::of(PeriodLength::Week, jiff::civil::date(2037, 1, 1)));
    let (offer, usd) = (name("spring"), name("usd"));
    let held: Held = [
        (CounterKey::Uses { offer: offer.clone(), period }, 1),
        (CounterKey::Budget { offer: offer.clone(), currency: usd.clone(), period }, 1_234_567),
        (CounterKey::Shopper { offer: offer.clone(), shopper: name("cus_1"), period: None }, 1),
        (names.code(7), 1),
    ]
    .into_iter()
    .collect();
    let keys: Vec<CounterKey> = held.iter().map(|(key, _)| key.clone()).collect();
    let empty = store.read(&session, &keys).await.unwrap();
    assert_eq!(empty.row, None);
    assert!(keys.iter().all(|key| empty.taken.get(key).copied().unwrap_or(0) == 0), "{empty:?}");

    let claim = Claim::new(&session, None, &held, &Limits::default(), at(4_000_000_000)).unwrap().before_a_bump();
    assert_eq!(store.change(claim.change()).await.unwrap(), Changed::Made);
    let reading = store.read(&session, &keys).await.unwrap();
    assert_eq!(reading.row.as_ref(), Some(claim.change().next()));
    for (key, amount) in held.iter() {
        assert_eq!(reading.taken.get(key), Some(&amount), "{key}");
    }
    let order = Order { at: at(2_000), currency: usd, total: 98_765, gave: [(offer, 1_234_567)].into() };
    let paid = settle(&session, reading.row.as_ref(), &held, SessionEnd::Paid, at(2_000)).with_order(order);
    let paid = paid.change.unwrap();
    assert_eq!(store.change(&paid).await.unwrap(), Changed::Made);
    assert_eq!(names.row(store, 1).await.as_ref(), Some(paid.next()));
    let failed = settle(&session, Some(paid.next()), &held, SessionEnd::Failed, at(3_000)).change.unwrap();
    assert_eq!(store.change(&failed).await.unwrap(), Changed::Made);
    assert_eq!(names.row(store, 1).await.as_ref(), Some(failed.next()));
    let after = store.read(&session, &keys).await.unwrap();
    assert!(after.taken.values().all(|taken| *taken == 0), "{after:?}");
}

async fn change_is_made_on_the_revision_it_saw_alone(store: &dyn Store) {
    let names = Names("revision");
    let claim = |row: Option<&Row>, wanted| {
        Claim::new(&names.session(1), row, &names.held(wanted), &Limits::default(), at(1_000)).unwrap()
    };
    let first = claim(None, &[(1, 2)]);
    assert_eq!(store.change(first.change()).await.unwrap(), Changed::Made);
    let left = names.row(store, 1).await;
    assert_eq!(left.as_ref(), Some(first.change().next()));
    let again = store.change(first.change()).await.unwrap();
    assert_eq!(again, Changed::Moved(left.clone()), "the second time");
    let same = claim(left.as_ref(), &[(1, 1)]);
    assert_eq!(same.change().moves(), []);
    assert_eq!(store.change(same.change()).await.unwrap(), Changed::Made, "without a move of a counter");
    assert_eq!(store.change(same.change()).await.unwrap(), Changed::Moved(names.row(store, 1).await));
    let other =
        Claim::new(&names.session(2), left.as_ref(), &names.held(&[(2, 1)]), &Limits::default(), at(0)).unwrap();
    assert_eq!(store.change(other.change()).await.unwrap(), Changed::Moved(None), "there is no row");
    let other = Claim::new(&names.session(2), left.as_ref(), &Held::NOTHING, &Limits::default(), at(0)).unwrap();
    assert_eq!(store.change(other.change()).await.unwrap(), Changed::Moved(None), "nor without a move");
    assert_eq!((names.taken(store, 1).await, names.taken(store, 2).await), (2, 0));
}

async fn change_that_passes_a_limit_changes_nothing(store: &dyn Store) {
    let names = Names("limit");
    let limits = [(1, 3), (2, 3), (3, 3)];
    assert_eq!(names.claim(store, 1, &[(1, 3), (2, 1)], &limits).await, Changed::Made);
    let all = Changed::Spent([(names.code(1), 3), (names.code(2), 1)].into());
    assert_eq!(names.claim(store, 2, &[(1, 1), (2, 3), (3, 1)], &limits).await, all, "each counter that lacks room");
    assert_eq!(names.row(store, 2).await, None);
    assert_eq!(names.taken(store, 3).await, 0);
    assert_eq!(names.claim(store, 2, &[(2, 2), (3, 1)], &limits).await, Changed::Made, "to the last one");
    assert_eq!(names.claim(store, 2, &[(2, 2)], &[(2, 2)]).await, Changed::Made, "what is held is under a new limit");
    assert_eq!(names.claim(store, 3, &[(1, 4)], &[]).await, Changed::Made, "without a limit");
    assert_eq!(names.taken(store, 1).await, 7);
}

async fn moved_row_counts_before_a_spent_limit(store: &dyn Store) {
    let names = Names("moved");
    let limits = names.limits(&[(1, 1)]);
    let late = Claim::new(&names.session(2), None, &names.held(&[(1, 1)]), &limits, at(1_000)).unwrap();
    assert_eq!(names.claim(store, 1, &[(1, 1)], &[]).await, Changed::Made);
    assert_eq!(names.claim(store, 2, &[(2, 1)], &[]).await, Changed::Made);
    assert_eq!(store.change(late.change()).await.unwrap(), Changed::Moved(names.row(store, 2).await));
}

async fn counter_of_a_period_is_its_own(store: &dyn Store) {
    let names = Names("period");
    let day = |day| {
        let period = Some(Period::of(PeriodLength::Day, jiff::civil::date(2037, 1, day)));
        CounterKey::Uses { offer: name("daily"), period }
    };
    for (id, key, made) in [(1, day(1), true), (2, day(1), false), (3, day(2), true)] {
        let (held, limits) = ([(&key, 1)].into_iter().collect(), [(key.clone(), 1)].into_iter().collect());
        let claim = Claim::new(&names.session(id), None, &held, &limits, at(1_000)).unwrap();
        let expected = if made { Changed::Made } else { Changed::Spent([(key.clone(), 1)].into()) };
        assert_eq!(store.change(claim.change()).await.unwrap(), expected, "{key}");
    }
}

async fn settlement_passes_limits_and_gives_back(store: &dyn Store) {
    let names = Names("settled");
    assert_eq!(names.claim(store, 1, &[(1, 3), (2, 2)], &[(1, 3), (2, 9)]).await, Changed::Made);
    let row = names.row(store, 1).await;
    let paid = settle(&names.session(1), row.as_ref(), &names.held(&[(1, 5)]), SessionEnd::Paid, at(2_000));
    assert_eq!(store.change(&paid.change.unwrap()).await.unwrap(), Changed::Made, "both directions at once");
    assert_eq!((names.taken(store, 1).await, names.taken(store, 2).await), (5, 0));
    assert_eq!(names.row(store, 1).await.unwrap().phase, Phase::Done);
    let spent = Changed::Spent([(names.code(1), 5)].into());
    assert_eq!(names.claim(store, 2, &[(1, 1)], &[(1, 3)]).await, spent, "above the limit stays above it");
}

async fn stale_rows_are_open_hold_something_and_are_due(store: &dyn Store) {
    let names = Names("stale");
    // Before every other check's rows, which are at least of 1970.
    let start = -100_000;
    let open = async |id: u32, end: i64, wanted: &[(u32, u64)]| {
        let claim = Claim::new(&names.session(id), None, &names.held(wanted), &Limits::default(), at(start + end));
        assert_eq!(store.change(claim.unwrap().change()).await.unwrap(), Changed::Made);
    };
    for (id, end) in [(1, 2_000), (2, 1_000), (3, 3_000), (4, 0)] {
        open(id, end, &[(id, 1)]).await;
    }
    open(5, 0, &[]).await;
    let row = names.row(store, 4).await;
    let paid = settle(&names.session(4), row.as_ref(), &names.held(&[(4, 1)]), SessionEnd::Paid, at(start));
    assert_eq!(store.change(&paid.change.unwrap()).await.unwrap(), Changed::Made);
    let stale = async |now: i64, most| store.stale(at(start + now), most).await.unwrap();
    assert_eq!(stale(1_599, 9).await, [], "ten minutes after the session's end");
    assert_eq!(stale(1_600, 9).await, [names.session(2)]);
    assert_eq!(stale(9_999, 9).await, [2, 1, 3].map(|id| names.session(id)));
    assert_eq!(stale(9_999, 2).await, [2, 1].map(|id| names.session(id)));
}
