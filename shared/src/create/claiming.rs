//! The uses of a session that is decided before it exists: they are claimed under an id of our own, which is in the session's
//! metadata, and the row gets the session's id before anybody can learn how to pay it.
//!
//! A call that ends before that leaves a row without a session. Nobody can pay such a session, so the sweep gives its uses back.

use std::collections::BTreeSet;

use discounts_core::counts::{Counters, wanted};
use discounts_core::facts::Rooms;
use discounts_core::{Decision, Policy, Snapshot};
use discounts_ledger::{Changed, Claim, ClaimError, CounterKey, Held, Name, Reading, SessionEnd, Store, settle};
use jiff::Timestamp;

use crate::counted::LedgerCalls;
use crate::deadline::Deadline;

/// The ledger's part of one creation.
pub(super) struct Claiming<'l> {
    calls: Option<LedgerCalls<'l>>,
    deadline: Deadline,
    known: Known,
    /// The claim, once it is made.
    claim: Option<Claim>,
}

/// The row and the counters, as far as they are known.
enum Known {
    NotRead,
    Read(Reading, BTreeSet<CounterKey>),
    Unavailable,
}

impl<'l> Claiming<'l> {
    /// Claims under an id.
    pub(super) fn under(store: Option<&'l dyn Store>, id: &str, deadline: Deadline) -> Self {
        Self { calls: LedgerCalls::under(store, id), deadline, known: Known::NotRead, claim: None }
    }

    /// The rest of each limit for a session.
    pub(super) async fn rooms(&mut self, policy: &Policy, session: &Snapshot, now: Timestamp) -> Rooms<'static> {
        let Some(calls) = &mut self.calls else { return Rooms::NotAsked };
        let counters = Counters::of(policy, session, now);
        if let Known::NotRead = self.known {
            let reading = calls.read(&counters.keys(), self.deadline).await;
            self.known = reading.map_or(Known::Unavailable, |reading| Known::Read(reading, BTreeSet::new()));
        }
        match &self.known {
            Known::NotRead | Known::Unavailable => Rooms::Unavailable,
            Known::Read(reading, _) => counters.rooms(reading),
        }
    }

    /// Claims what a decision takes. Returns false if something of it is not left, so that it has to be decided again.
    pub(super) async fn claim(
        &mut self,
        policy: &Policy,
        session: &Snapshot,
        decision: &Decision,
        expires_at: i64,
    ) -> bool {
        let (Some(calls), Known::Read(reading, spent)) = (&self.calls, &mut self.known) else { return true };
        let wanted = wanted(policy, session, decision);
        if wanted.is_empty() {
            return true;
        }
        let limits = Counters::of(policy, session, decision.now).limits();
        let end = Timestamp::from_second(expires_at).unwrap_or(Timestamp::MAX);
        let claim = match Claim::new(calls.session(), reading.row.as_ref(), &wanted, &limits, end) {
            Ok(claim) => claim,
            Err(ClaimError::AboveLimit(key)) => {
                reading.taken.insert(key, u64::MAX);
                return false;
            }
            Err(ClaimError::SessionEnded) => {
                self.known = Known::Unavailable;
                return false;
            }
        };
        match calls.change(claim.change(), self.deadline).await {
            Some(Changed::Made) => {
                self.claim = Some(claim);
                return true;
            }
            Some(Changed::Spent(mut taken)) => {
                // A counter that others give back to and take from is asked for once more, and then taken for spent.
                for (key, taken) in &mut taken {
                    if !spent.insert(key.clone()) {
                        *taken = u64::MAX;
                    }
                }
                reading.learn(Changed::Spent(taken));
            }
            Some(moved @ Changed::Moved(_)) => reading.learn(moved),
            None => self.known = Known::Unavailable,
        }
        false
    }

    /// Names the created session in its row. Returns false if that failed.
    pub(super) async fn name_session(&self, id: &str) -> bool {
        let Some((calls, claim)) = self.calls.as_ref().zip(self.claim.as_ref()) else { return true };
        let Some(id) = Name::parse(id) else { return false };
        calls.change(&claim.name_session(id), self.deadline.for_corrections()).await == Some(Changed::Made)
    }

    /// Gives back what was claimed for a session that does not come about. If that fails, the sweep does it.
    pub(super) async fn give_back(&self, now: Timestamp) {
        let Some((calls, claim)) = self.calls.as_ref().zip(self.claim.as_ref()) else { return };
        let row = claim.change().next();
        let settlement = settle(calls.session(), Some(row), &Held::NOTHING, SessionEnd::Expired, now);
        if let Some(change) = settlement.change {
            calls.change(&change, self.deadline.for_corrections()).await;
        }
    }
}
