//! A caller: a function's run on the session, and how far it has come.

use std::sync::Arc;
use std::time::Duration;

use discounts_core::command::SessionCommand;
use discounts_core::reconcile::{Excess, PlannedWrite, ReconcileError, Reconciler};

use crate::stripe::Cause;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Caller {
    pub(crate) command: Arc<SessionCommand>,
    pub(crate) phase: Phase,
    /// Callers that had ended well before this one made its first call, a bit for each.
    pub(crate) after: Option<u8>,
    pub(crate) calls: u8,
    pub(crate) backoffs: u8,
    /// Stripe made a write of this caller.
    pub(crate) wrote: bool,
    /// The session that it read last had a discount that was too large, and the command was already part of it.
    pub(crate) saw_excess: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Phase {
    Calling(Arc<Reconciler<Cause>>, Request),
    /// Stripe is working on its write.
    Underway(Arc<Reconciler<Cause>>),
    Ended(Ended),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Request {
    Read,
    Write(Arc<PlannedWrite>),
    Wait(Duration),
}

/// The end of a run, as far as the model reads it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Ended {
    pub(crate) error: Option<ReconcileError<Cause>>,
    pub(crate) excess: Option<Excess>,
}
