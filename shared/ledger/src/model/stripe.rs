//! Stripe's sessions, as far as the ledger depends on them.

use std::collections::{BTreeMap, BTreeSet};

use super::simulation::Millis;
use crate::{CounterKey, Held, SessionEnd};

/// A session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    /// The version, which each write and each bump replaces.
    pub(super) version: u64,
    /// The counted part of the discount on it.
    pub(super) applied: Held,
    pub(super) status: Status,
    pub(super) expires_at: Millis,
    /// The idempotency keys that Stripe knows: one for the writes under a version, one for its bump. Of different writes under
    /// one key it makes the first, however late, and whatever the session's version is by then.
    keys: BTreeSet<Key>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Key {
    Write(u64),
    Bump(u64),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Status {
    Open,
    Paid,
    Pending,
    Failed,
    Expired,
}

impl Status {
    /// Returns whether its discount is given away, or can still be.
    fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Paid | Self::Pending)
    }

    pub(super) fn end(self) -> Option<SessionEnd> {
        match self {
            Self::Open => None,
            Self::Paid => Some(SessionEnd::Paid),
            Self::Pending => Some(SessionEnd::Pending),
            Self::Failed => Some(SessionEnd::Failed),
            Self::Expired => Some(SessionEnd::Expired),
        }
    }
}

#[derive(PartialEq, Eq, Debug)]
pub(super) enum Written {
    Made(Held),
    Conflict,
    NotOpen,
}

#[derive(Default)]
pub(super) struct Stripe {
    sessions: Vec<Session>,
    /// The amount that sessions give away of each counter.
    given: BTreeMap<CounterKey, u64>,
    /// The writes that were made.
    writes: u64,
}

impl Stripe {
    pub(super) fn create(&mut self, expires_at: Millis) {
        let (applied, status, keys) = (Held::NOTHING, Status::Open, BTreeSet::new());
        self.sessions.push(Session { version: 0, applied, status, expires_at, keys });
    }

    pub(super) fn session(&self, id: usize) -> &Session {
        &self.sessions[id]
    }

    pub(super) fn given(&self, key: &CounterKey) -> u64 {
        self.given.get(key).copied().unwrap_or(0)
    }

    /// Begins a write under a version; `None` is a write without a lock. Returns the answer if the write ends here.
    pub(super) fn begin(&mut self, id: usize, version: Option<u64>) -> Option<Written> {
        let session = &mut self.sessions[id];
        if session.status != Status::Open {
            return Some(Written::NotOpen);
        }
        let is_first = version.is_none_or(|version| session.keys.insert(Key::Write(version)));
        (!is_first).then_some(Written::Conflict)
    }

    /// Makes a write that has begun.
    pub(super) fn finish(&mut self, id: usize, applied: &Held) -> Written {
        if self.sessions[id].status != Status::Open {
            return Written::NotOpen;
        }
        self.writes += 1;
        // A version that no other write leaves; the next thousand are those of its bumps.
        let version = self.writes * 1_000;
        self.replace(id, |session| {
            session.version = version;
            session.applied = applied.clone();
        });
        Written::Made(applied.clone())
    }

    /// Bumps a version. The bump is the same for every caller, so it is made once.
    pub(super) fn bump(&mut self, id: usize, version: u64) -> u64 {
        let session = &mut self.sessions[id];
        if session.status == Status::Open && session.keys.insert(Key::Bump(version)) {
            session.version = version + 1;
        }
        version + 1
    }

    /// Takes the discount off, without a lock and without a version.
    pub(super) fn clear(&mut self, id: usize) {
        if self.sessions[id].status == Status::Open {
            self.replace(id, |session| session.applied = Held::NOTHING);
        }
    }

    /// Ends a session if it has that status.
    pub(super) fn end(&mut self, id: usize, from: Status, to: Status) -> bool {
        let ends = self.sessions[id].status == from;
        if ends {
            self.replace(id, |session| session.status = to);
        }
        ends
    }

    fn replace(&mut self, id: usize, change: impl FnOnce(&mut Session)) {
        let before = self.live(id);
        change(&mut self.sessions[id]);
        for (key, amount) in self.live(id).iter() {
            *self.given.entry(key.clone()).or_default() += amount;
        }
        for (key, amount) in before.iter() {
            *self.given.entry(key.clone()).or_default() -= amount;
        }
    }

    /// The amounts that a session gives away, or still can.
    pub(super) fn live(&self, id: usize) -> Held {
        let session = &self.sessions[id];
        if session.status.is_live() { session.applied.clone() } else { Held::NOTHING }
    }

    /// The amount that paid sessions hold of each counter, once every session has ended.
    pub(super) fn paid(&self) -> &BTreeMap<CounterKey, u64> {
        assert!(self.sessions.iter().all(|one| !matches!(one.status, Status::Open | Status::Pending)));
        &self.given
    }
}
