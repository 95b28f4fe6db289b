//! The optimistic lock: a version in the session, and idempotency keys made of it.
//!
//! Stripe has no conditional write, but it makes a write only once under one idempotency key (Stripe API reference,
//! "Idempotent requests"). So each write on a session whose cart or address only the server changes leaves a new version in
//! the session's metadata, and is made under a key made of the version before it. Of two callers that read the same
//! session, Stripe takes one's write and answers the other with a conflict, and that one reads again.
//!
//! A key whose write failed for good, or is still pending after [`KEY_ABANDONED_AFTER`], would block every caller. Then
//! callers make a version bump, an otherwise empty write. It is identical for all of them, so Stripe makes it once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::backoff::Backoff;
use super::message::PlannedWrite;
use super::version::{SessionVersion, WriteKey};

/// The time that an idempotency key may be in use before its write is considered lost: its caller gave up on it after five
/// seconds, and this caller still has time to write.
pub const KEY_ABANDONED_AFTER: Duration = Duration::from_secs(10);

/// The lock of one write.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Lock {
    /// The version that the session has when the write is made.
    pub(super) from: SessionVersion,
    /// The version that the write leaves.
    pub(super) to: SessionVersion,
    /// The key of the bump that has to come first, if the key of the session's version is lost.
    pub(super) bump: Option<WriteKey>,
}

/// A write that Stripe rejected under a version's key.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct RejectedWrite {
    pub(super) write: Box<PlannedWrite>,
    /// After it, nothing of the command would have been left to write.
    pub(super) completes_command: bool,
}

/// One caller's knowledge of a session's version and of its key.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct VersionTracker {
    /// The next version that this caller may leave.
    nonce: u128,
    /// The version that was read last, or bumped to since.
    current: SessionVersion,
    /// The moment since which its key is known to be in use.
    in_use_since: Option<Timestamp>,
    /// The last read began [`KEY_ABANDONED_AFTER`] or more after a conflict on this key: the write under it is lost.
    abandoned: bool,
    /// The pause before the next read.
    backoff: Backoff,
    /// The write under its key is known to have failed for good.
    key_failed: bool,
    /// Keys of its bump that failed for good.
    failed_bumps: u32,
    /// This caller's own write that Stripe rejected under its key, and may remember.
    rejected: Option<RejectedWrite>,
    /// This Stripe does not keep the version.
    unsupported: bool,
}

impl VersionTracker {
    /// A tracker whose versions begin at a random number.
    pub(super) fn new(nonce: u128) -> Self {
        Self {
            nonce,
            current: SessionVersion::default(),
            in_use_since: None,
            abandoned: false,
            backoff: Backoff::default(),
            key_failed: false,
            failed_bumps: 0,
            rejected: None,
            unsupported: false,
        }
    }

    /// The lock of a write on a session of a version; `None` if its writes need none.
    pub(super) fn lock(&mut self, read: Option<&SessionVersion>) -> Option<Lock> {
        let read = read.filter(|_| !self.unsupported)?;
        if *read != self.current {
            *self = Self { current: read.clone(), unsupported: self.unsupported, ..Self::new(self.nonce) };
        }
        if SessionVersion::of(self.nonce) == *read {
            self.use_up();
        }
        let bump = (self.key_failed || self.abandoned).then(|| WriteKey::Bump(read.clone(), self.failed_bumps));
        let from = if bump.is_some() { read.bumped() } else { read.clone() };
        Some(Lock { from, to: SessionVersion::of(self.nonce), bump })
    }

    /// A read begins. Only a read that begins after the key is abandoned shows that the write under it was lost: in an earlier
    /// one, that write may still have been underway, and a bump would then hide it from other callers.
    pub(super) fn read_begins(&mut self, now: Timestamp) {
        self.abandoned = self.in_use_since.is_some_and(|since| elapsed(since, now) >= KEY_ABANDONED_AFTER);
    }

    /// A bump was answered with a session of this version. It changed nothing else, so the planned write is still right if
    /// nobody has written since.
    pub(super) fn bumped(&mut self, to: &SessionVersion, answered: Option<&SessionVersion>) {
        let unsupported = answered != Some(to);
        *self = Self { current: to.clone(), unsupported, ..Self::new(self.nonce) };
    }

    /// The key of the bump failed for good.
    pub(super) fn bump_failed(&mut self) {
        self.failed_bumps = self.failed_bumps.saturating_add(1);
    }

    /// A write was answered with a session of this version.
    pub(super) fn written(&mut self, lock: &Lock, answered: Option<&SessionVersion>) {
        self.use_up();
        self.unsupported = answered != Some(&lock.to);
    }

    /// Returns whether this Stripe keeps versions, as far as this caller has seen.
    pub(super) const fn are_kept(&self) -> bool {
        !self.unsupported
    }

    /// The write may have been made: its version is not used again.
    pub(super) fn use_up(&mut self) {
        self.nonce = self.nonce.wrapping_add(1);
    }

    /// The write under the current key failed for good.
    pub(super) fn key_failed(&mut self) {
        self.key_failed = true;
    }

    /// Another write has the key. That can be this caller's own: its answer was late, and its second attempt met the first.
    pub(super) fn conflict(&mut self, now: Timestamp) {
        self.use_up();
        self.backoff.grow();
        self.in_use_since.get_or_insert(now);
    }

    /// Stripe rejected a write of this caller under the current key.
    pub(super) fn rejected(&mut self, write: RejectedWrite) {
        self.rejected = Some(write);
    }

    /// The pause before the next read.
    pub(super) fn backoff(&self) -> Duration {
        self.backoff.pause()
    }

    /// This caller's own rejected write: sent again, its answer shows whether it is the one that has the key.
    pub(super) fn take_rejected(&mut self) -> Option<RejectedWrite> {
        self.rejected.take()
    }
}

/// The time between two moments; zero if they are the other way round.
pub(super) fn elapsed(since: Timestamp, now: Timestamp) -> Duration {
    let elapsed: SignedDuration = now.duration_since(since);
    Duration::try_from(elapsed).unwrap_or_default()
}

#[cfg(test)]
mod tests;
