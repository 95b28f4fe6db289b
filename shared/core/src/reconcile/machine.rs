//! The state machine: what each observation leads to.

use std::hash::{Hash, Hasher};

use jiff::Timestamp;

use crate::command::SessionCommand;
use crate::policy::Policy;
use crate::session::{AppliedDiscount, Shopper};

use super::planning::Plan;
use super::projection::unknown_prices;
use super::version::{Lock, VersionTracker};
use super::{
    Action, Decided, Excess, Failure, FailureKind, Observation, Outcome, PlannedWrite, PriceTable, ReconcileError,
    SessionVersion, SessionView,
};

/// Reads that repeat because an answer to a write does not show what became of it.
const MAX_REREADS: u32 = 3;

/// One caller's run on one purchase.
///
/// It starts in a state that expects the purchase: perform [`Reconciler::FIRST`], or hand over a session that Stripe has
/// just returned.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Reconciler<E> {
    pub(super) command: SessionCommand,
    /// The end of the time for calls.
    pub(super) calls_until: Timestamp,
    pub(super) state: State<E>,
    /// The command is still to be written; until then it counts on top of what the session has.
    pub(super) pending: bool,
    pub(super) updates: Updates,
    /// The error of an edit that Stripe rejected; returned once the discount is right for the session without it.
    pub(super) rejected_edit: Option<E>,
    /// The obligation: the purchase as it was read last, if its discount is known to be too large, or may be.
    pub(super) excess: Option<Box<SessionView>>,
    pub(super) versions: VersionTracker,
    /// The customer who is only known by reference, once read.
    pub(super) customer: Option<Shopper>,
    pub(super) prices: PriceTable,
    pub(super) writes: u32,
    pub(super) rereads: u32,
    pub(super) changed: bool,
    pub(super) decided: ForTheLog<Decided>,
}

/// The step that follows an observation.
#[derive(Clone, PartialEq, Debug)]
pub enum Step<E> {
    /// Perform the action, and pass on what was observed.
    Act(Box<Reconciler<E>>, Action),
    /// The run is over.
    Done(Box<Outcome<E>>),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum State<E> {
    Reading {
        retried: bool,
    },
    ReadingCustomer(Box<SessionView>),
    ReadingPrices(Box<SessionView>),
    /// Lets other callers finish before it writes.
    Jittering(Box<Plan>),
    Bumping(Box<Plan>, SessionVersion),
    Writing(Box<Plan>, Box<PlannedWrite>, Option<Lock>),
    /// Sends its own rejected write again, to see whether that is the one that has the key.
    Confirming,
    BackingOff,
    /// Reads once more after a rejection that says nothing about the purchase: it may be complete.
    Explaining(E),
    WaitingToClear(ReconcileError<E>, Box<SessionView>),
    Clearing(ReconcileError<E>),
}

/// The way in which an edit and its discount are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Updates {
    /// In one update.
    Combined,
    /// One after the other, since Stripe rejected this run's combined update.
    TrySplit,
    /// One after the other: Stripe was seen to take that only.
    Split,
}

/// A value for the log. The protocol never reads it, so it does not count when states are compared.
#[derive(Clone, Debug)]
pub(super) struct ForTheLog<T>(pub(super) Option<T>);

impl<E> Reconciler<E> {
    /// The action that a run starts with.
    pub const FIRST: Action = Action::Read;

    /// A run of one command. `nonce` is a random number that no other caller has; `splits_updates` says that Stripe was seen
    /// to reject edits and discounts in one update.
    #[must_use]
    pub fn new(command: SessionCommand, calls_until: Timestamp, nonce: u128, splits_updates: bool) -> Self {
        Self {
            command,
            calls_until,
            state: State::Reading { retried: false },
            pending: true,
            updates: if splits_updates { Updates::Split } else { Updates::Combined },
            rejected_edit: None,
            excess: None,
            versions: VersionTracker::new(nonce),
            customer: None,
            prices: PriceTable::new(),
            writes: 0,
            rereads: 0,
            changed: false,
            decided: ForTheLog(None),
        }
    }

    /// Returns the step that follows an observation.
    #[must_use]
    pub fn next(self, policy: &Policy, seen: Observation<E>, now: Timestamp) -> Step<E> {
        let mut step = self.after(policy, seen, now);
        if let Step::Act(next, Action::Read) = &mut step {
            next.versions.read_begins(now);
        }
        step
    }

    fn after(mut self, policy: &Policy, seen: Observation<E>, now: Timestamp) -> Step<E> {
        use Observation::{Bumped, Customer, Failed, Prices, Replayed, Session, Torn, Waited};
        match (std::mem::replace(&mut self.state, State::Reading { retried: false }), seen) {
            (State::Reading { .. }, Session(view) | Replayed(view)) => self.consider(policy, view, now),
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
            (State::Jittering(plan), Waited) => self.write(plan),
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
            (State::Confirming, Session(_) | Replayed(_) | Torn(_)) => {
                // Stripe made it after all.
                self.versions.use_up();
                (self.changed, self.pending, self.rejected_edit) = (true, false, None);
                self.read()
            }
            (State::Confirming, Failed(failure)) if failure.replayed => {
                self.versions.key_failed();
                self.read_again(failure.error)
            }
            (State::Confirming, Failed(_)) => self.back_off(now),
            (State::Explaining(_), Failed(Failure { kind: FailureKind::NotOpen, error, .. })) => {
                self.exit(ReconcileError::Stripe(error), Some(FailureKind::NotOpen))
            }
            (State::Explaining(error), _) => self.exit(ReconcileError::Stripe(error), Some(FailureKind::Rejected)),
            (State::WaitingToClear(error, view), _) => self.clear(error, &view),
            (State::Clearing(error), Session(view) | Replayed(view)) => {
                let cleared = view.snapshot.held.discount == AppliedDiscount::Nothing;
                self.changed = true;
                self.done(Err(error), Some(if cleared { Excess::Cleared } else { Excess::MayRemain }))
            }
            (State::Clearing(error), _) => self.done(Err(error), Some(Excess::MayRemain)),
            (_, Failed(failure)) => self.exit(ReconcileError::Stripe(failure.error), Some(failure.kind)),
            (_, Torn(error)) => self.exit(ReconcileError::Stripe(error), Some(FailureKind::Other)),
            // Never asked for here: what the purchase is now is the only thing that counts.
            (_, Session(_) | Replayed(_) | Bumped(_) | Customer(_) | Prices(_) | Waited) => self.read(),
        }
    }

    fn bump_failed(mut self, failure: Failure<E>, now: Timestamp) -> Step<E> {
        match failure.kind {
            FailureKind::ReplayedFailure => {
                self.versions.bump_failed();
                self.read_again(failure.error)
            }
            FailureKind::Conflict => self.back_off(now),
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
            FailureKind::Rejected => {
                if locked {
                    self.versions.rejected(write);
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
                if let Some(rejected) = self.versions.take_rejected() {
                    return self.act(State::Confirming, Action::Write(rejected));
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

    /// Nothing of a rejected write was done. Nobody documents that Stripe takes an edit and a discount in one update: if it
    /// does not, they are written one after the other.
    fn rejected(mut self, policy: &Policy, plan: Plan, error: E, now: Timestamp) -> Step<E> {
        let edits = self.pending && matches!(self.command, SessionCommand::Change(_));
        if !edits {
            return self.act(State::Explaining(error), Action::Read);
        }
        self.excess = None;
        if plan.is_combined() {
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
        self.pending &= !plan.carries_command;
    }

    /// Reads because an answer does not show what became of a write, up to [`MAX_REREADS`] times.
    fn read_again(mut self, error: E) -> Step<E> {
        if self.rereads >= MAX_REREADS {
            return self.exit(ReconcileError::Stripe(error), Some(FailureKind::ReplayedFailure));
        }
        self.rereads = self.rereads.saturating_add(1);
        self.read()
    }

    pub(super) fn read(self) -> Step<E> {
        self.act(State::Reading { retried: false }, Action::Read)
    }

    pub(super) fn act(mut self, state: State<E>, action: Action) -> Step<E> {
        self.state = state;
        Step::Act(Box::new(self), action)
    }
}

impl<T> PartialEq for ForTheLog<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for ForTheLog<T> {}

impl<T> Hash for ForTheLog<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
