//! Stripe's sessions, as far as the ledger depends on them.

use std::collections::BTreeMap;

use super::simulation::Millis;
use crate::{CounterKey, Held, SessionEnd};

/// A session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    /// Raised by each write. A write under another version than the session's is a conflict, however late it lands.
    pub(super) version: u64,
    /// The counted part of the discount on it.
    pub(super) applied: Held,
    pub(super) status: Status,
    pub(super) expires_at: Millis,
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
}

impl Stripe {
    pub(super) fn create(&mut self, expires_at: Millis) {
        self.sessions.push(Session { version: 0, applied: Held::NOTHING, status: Status::Open, expires_at });
    }

    pub(super) fn session(&self, id: usize) -> &Session {
        &self.sessions[id]
    }

    pub(super) fn given(&self, key: &CounterKey) -> u64 {
        self.given.get(key).copied().unwrap_or(0)
    }

    /// Writes a discount under a version; `None` writes without a lock.
    pub(super) fn write(&mut self, id: usize, version: Option<u64>, applied: &Held) -> Written {
        let session = &self.sessions[id];
        if session.status != Status::Open {
            return Written::NotOpen;
        }
        if version.is_some_and(|version| version != session.version) {
            return Written::Conflict;
        }
        self.replace(id, |session| {
            session.version += 1;
            session.applied = applied.clone();
        });
        Written::Made(applied.clone())
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
