//! The ends of a run. No failure leaves a discount that is known to be too large without clearing or reporting it.

use std::time::Duration;

use crate::difference::Update;
use crate::session::AppliedDiscount;

use super::machine::MAX_REREADS;
use super::message::{Action, Excess, FailureKind, Outcome, PlannedWrite, ReconcileError, Reconciled};
use super::state::{Obligation, Reconciler, State, Step, Updates};
use super::version::WriteKey;
use super::view::SessionView;

/// The time after which Stripe's rate limit, counted by the second, is over.
const RATE_LIMIT_WINDOW: Duration = Duration::from_secs(1);

impl<E> Reconciler<E> {
    /// Ends with an error, after clearing a discount that is too large. Clearing is tried once.
    pub(super) fn exit(self, error: ReconcileError<E>, kind: Option<FailureKind>) -> Step<E> {
        let Obligation::Excess(view) = &self.obligation else { return self.done(Err(error)) };
        let view = view.clone();
        match kind {
            // Stripe takes no write any more.
            Some(FailureKind::NotOpen) => self.done(Err(error)),
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
        self.obligation = Obligation::Excess(view);
        self.exit(ReconcileError::WrongTotal(taken_off), None)
    }

    /// Writes without a version: an absent discount is never too large, whatever else is written meanwhile.
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

    /// The clearing write was made, and its answer shows this purchase. The amount of an intent that it wrote can be that of
    /// an earlier cart; then it is made again.
    pub(super) fn cleared(mut self, error: ReconcileError<E>, view: &SessionView) -> Step<E> {
        self.changed = true;
        if view.snapshot.held.discount == AppliedDiscount::Nothing {
            self.obligation = Obligation::Cleared;
        } else if view.has_stale_amount() && self.rereads < MAX_REREADS {
            self.rereads = self.rereads.saturating_add(1);
            return self.clear(error, view);
        }
        self.done(Err(error))
    }

    /// Ends the run. An excess that is known and not cleared may remain.
    pub(super) fn done(self, result: Result<Reconciled, ReconcileError<E>>) -> Step<E> {
        let excess = match (&result, &self.obligation) {
            (Ok(_), _) | (Err(_), Obligation::None) => None,
            (Err(_), Obligation::Excess(_)) => Some(Excess::MayRemain),
            (Err(_), Obligation::Cleared) => Some(Excess::Cleared),
        };
        Step::Done(Box::new(Outcome {
            result,
            changed: self.changed,
            found_stale: self.found_stale,
            excess,
            decided: self.decided.0,
            requires_split: self.updates == Updates::Split,
        }))
    }
}
