//! The decision: which discount a session should hold, and why.
//!
//! Eligible is an offer whose conditions all hold and which gives at least one minor unit (`case`,
//! `offer_amount`); the eligible ones become one discount (`combine`), which the guard rails cut (`clamp`). The
//! amount is always recomputed from nothing, for the whole set of interactions: calling twice is calling once,
//! and order does not matter.

mod case;
mod clamp;
mod combine;
mod coverage;
mod decision;
mod explain;
mod hint;
mod horizon;
mod lines;
mod offer_amount;
mod rejection;
mod step;

use jiff::Timestamp;

pub use clamp::{Clamp, Cut};
pub use coverage::{Coverage, OfferCoverage};
pub use decision::{Applied, Decision, Discount, Rejected};
pub use explain::{Explanation, OfferExplanation, Working, explain};
pub use hint::Hint;

pub use crate::reason::{Code, Reason, Value};
pub use crate::step::MissingStep;

use self::case::Case;
use self::combine::Outcome;
use self::lines::LineViews;
use crate::interaction::InteractionSet;
use crate::money::Overflow;
use crate::policy::Policy;
use crate::session::{Facts, Snapshot};

/// Decides which discount a session should hold for a set of interactions at a moment. The decision's set is this one,
/// without `code` where the session has been asked for too many codes ([`Snapshot::honoured`]).
///
/// # Errors
///
/// [`Overflow`] when an amount is larger than Stripe's integers hold; never a wrapped one.
pub fn decide(policy: &Policy, session: &Snapshot, set: InteractionSet, now: Timestamp) -> Result<Decision, Overflow> {
    let set = session.honoured(policy, set);
    decide_from(policy, &Facts::of(policy, session, set), set, now)
}

/// The same from the facts that a log line holds.
///
/// # Errors
///
/// As [`decide`].
pub fn decide_from(
    policy: &Policy,
    facts: &Facts<'_>,
    set: InteractionSet,
    now: Timestamp,
) -> Result<Decision, Overflow> {
    if policy.switched_off {
        return Ok(Decision::switched_off(policy, set, now));
    }
    let lines = LineViews::of(policy, facts, set)?;
    let case = Case::new(policy, facts, &lines, set, now);
    let verdicts = combine::verdicts(&case)?;
    let outcome = Outcome::from(&case, &verdicts)?;
    let openings = horizon::openings(&case, &verdicts)?;
    let hints = hint::hints(&case, &verdicts, &openings, outcome.total()?);
    Ok(Decision {
        interactions: set,
        discount: decision::discount(&case, &outcome),
        applied: decision::applied(&case, &outcome),
        rejected: decision::rejected(&case, &outcome)?,
        hints,
        valid_until: horizon::valid_until(&case, &verdicts, &openings),
        clamped_by: clamp::clamps(&outcome.cuts),
        policy: policy.hash,
        now,
    })
}

#[cfg(test)]
mod tests;
