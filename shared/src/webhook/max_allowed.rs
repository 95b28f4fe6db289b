//! The largest discount that the policy allows for a completed session. Pure.

use discounts_core::money::{Amount, Overflow};
use discounts_core::{Policy, Snapshot, decide};
use jiff::Timestamp;

/// The most schedule boundaries that are examined; a one-day grace period rarely has more.
const MAX_BOUNDARIES: usize = 1_000;

/// The most that a session's interactions gave at its completion, or at any moment of the grace before it: an offer that
/// ends while the shopper is paying is honoured.
///
/// # Errors
///
/// [`Overflow`], as [`decide`].
pub(super) fn max_allowed(policy: &Policy, session: &Snapshot, completed: Timestamp) -> Result<Amount, Overflow> {
    let set = session.held.interactions;
    let mut at = completed.checked_sub(policy.checkout.grace).unwrap_or(completed);
    let mut most = Amount::ZERO;
    for _ in 0..MAX_BOUNDARIES {
        let decision = decide(policy, session, set, at)?;
        most = most.max(decision.discount.map_or(Amount::ZERO, |discount| discount.amount_off));
        match decision.valid_until {
            Some(edge) if edge <= completed => at = edge,
            _ => break,
        }
    }
    let last = decide(policy, session, set, completed)?;
    Ok(most.max(last.discount.map_or(Amount::ZERO, |discount| discount.amount_off)))
}
