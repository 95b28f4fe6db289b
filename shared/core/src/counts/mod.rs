//! The counters that a session's offers take of: which there are, their limits, what is left, and what a discount takes.
//!
//! Periods are those of the shop's calendar day at the time of a decision. A discount records the counters that it takes of, each
//! with its period, so a session that is claimed on one day and paid on the next gives back, and confirms, the counters of the
//! first day. A later decision moves it to the counters of its own day.
//!
//! - [`Counters`]: the counters of a session at a moment
//! - [`shared_keys`]: those that are known before the session is
//! - [`wanted`]: what a decision takes
//! - [`rooms_of`]: what is left if nobody but a session takes anything, for the audit
//! - [`written`], [`read`]: what a discount takes, as metadata records it

mod counters;
mod record;

use discounts_ledger::{Held, Reading};
use jiff::Timestamp;

pub use counters::{Counters, OfferCounters, rooms_of, shared_keys};
pub use record::{read, written};

use crate::decide::Decision;
use crate::facts::Rooms;
use crate::policy::Policy;
use crate::session::Snapshot;

/// The amounts that a decision takes of the counters: a claim wants them, and the discount records them.
#[must_use]
pub fn wanted(policy: &Policy, session: &Snapshot, decision: &Decision) -> Held {
    if decision.counted.is_empty() {
        return Held::NOTHING;
    }
    Counters::of(policy, session, decision.now).taken_by(decision)
}

/// The rooms of a session if nobody has taken anything yet.
#[must_use]
pub fn untouched(policy: &Policy, session: &Snapshot, now: Timestamp) -> Rooms<'static> {
    if policy.counts() { Counters::of(policy, session, now).rooms(&Reading::default()) } else { Rooms::NotAsked }
}

#[cfg(test)]
mod tests;
