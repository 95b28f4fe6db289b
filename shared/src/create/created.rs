//! A session that has been created, with its discount.

use discounts_core::Decision;
use discounts_core::reconcile::Reconciled;

use crate::stripe::StripeSession;

/// A session that has been created.
#[derive(Debug)]
pub struct CreatedSession {
    /// The session.
    pub session: StripeSession,
    /// The result of what it was asked for from the start.
    pub result: CreationResult,
    /// No offer takes the code now that it was asked for.
    pub code_unknown: bool,
}

/// The result of what a session was asked for from the start.
#[expect(clippy::large_enum_variant, reason = "a request holds one")]
#[derive(Debug)]
pub enum CreationResult {
    /// Neither interactions nor automatic offers.
    Nothing,
    /// The session was brought to what is decided for it, and can be changed again.
    Reconciled(Reconciled),
    /// The session was decided before it existed, and can't be changed.
    DecidedOnce(Decision),
}
