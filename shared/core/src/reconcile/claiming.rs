//! The ledger's part of a run: what is left is read before a decision, claimed before each write, and given back after an own
//! write alone (`docs/ledger.md` says why).

use std::collections::BTreeSet;

use discounts_ledger::{Changed, Claim, ClaimError, Held, Limits, Reading};
use jiff::{SignedDuration, Timestamp};

use crate::command::SessionCommand;
use crate::difference::Change;
use crate::policy::Policy;

use super::counting::{self, session_key};
use super::ledger::{Claimed, Known, Ledger};
use super::lock::Lock;
use super::message::{Action, PlannedWrite, ReconcileError};
use super::plan::Plan;
use super::state::{Reconciler, State, Step};
use super::version::SessionVersion;
use super::view::SessionView;

/// The longest life of a session at Stripe, for one that does not show its end.
const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(24);

impl<E> Reconciler<E> {
    /// The ledger was read, or not, for a decision on a purchase.
    pub(super) fn ledger_read(
        mut self,
        policy: &Policy,
        view: Box<SessionView>,
        reading: Option<Reading>,
        now: Timestamp,
    ) -> Step<E> {
        self.ledger = match reading {
            Some(reading) => Ledger::Read(Known { reading, spent: BTreeSet::new() }),
            None => self.unavailable(),
        };
        self.consider(policy, view, now)
    }

    /// Without the ledger nothing that counts is given. If the session has such a discount, nothing is written: what it has is
    /// claimed, and what is taken from it could be gone. Only what removes goes on.
    pub(super) fn lacks_ledger(&self, policy: &Policy, view: &SessionView) -> bool {
        let removes = policy.switched_off || matches!(self.command, SessionCommand::Remove(_));
        self.ledger == Ledger::Unavailable && !removes && counting::holds_counted(policy, view)
    }

    /// Claims what a write needs, and then makes the write. A write of a session that holds something is claimed for even if
    /// it needs nothing: the give-back of a call that does not know of it then finds a moved row.
    pub(super) fn reserve(mut self, policy: &Policy, plan: Box<Plan>, now: Timestamp) -> Step<E> {
        let lock = self.versions.lock(plan.view.version.as_ref());
        let bumps = lock.is_some_and(|lock| lock.bump.is_some());
        let row = match &self.ledger {
            // The write that the bump overtakes may land later, which the row has to say.
            Ledger::Unread | Ledger::Unavailable if bumps => return self.exit(ReconcileError::LedgerUnavailable, None),
            Ledger::Unused | Ledger::Unread | Ledger::Unavailable => return self.write(plan),
            Ledger::Read(known) => known.reading.row.as_ref(),
        };
        if !bumps && !Claim::is_needed(row, &plan.uses.wanted) {
            return self.write(plan);
        }
        let Some(session) = session_key(&plan.view) else { return self.write(plan) };
        let end = self.ends_at(&plan.view);
        match Claim::new(&session, row, &plan.uses.wanted, &plan.uses.limits, end) {
            Ok(claim) if bumps => self.claim(claim.before_a_bump(), Claimed::Write(plan)),
            Ok(claim) => self.claim(claim, Claimed::Write(plan)),
            Err(error) => self.claim_refused(policy, plan.view, &error, &plan.uses.limits, now),
        }
    }

    /// Claims what a session already has, and its row does not cover: a limit may be new.
    pub(super) fn cover(
        self,
        policy: &Policy,
        view: Box<SessionView>,
        (wanted, limits): (&Held, &Limits),
        now: Timestamp,
    ) -> Step<E> {
        let row = self.ledger.reading().and_then(|reading| reading.row.as_ref());
        let Some(session) = session_key(&view) else { return self.exit(ReconcileError::LedgerUnavailable, None) };
        match Claim::new(&session, row, wanted, limits, self.ends_at(&view)) {
            Ok(claim) => self.claim(claim, Claimed::Settle(view)),
            Err(error) => self.claim_refused(policy, view, &error, limits, now),
        }
    }

    /// Claims nothing before a bump that makes way for the clearing of lines.
    pub(super) fn reserve_to_clear(
        mut self,
        error: ReconcileError<E>,
        view: Box<SessionView>,
        (bump, to): (PlannedWrite, SessionVersion),
    ) -> Step<E> {
        if self.ledger == Ledger::Unused {
            return self.act(State::BumpingToClear(error, view, to), Action::Write(Box::new(bump)));
        }
        if self.ledger.reading().is_none() {
            // A row that is not known is met as a moved one.
            self.ledger = Ledger::Read(Known::default());
        }
        let row = self.ledger.reading().and_then(|reading| reading.row.as_ref());
        let Some(session) = session_key(&view) else { return self.done(Err(error)) };
        let limits = Limits::default();
        match Claim::new(&session, row, &Held::NOTHING, &limits, self.ends_at(&view)) {
            Ok(claim) => self.claim(claim.before_a_bump(), Claimed::Clear(error, view, Box::new(bump), to)),
            Err(_) => self.done(Err(error)),
        }
    }

    fn claim(self, claim: Claim, then: Claimed<E>) -> Step<E> {
        let change = Box::new(claim.change().clone());
        self.act(State::Reserving(Box::new(claim), then), Action::Reserve(change))
    }

    fn claim_refused(
        mut self,
        policy: &Policy,
        view: Box<SessionView>,
        error: &ClaimError,
        limits: &Limits,
        now: Timestamp,
    ) -> Step<E> {
        match (error, &mut self.ledger) {
            (ClaimError::AboveLimit(key), Ledger::Read(known)) => {
                let taken = known.reading.taken.entry(key.clone()).or_default();
                *taken = limits.limit(key).unwrap_or(u64::MAX).max(*taken);
            }
            // Stripe takes no write any more, which a write shows.
            _ => self.ledger = self.unavailable(),
        }
        self.consider(policy, view, now)
    }

    /// The claim was answered, or not at all: then nothing is `changed` for sure.
    pub(super) fn reserved(
        mut self,
        policy: &Policy,
        claim: Claim,
        then: Claimed<E>,
        changed: Option<Changed>,
        now: Timestamp,
    ) -> Step<E> {
        let is_made = changed == Some(Changed::Made);
        match changed {
            Some(changed) => self.ledger.learn(claim.change(), changed),
            None => self.ledger = self.unavailable(),
        }
        match then {
            Claimed::Write(mut plan) if is_made => {
                plan.uses.claim = Some(claim);
                self.write(plan)
            }
            Claimed::Clear(error, view, bump, to) if is_made => {
                self.act(State::BumpingToClear(error, view, to), Action::Write(bump))
            }
            Claimed::Clear(error, view, bump, to) if self.ledger != Ledger::Unavailable => {
                self.reserve_to_clear(error, view, (*bump, to))
            }
            Claimed::Clear(error, ..) => self.done(Err(error)),
            Claimed::Write(_) | Claimed::Settle(_) if !is_made && now >= self.calls_until => {
                self.exit(ReconcileError::Overtaken, None)
            }
            // Decided again, on what is now known to be left. The purchase is not read again.
            Claimed::Write(plan) => self.consider(policy, plan.view, now),
            Claimed::Settle(view) => self.consider(policy, view, now),
        }
    }

    /// The change that gives back what a write did not use; none unless Stripe made it under the session's version. After a
    /// write that leaves the discount, what was on the session is not known well enough.
    pub(super) fn give_back(&self, plan: &Plan, lock: Option<&Lock>) -> Option<discounts_ledger::Change> {
        lock.filter(|_| self.versions.are_kept() && plan.update.discount != Change::Keep)?;
        plan.uses.claim.as_ref()?.give_back(&plan.uses.wanted)
    }

    fn ends_at(&self, view: &SessionView) -> Timestamp {
        view.expires_at.unwrap_or_else(|| self.calls_until.checked_add(LONGEST_LIFE).unwrap_or(Timestamp::MAX))
    }

    fn unavailable(&mut self) -> Ledger {
        self.ledger_unavailable = true;
        Ledger::Unavailable
    }
}
