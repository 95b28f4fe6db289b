//! The ends of a run. No failure leaves a discount that is known to be too large without clearing or reporting it.

use std::time::Duration;

use jiff::Timestamp;

use crate::difference::Update;
use crate::session::AppliedDiscount;

use super::cart::cart_at_list_prices;
use super::lock::{Lock, RejectedWrite};
use super::machine::MAX_REREADS;
use super::message::{Action, Excess, FailureKind, Observation, Outcome, PlannedWrite, ReconcileError, Reconciled};
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
            _ => self.clear(error, &view, false),
        }
    }

    /// Stripe takes off another amount than was written: nothing of ours stays on the purchase.
    pub(super) fn wrong_total(mut self, view: Box<SessionView>) -> Step<E> {
        let taken_off = view.amount_discount;
        self.obligation = Obligation::Excess(view);
        self.exit(ReconcileError::WrongTotal(taken_off), None)
    }

    /// Writes without a version: an absent discount is never too large, whatever else is written meanwhile. Only lines need
    /// one: a cart that was written meanwhile must not go. `just_read` says that the view shows the session as it is since the
    /// key of its version was lost: an older one may be of another version, which a bump would hide.
    pub(super) fn clear(mut self, error: ReconcileError<E>, view: &SessionView, just_read: bool) -> Step<E> {
        let version = view.version.as_ref().filter(|_| view.rewrites_lines());
        let lock = self.versions.lock(version);
        let empty = PlannedWrite {
            key: WriteKey::Fresh,
            update: Update::default(),
            cart: None,
            shipping: None,
            version: None,
            undiscounted_total: None,
            corrects: true,
        };
        if let Some(Lock { from, bump: Some(key), .. }) = lock {
            if !just_read {
                return self.read_to_clear(error);
            }
            let bump = PlannedWrite { key, version: Some(from.clone()), ..empty };
            return self.reserve_to_clear(error, Box::new(view.clone()), (bump, from));
        }
        let locked = lock.is_some();
        let write = PlannedWrite {
            update: Update::clearing(&view.snapshot.held),
            cart: cart_at_list_prices(view),
            undiscounted_total: view.undiscounted_total(),
            key: lock.as_ref().map_or(WriteKey::Fresh, |lock| WriteKey::Version(lock.from.clone())),
            version: lock.map(|lock| lock.to),
            ..empty
        };
        self.act(State::Clearing { error, locked }, Action::Write(Box::new(write)))
    }

    /// Another write has the key of the version, or its own was lost: what is left is read, and cleared if it is ours.
    pub(super) fn clearing_failed(mut self, error: ReconcileError<E>, kind: FailureKind, now: Timestamp) -> Step<E> {
        match kind {
            FailureKind::Conflict => {
                if let Some(RejectedWrite { write, .. }) = self.versions.take_rejected() {
                    self.versions.use_up();
                    return self.act(State::ResendingToClear(error), Action::Write(write));
                }
                self.versions.conflict(now);
            }
            FailureKind::ReplayedFailure => {
                self.versions.use_up();
                self.versions.key_failed();
            }
            _ => return self.done(Err(error)),
        }
        self.read_to_clear(error)
    }

    /// The rejected write was sent again. If Stripe replays its rejection or failure, the key is lost.
    pub(super) fn resent_to_clear(mut self, error: ReconcileError<E>, seen: &Observation<E>) -> Step<E> {
        let lost = [FailureKind::ReplayedRejection, FailureKind::ReplayedFailure];
        if matches!(seen, Observation::Failed(failure) if lost.contains(&failure.kind)) {
            self.versions.key_failed();
        }
        self.read_to_clear(error)
    }

    fn read_to_clear(mut self, error: ReconcileError<E>) -> Step<E> {
        if self.rereads >= MAX_REREADS {
            return self.done(Err(error));
        }
        self.rereads = self.rereads.saturating_add(1);
        self.act(State::ReadingToClear(error), Action::Read)
    }

    /// Clears what another write has left, if that is a discount of ours.
    pub(super) fn clear_again(mut self, error: ReconcileError<E>, view: &SessionView) -> Step<E> {
        if matches!(view.snapshot.held.discount, AppliedDiscount::Ours { .. }) {
            return self.clear(error, view, true);
        }
        self.obligation = Obligation::Cleared;
        self.done(Err(error))
    }

    /// The clearing write was made, and its answer shows this purchase. The amount of an intent that it wrote can be that of
    /// an earlier cart; then it is made again.
    pub(super) fn cleared(mut self, error: ReconcileError<E>, view: &SessionView) -> Step<E> {
        self.changed = true;
        // A foreign one may be left, which was put on beside ours.
        if !matches!(view.snapshot.held.discount, AppliedDiscount::Ours { .. }) {
            self.obligation = Obligation::Cleared;
        } else if view.has_stale_amount() && self.rereads < MAX_REREADS {
            self.rereads = self.rereads.saturating_add(1);
            return self.clear(error, view, true);
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
            ledger_unavailable: self.ledger_unavailable,
            decided: self.decided.0,
            requires_split: self.updates == Updates::Split,
        }))
    }
}
