//! The uses that a decision needs in the ledger.

use discounts_ledger::{CounterKey, Name, SessionKey};
use jiff::Timestamp;

use crate::counts::{Counters, wanted};
use crate::decide::Decision;
use crate::facts::Rooms;
use crate::policy::Policy;
use crate::session::{AppliedDiscount, Snapshot};

use super::ledger::Ledger;
use super::plan::Uses;
use super::view::SessionView;

/// Returns whether the ledger is asked about a purchase. A payment intent has no end that Stripe reports, so nothing that
/// counts is given on it.
pub(super) fn counts(policy: &Policy, view: &SessionView) -> bool {
    policy.counts() && session_key(view).is_some()
}

/// The counters that a decision reads.
pub(super) fn keys(policy: &Policy, session: &Snapshot, now: Timestamp) -> Vec<CounterKey> {
    Counters::of(policy, session, now).keys()
}

/// The rest of each limit for a session.
pub(super) fn rooms(policy: &Policy, session: &Snapshot, ledger: &Ledger, now: Timestamp) -> Rooms<'static> {
    match ledger {
        Ledger::Unused | Ledger::Unread => Rooms::NotAsked,
        Ledger::Unavailable => Rooms::Unavailable,
        Ledger::Read(known) => Counters::of(policy, session, now).rooms(&known.reading),
    }
}

/// The uses that the discount of a decision takes.
pub(super) fn uses(policy: &Policy, session: &Snapshot, decision: &Decision, ledger: &Ledger) -> Uses {
    match ledger {
        Ledger::Read(_) => Uses {
            wanted: wanted(policy, session, decision),
            limits: Counters::of(policy, session, decision.now).limits(),
            claim: None,
        },
        Ledger::Unused | Ledger::Unread | Ledger::Unavailable => Uses::default(),
    }
}

/// Returns whether the discount of ours on a purchase is one that counts.
pub(super) fn holds_counted(policy: &Policy, view: &SessionView) -> bool {
    let AppliedDiscount::Ours { record, .. } = &view.snapshot.held.discount else { return false };
    let is_of = |id: &str| record.offers.split(',').any(|offer| offer == id);
    !record.counted.is_empty() || policy.counted().any(|offer| is_of(offer.id.as_str()))
}

/// The key of a session's row; none for a payment intent.
pub(super) fn session_key(view: &SessionView) -> Option<SessionKey> {
    let id = view.snapshot.id.as_deref().filter(|_| view.intent_amount.is_none())?;
    Name::parse(id).map(SessionKey::new)
}
