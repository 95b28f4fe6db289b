//! A session's line, with nothing in it by which a person could be known.
//!
//! It is made of the facts that the policy's offers read, reduced further: words are those that the policy names, times of the
//! shopper are whole days before the decision, days of the shopper's life are today or half a year away, and IDs are made up.
//! A line that the policy would not decide as it decides the session is not returned.

use jiff::Timestamp;

use super::described::Described;
use super::line::SessionLine;
use super::made_up::MadeUp;
use crate::decide::{Decision, decide};
use crate::facts::Facts;
use crate::interaction::InteractionSet;
use crate::money::Overflow;
use crate::policy::Policy;
use crate::session::Snapshot;

/// A session that has no line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotDescribable {
    /// An amount that no decision can be made of.
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// No line was found that is decided like the session.
    #[error("no line without personal data is decided like this session")]
    Differs,
}

/// Writes the line of a session, for a set of interactions at a moment.
///
/// # Errors
///
/// [`NotDescribable`]
pub fn describe(
    policy: &Policy,
    session: &Snapshot,
    set: InteractionSet,
    now: Timestamp,
) -> Result<String, NotDescribable> {
    let now = now.round(jiff::Unit::Second).unwrap_or(now);
    let wanted = decide(policy, session, set, now)?;
    let facts = Facts::of(policy, session, set);
    for made_up in MadeUp::all(policy.reads(set)) {
        let line = SessionLine { policy, facts: &facts, now, made_up }.line(session, set);
        let Ok(read) = Described::read(&line, policy) else { continue };
        let given = decide(policy, &read.snapshot, read.interactions(), read.moment())?;
        if read.moment() == now && is_alike(&given, &wanted) {
            return Ok(line);
        }
    }
    Err(NotDescribable::Differs)
}

fn is_alike(some: &Decision, other: &Decision) -> bool {
    let reasons = |decision: &Decision| -> Vec<_> {
        let codes =
            |rejected: &crate::decide::Rejected| rejected.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>();
        decision.rejected.iter().map(|rejected| (rejected.offer.clone(), codes(rejected))).collect()
    };
    some.applied == other.applied && reasons(some) == reasons(other)
}
