//! Many sessions at one moment for few uses.

use std::sync::atomic::{AtomicU32, Ordering};

use super::{Names, at, name};
use crate::{Changed, Claim, CounterKey, Held, Limits, Store};

/// Sessions that all want the uses and the budget of one offer, served by any number of concurrent workers.
#[derive(Debug)]
pub struct Rush {
    offer: &'static str,
    sessions: u32,
    uses: u64,
    budget: u64,
    next: AtomicU32,
    winners: AtomicU32,
}

impl Rush {
    /// A number of sessions for fewer uses.
    #[must_use]
    pub const fn for_uses(sessions: u32, uses: u64) -> Self {
        Self::new("rush-uses", sessions, uses, u64::MAX)
    }

    /// A number of sessions for a budget, in amounts that do not divide it.
    #[must_use]
    pub const fn for_a_budget(sessions: u32, budget: u64) -> Self {
        Self::new("rush-budget", sessions, u64::MAX, budget)
    }

    const fn new(offer: &'static str, sessions: u32, uses: u64, budget: u64) -> Self {
        Self { offer, sessions, uses, budget, next: AtomicU32::new(0), winners: AtomicU32::new(0) }
    }

    fn keys(&self) -> [CounterKey; 2] {
        let offer = name(self.offer);
        let currency = name("usd");
        [CounterKey::Uses { offer: offer.clone(), period: None }, CounterKey::Budget { offer, currency, period: None }]
    }

    /// Serves sessions until none is left.
    pub async fn work(&self, store: &dyn Store) {
        loop {
            let id = self.next.fetch_add(1, Ordering::Relaxed);
            if id >= self.sessions {
                return;
            }
            if self.serve(store, id).await {
                self.winners.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Claims for one session as a call does: what the limits leave of what it wants. Returns whether it got anything.
    async fn serve(&self, store: &dyn Store, id: u32) -> bool {
        let (session, keys) = (Names(self.offer).session(id), self.keys());
        let [uses, budget] = &keys;
        let limits: Limits = [(uses.clone(), self.uses), (budget.clone(), self.budget)].into_iter().collect();
        let mut reading = store.read(&session, &keys).await.unwrap();
        loop {
            let amount = u64::from(id % 7 + 1) * 101;
            let amount = amount.min(reading.room(budget, &limits).unwrap_or(0));
            if amount == 0 || reading.room(uses, &limits) == Some(0) {
                return false;
            }
            let wanted: Held = [(uses, 1), (budget, amount)].into_iter().collect();
            let claim = Claim::new(&session, reading.row.as_ref(), &wanted, &limits, at(1_000)).unwrap();
            match store.change(claim.change()).await.unwrap() {
                Changed::Made => return true,
                // Each round has learnt of a counter that is fuller than before, so it ends.
                changed => reading.learn(changed),
            }
        }
    }

    /// Checks the counters afterwards: a limit is reached, and not passed.
    pub async fn check(&self, store: &dyn Store) {
        let keys = self.keys();
        let taken = store.read(&Names(self.offer).session(0), &keys).await.unwrap().taken;
        let [uses, budget] = keys.map(|key| taken.get(&key).copied().unwrap_or(0));
        assert_eq!(uses, u64::from(self.winners.load(Ordering::Relaxed)), "each winner has one use");
        assert!(uses == self.uses || budget == self.budget, "{uses} uses, {budget} of the budget");
        assert!(uses <= self.uses && budget <= self.budget, "{uses} uses, {budget} of the budget");
    }
}
