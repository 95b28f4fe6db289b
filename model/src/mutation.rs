//! Defects that are put between the reconciler and Stripe. The model has to find a counterexample for each.

use discounts_core::reconcile::{Observation, PlannedWrite, WriteKey};

use crate::stripe::Cause;

/// A defect of the executor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mutation {
    /// Writes are made under fresh keys, so that nothing locks.
    DropVersionKey,
    /// A replayed answer is taken for the session as it is.
    SkipReread,
    /// The write that clears a discount is not made, and reported as made.
    ForgetClearing,
}

impl Mutation {
    /// All, by the names of the command line.
    pub(crate) const ALL: [(&'static str, Self); 3] = [
        ("drop-version-key", Self::DropVersionKey),
        ("skip-reread", Self::SkipReread),
        ("forget-clearing", Self::ForgetClearing),
    ];

    pub(crate) fn write(self, write: &mut PlannedWrite) {
        if self == Self::DropVersionKey && matches!(write.key, WriteKey::Version(_)) {
            write.key = WriteKey::Fresh;
        }
    }

    /// True if the write is skipped.
    pub(crate) fn forgets(self, write: &PlannedWrite) -> bool {
        self == Self::ForgetClearing && write.corrects
    }

    pub(crate) fn observation(self, seen: Observation<Cause>) -> Observation<Cause> {
        match (self, seen) {
            (Self::SkipReread, Observation::Replayed(view)) => Observation::Session(view),
            (_, seen) => seen,
        }
    }
}
