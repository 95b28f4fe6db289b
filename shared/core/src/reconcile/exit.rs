//! The ends of a run. No failure leaves a discount that is known to be too large without clearing or reporting it.

use std::time::Duration;

use crate::difference::Update;

use super::message::{Action, Excess, FailureKind, Outcome, PlannedWrite, ReconcileError, Reconciled};
use super::state::{Reconciler, State, Step, Updates};
use super::version::WriteKey;
use super::view::SessionView;

/// The time after which Stripe's rate limit, counted by the second, is over.
const RATE_LIMIT_WINDOW: Duration = Duration::from_secs(1);

impl<E> Reconciler<E> {
    /// Ends with an error, after clearing a discount that is too large. Clearing is tried once.
    pub(super) fn exit(mut self, error: ReconcileError<E>, kind: Option<FailureKind>) -> Step<E> {
        let Some(view) = self.excess.take() else { return self.done(Err(error), None) };
        match kind {
            // Stripe takes no write any more.
            Some(FailureKind::NotOpen) => self.done(Err(error), Some(Excess::MayRemain)),
            Some(FailureKind::RateLimited) => {
                let wait = Action::Wait { least: RATE_LIMIT_WINDOW, most: RATE_LIMIT_WINDOW };
                self.act(State::WaitingToClear(error, view), wait)
            }
            _ => self.clear(error, &view),
        }
    }

    /// Stripe takes off another amount than was written: nothing of ours stays on the purchase.
    pub(super) fn wrong_total(mut self, view: Box<SessionView>) -> Step<E> {
        let taken_off = view.amount_discount;
        self.excess = Some(view);
        self.exit(ReconcileError::WrongTotal(taken_off), None)
    }

    /// Writes without a version: whatever else is written meanwhile, no discount is never too much.
    pub(super) fn clear(self, error: ReconcileError<E>, view: &SessionView) -> Step<E> {
        let write = PlannedWrite {
            key: WriteKey::Fresh,
            update: Update::clearing(&view.snapshot.held),
            edit: None,
            version: None,
            undiscounted_total: view.undiscounted_total(),
            corrects: true,
        };
        self.act(State::Clearing(error), Action::Write(Box::new(write)))
    }

    pub(super) fn done(self, result: Result<Reconciled, ReconcileError<E>>, excess: Option<Excess>) -> Step<E> {
        Step::Done(Box::new(Outcome {
            result,
            changed: self.changed,
            excess,
            decided: self.decided.0,
            requires_split: self.updates == Updates::Split,
        }))
    }
}
