//! The state machine: what each observation leads to.

use jiff::Timestamp;

use crate::command::SessionCommand;
use crate::policy::Policy;

use super::lock::RejectedWrite;
use super::message::{Action, Failure, FailureKind, Observation, PlannedWrite, ReconcileError};
use super::plan::Plan;
use super::projection::unknown_prices;
use super::state::{Obligation, Reconciler, State, Step, Updates};

/// Reads that repeat because an answer to a write does not show what became of it, and clearing writes that repeat.
pub(super) const MAX_REREADS: u32 = 3;

impl<E> Reconciler<E> {
    /// Returns the step that follows an observation.
    #[must_use]
    pub fn next(self, policy: &Policy, seen: Observation<E>, now: Timestamp) -> Step<E> {
        let mut step = self.after(policy, seen, now);
        if let Step::Act(next, Action::Read) = &mut step {
            next.versions.read_begins(now);
            next.ledger.read_begins();
        }
        step
    }

    fn after(mut self, policy: &Policy, seen: Observation<E>, now: Timestamp) -> Step<E> {
        use Observation::{
            Bumped, Changed, Customer, Failed, Ledger, LedgerUnavailable, Prices, Replayed, Session, Torn, Waited,
        };
        match (std::mem::replace(&mut self.state, State::Reading { retried: false }), seen) {
            (State::Reading { .. }, Session(view) | Replayed(view))
            // Given back later, by the session's end or by the sweep.
            | (State::Releasing(view, _), LedgerUnavailable) => self.consider(policy, view, now),
            (State::Reading { retried: false }, Torn(_)) => self.act(State::Reading { retried: true }, Action::Read),
            (State::ReadingCustomer(view), Customer(customer)) => {
                self.customer = Some(customer);
                self.consider(policy, view, now)
            }
            (State::ReadingPrices(view), Prices(prices)) => {
                self.prices.extend(prices);
                // A price that was asked for and not answered is unknown; it is not asked for again.
                if let SessionCommand::Change(edit) = &self.command {
                    let unknown = unknown_prices(&view, edit, &self.prices);
                    self.prices.extend(unknown.into_iter().map(|price| (price, None)));
                }
                self.consider(policy, view, now)
            }
            (State::ReadingLedger(view), Ledger(reading)) => self.ledger_read(policy, view, Some(reading), now),
            (State::ReadingLedger(view), LedgerUnavailable) => self.ledger_read(policy, view, None, now),
            (State::Reserving(claim, then), Changed(changed)) => self.reserved(policy, *claim, then, Some(changed), now),
            (State::Reserving(claim, then), LedgerUnavailable) => self.reserved(policy, *claim, then, None, now),
            (State::Releasing(view, change), Changed(changed)) => {
                self.ledger.learn(&change, changed);
                self.consider(policy, view, now)
            }
            (State::Jittering(plan), Waited) => self.reserve(policy, plan, now),
            (State::Bumping(mut plan, to), Bumped(answered)) => {
                self.versions.bumped(&to, answered.as_ref());
                plan.view.version = Some(to);
                self.write(plan)
            }
            (State::Bumping(..), Failed(failure)) => self.bump_failed(failure, now),
            (State::Writing(plan, _, lock), Session(view)) => self.written(policy, &plan, lock.as_ref(), view, now),
            (State::Writing(plan, ..), Replayed(_)) => {
                self.may_be_written(&plan);
                self.read()
            }
            (State::Writing(plan, ..), Torn(error)) => {
                self.may_be_written(&plan);
                self.read_again(error)
            }
            (State::Writing(plan, write, lock), Failed(failure)) => {
                let locked = lock.is_some();
                self.write_failed(policy, *plan, write, locked, failure, now)
            }
            (State::ResendingRejected { completes_command }, Session(_) | Replayed(_) | Torn(_)) => {
                // Stripe made it after all. The lowering half of a split update leaves the edit to write.
                self.versions.use_up();
                (self.changed, self.pending, self.rejected_edit) = (true, !completes_command, None);
                self.read()
            }
            (
                State::ResendingRejected { .. },
                Failed(Failure { kind: FailureKind::ReplayedRejection | FailureKind::ReplayedFailure, error }),
            ) => {
                self.versions.key_failed();
                self.read_again(error)
            }
            (State::ResendingRejected { .. }, Failed(_)) => self.back_off(now),
            (State::Explaining(_), Failed(Failure { kind: FailureKind::NotOpen, error })) => {
                self.exit(ReconcileError::Stripe(error), Some(FailureKind::NotOpen))
            }
            (State::Explaining(error), _) => self.exit(ReconcileError::Stripe(error), Some(FailureKind::Rejected)),
            (State::WaitingToClear(error, view), _) => self.clear(error, &view, false),
            (State::BumpingToClear(error, mut view, to), Bumped(answered)) => {
                self.versions.bumped(&to, answered.as_ref());
                view.version = Some(to);
                self.clear(error, &view, true)
            }
            (State::Clearing { error, .. }, Session(view) | Replayed(view)) => self.cleared(error, &view),
            (State::Clearing { error, locked: true }, Failed(failure)) => {
                self.clearing_failed(error, failure.kind, now)
            }
            (State::ResendingToClear(error), seen) => self.resent_to_clear(error, &seen),
            (State::ReadingToClear(error), Session(view) | Replayed(view)) => self.clear_again(error, &view),
            (State::Clearing { error, .. } | State::BumpingToClear(error, ..) | State::ReadingToClear(error), _) => {
                self.done(Err(error))
            }
            (_, Failed(failure)) => self.exit(ReconcileError::Stripe(failure.error), Some(failure.kind)),
            (_, Torn(error)) => self.exit(ReconcileError::Stripe(error), Some(FailureKind::Other)),
            // Never asked for here: what the purchase is now is the only thing that counts.
            (
                _,
                Session(_) | Replayed(_) | Bumped(_) | Customer(_) | Prices(_) | Ledger(_) | Changed(_)
                | LedgerUnavailable | Waited,
            ) => self.read(),
        }
    }

    fn bump_failed(mut self, failure: Failure<E>, now: Timestamp) -> Step<E> {
        match failure.kind {
            FailureKind::ReplayedFailure => {
                self.versions.bump_failed();
                self.read_again(failure.error)
            }
            FailureKind::Conflict => {
                self.versions.conflict(now);
                self.back_off(now)
            }
            kind => self.exit(ReconcileError::Stripe(failure.error), Some(kind)),
        }
    }

    fn write_failed(
        mut self,
        policy: &Policy,
        plan: Plan,
        write: Box<PlannedWrite>,
        locked: bool,
        failure: Failure<E>,
        now: Timestamp,
    ) -> Step<E> {
        match failure.kind {
            FailureKind::Rejected | FailureKind::ReplayedRejection => {
                if locked {
                    self.versions.rejected(RejectedWrite { write, completes_command: plan.completes_command });
                }
                self.rejected(policy, plan, failure.error, now)
            }
            FailureKind::ReplayedFailure => {
                self.changed = true;
                self.versions.use_up();
                self.versions.key_failed();
                self.read_again(failure.error)
            }
            FailureKind::Conflict => {
                if let Some(RejectedWrite { write, completes_command }) = self.versions.take_rejected() {
                    self.versions.use_up();
                    return self.act(State::ResendingRejected { completes_command }, Action::Write(write));
                }
                self.versions.conflict(now);
                self.back_off(now)
            }
            FailureKind::TimedOut if self.writes > 1 && now >= self.calls_until => {
                self.exit(ReconcileError::Overtaken, None)
            }
            kind => self.exit(ReconcileError::Stripe(failure.error), Some(kind)),
        }
    }

    /// Nothing of a rejected write was done. Stripe's documentation does not say whether it takes an edit and a discount in one
    /// update: if it does not, they are written one after the other.
    fn rejected(mut self, policy: &Policy, plan: Plan, error: E, now: Timestamp) -> Step<E> {
        let edits = self.pending && matches!(self.command, SessionCommand::Change(_));
        if !edits {
            return self.act(State::Explaining(error), Action::Read);
        }
        self.obligation = Obligation::None;
        if self.can_split(&plan) {
            self.updates = Updates::TrySplit;
            return self.consider(policy, plan.view, now);
        }
        self.rejected_edit = Some(error);
        self.pending = false;
        self.read()
    }

    fn may_be_written(&mut self, plan: &Plan) {
        self.changed = true;
        self.versions.use_up();
        self.pending &= !plan.completes_command;
    }

    /// Reads because an answer does not show what became of a write, up to [`MAX_REREADS`] times.
    fn read_again(mut self, error: E) -> Step<E> {
        if self.rereads >= MAX_REREADS {
            return self.exit(ReconcileError::Stripe(error), Some(FailureKind::ReplayedFailure));
        }
        self.rereads = self.rereads.saturating_add(1);
        self.read()
    }
}
