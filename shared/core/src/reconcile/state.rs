//! The state of a run: everything that the protocol remembers between an action and its observation.

use std::hash::{Hash, Hasher};

use discounts_ledger::{Change, Claim};
use jiff::Timestamp;

use crate::command::SessionCommand;
use crate::session::{Shopper, ShopperCode};

use super::ledger::{Claimed, Ledger};
use super::lock::{Lock, VersionTracker};
use super::message::{Action, Decided, Outcome, PlannedWrite, ReconcileError};
use super::plan::Plan;
use super::version::SessionVersion;
use super::view::{PriceTable, SessionView};

/// One caller's run on one purchase.
///
/// It starts in a state that expects the purchase: perform [`Reconciler::FIRST`], or hand over a session that Stripe has
/// just returned.
///
/// ```
/// use discounts_core::Policy;
/// use discounts_core::command::SessionCommand;
/// use discounts_core::reconcile::{Action, Failure, FailureKind, Observation, ReconcileError, Reconciler, Step};
///
/// let policy = Policy::load("discounts.toml", "")?;
/// let now = "2026-06-03T12:00:00Z".parse()?;
/// let run = Reconciler::new(SessionCommand::Refresh, "2026-06-03T12:00:13Z".parse()?, 1, false);
/// assert_eq!(Reconciler::<&str>::FIRST, Action::Read);
///
/// // The executor reads the session, and Stripe says that it is complete.
/// let failure = Failure { kind: FailureKind::NotOpen, error: "complete" };
/// let Step::Done(outcome) = run.next(&policy, Observation::Failed(failure), now) else { panic!("one more action") };
/// assert_eq!(outcome.result, Err(ReconcileError::Stripe("complete")));
/// assert!(!outcome.changed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in every state")]
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
    /// The code that the command brings, if no offer took it when it was decided last.
    pub(super) unknown_code: Option<ShopperCode>,
    pub(super) obligation: Obligation,
    pub(super) versions: VersionTracker,
    pub(super) ledger: Ledger,
    /// The customer who is only known by reference, once read.
    pub(super) customer: Option<Shopper>,
    pub(super) prices: PriceTable,
    pub(super) writes: u32,
    pub(super) rereads: u32,
    pub(super) changed: bool,
    /// The ledger did not answer.
    pub(super) ledger_unavailable: bool,
    /// The run found an amount that an earlier one had left for another cart.
    pub(super) found_stale: bool,
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
    ReadingLedger(Box<SessionView>),
    /// Takes in the ledger what is to be written.
    Reserving(Box<Claim>, Claimed<E>),
    /// Gives back in the ledger what the write did not use.
    Releasing(Box<SessionView>, Box<Change>),
    /// Lets other callers finish before it writes.
    Jittering(Box<Plan>),
    Bumping(Box<Plan>, SessionVersion),
    Writing(Box<Plan>, Box<PlannedWrite>, Option<Lock>),
    /// Sends its own rejected write again, to see whether that is the one that has the key.
    ResendingRejected {
        /// Nothing of the command is left to write if it is made.
        completes_command: bool,
    },
    BackingOff,
    /// Reads once more after a rejection that says nothing about the purchase: it may be complete.
    Explaining(E),
    WaitingToClear(ReconcileError<E>, Box<SessionView>),
    Clearing {
        error: ReconcileError<E>,
        /// True if the write is made under the key of the session's version, since it replaces the lines.
        locked: bool,
    },
    /// The key of the version is lost, under which lines would be cleared.
    BumpingToClear(ReconcileError<E>, Box<SessionView>, SessionVersion),
    /// Another write has the key of the version: reads what it has left.
    ReadingToClear(ReconcileError<E>),
    /// Sends its own rejected write again, to see whether that is the one that has the key.
    ResendingToClear(ReconcileError<E>),
}

/// The obligation of a run towards a discount of ours that is too large. Each failing run ends by it, so no path skips it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Obligation {
    /// No excess is known.
    None,
    /// The purchase as it was read last. Its discount has to become smaller: it is too large now, or after the command.
    Excess(Box<SessionView>),
    /// The discount was taken off.
    Cleared,
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
            unknown_code: None,
            obligation: Obligation::None,
            versions: VersionTracker::new(nonce),
            ledger: Ledger::default(),
            customer: None,
            prices: PriceTable::new(),
            writes: 0,
            rereads: 0,
            changed: false,
            ledger_unavailable: false,
            found_stale: false,
            decided: ForTheLog(None),
        }
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
