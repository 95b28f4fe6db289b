//! The decision for a session that can't be changed once it exists: only offers that last are given, and it ends with them.

use jiff::{SignedDuration, Timestamp};

use super::case::{Case, Term};
use super::combine::Outcome;
use super::decide_case;
use super::decision::Decision;
use super::lines::LineViews;
use crate::interaction::InteractionSet;
use crate::money::{Amount, Overflow};
use crate::policy::Policy;
use crate::session::{Facts, Snapshot};

/// The most moments that are examined for the end of a discount; a day rarely has more than a few.
const MAX_BOUNDARIES: usize = 1_000;

/// The shortest and the longest life of a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// An offer that ends sooner is not given.
    pub least: SignedDuration,
    /// A discount that lasts longer has no end.
    pub most: SignedDuration,
}

/// Decides as [`decide`](super::decide) for a session that is decided once. An offer that ends sooner than the session can
/// is not given (`ends_too_soon`), and neither is one that others exclude by then. `valid_until` of the decision is the end
/// of its discount: the first moment from which the policy gives less, or no longer gives one of its offers.
///
/// # Errors
///
/// As [`decide`](super::decide).
pub fn decide_lasting(
    policy: &Policy,
    session: &Snapshot,
    set: InteractionSet,
    now: Timestamp,
    span: Span,
) -> Result<Decision, Overflow> {
    let set = session.honoured(policy, set);
    if policy.switched_off {
        return Ok(Decision::switched_off(policy, set, now));
    }
    let facts = Facts::of(policy, session, set);
    let lines = LineViews::of(policy, &facts, set)?;
    let after = |span| now.checked_add(span).unwrap_or(Timestamp::MAX);
    let mut term = Term { until: after(span.least), excluded: Vec::new() };
    loop {
        let plain = Case::new(policy, &facts, &lines, set, now);
        let (decision, outcome) = decide_case(&plain.clone().lasting(&term))?;
        let end = end(&plain, &outcome, decision.amount_off(), after(span.most))?;
        if end.is_none_or(|end| end >= term.until) {
            return Ok(Decision { valid_until: end, ..decision });
        }
        // None of them was excluded before, so there is an end to this.
        term.excluded.extend(outcome.parts.iter().map(|part| part.offer));
    }
}

/// The end of a discount. `None` if it lasts until `last`, or does not exist.
fn end(now: &Case<'_>, outcome: &Outcome, discount: Amount, last: Timestamp) -> Result<Option<Timestamp>, Overflow> {
    let applied = outcome.parts.iter().filter_map(|part| Some((part.offer, now.policy.offers.get(part.offer)?)));
    let closes = applied.filter_map(|(index, offer)| now.closes_at(index, offer)).min().filter(|end| *end < last);
    let last = closes.unwrap_or(last);
    let mut then = now.clone();
    for _ in 0..MAX_BOUNDARIES {
        let (decision, _) = decide_case(&then)?;
        if decision.amount_off() < discount {
            return Ok(Some(then.now()));
        }
        match decision.valid_until.filter(|edge| *edge < last) {
            Some(edge) => then = now.at(edge),
            None => break,
        }
    }
    Ok(closes)
}
