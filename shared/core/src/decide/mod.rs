//! The decision: which discount a session should hold, and why.
//!
//! Eligible is an offer whose conditions all hold and which gives at least one minor unit (`case`,
//! `offer_amount`); the eligible ones become one discount (`combine`), which the guard rails cut (`clamp`). The
//! amount is always recomputed from nothing, for the whole set of interactions: calling twice is calling once,
//! and order does not matter.

mod added;
mod alone;
mod case;
mod clamp;
mod combine;
mod counted;
mod coverage;
mod decision;
mod eligibility;
mod explain;
mod findings;
mod gain;
mod groups;
mod growth;
mod hint;
mod horizon;
mod known_code;
mod lasting;
mod line_index;
mod line_set;
mod lines;
mod offer_amount;
mod pot_kind;
mod rejection;
mod step;

use jiff::Timestamp;

pub use clamp::{Clamp, Cut};
pub use coverage::{Coverage, GroupCoverage, OfferCoverage};
pub use decision::{Applied, Decision, Discount, Rejected};
pub use explain::{Explanation, OfferExplanation, Selected, Working, explain};
pub use groups::GroupExplanation;
pub use hint::Hint;
pub use known_code::knows_code;
pub use lasting::{Span, decide_lasting};

pub use crate::reason::{Code, Reason, Value};
pub use crate::step::MissingStep;

use self::case::Case;
use self::combine::Outcome;
use self::findings::Findings;
use self::lines::LineViews;
use crate::interaction::InteractionSet;
use crate::money::Overflow;
use crate::policy::Policy;
use crate::session::{Facts, Snapshot};

/// Decides the discount of a session for a set of interactions at a moment. The decision's set is this one,
/// without `code` where the session has been asked for too many codes ([`Snapshot::honoured`]).
///
/// # Errors
///
/// [`Overflow`] when an amount is larger than Stripe's integers hold; never a wrapped one.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use discounts_core::money::{Amount, Currency};
/// # use discounts_core::session::{AppliedState, Cart, Shopper};
/// # use discounts_core::{Interaction, Policy, Snapshot};
/// let policy = Policy::load(
///     "discounts.toml",
///     r#"
///         [[offer]]
///         id = "large"
///         interaction = "cart-threshold"
///         name = "10% off orders over $100"
///         when.subtotal_over = { usd = "100.00" }
///         give.percent = "10"
///     "#,
/// )?;
/// # let cart = Cart {
/// #     currency: Currency::parse("usd")?,
/// #     subtotal: Amount::new(15_000).ok_or("an amount")?,
/// #     shipping: Amount::ZERO,
/// #     shipping_cost: None,
/// #     must_charge: false,
/// #     quantity: None,
/// #     lines: None,
/// # };
/// # let (shopper, held) = (Shopper::Guest, AppliedState::default());
/// # let session = Snapshot { id: None, cart, shopper, address: None, code: None, metadata: BTreeMap::new(), held, ledger: <_>::default() };
/// // A session with a cart of 150.00 USD.
/// let set = Interaction::CartThreshold.into();
/// let decision = discounts_core::decide(&policy, &session, set, "2026-06-03T12:00:00Z".parse()?)?;
/// assert_eq!(decision.discount.map(|discount| discount.amount_off.get()), Some(1_500));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(policy: &Policy, session: &Snapshot, set: InteractionSet, now: Timestamp) -> Result<Decision, Overflow> {
    let set = session.honoured(policy, set);
    decide_from(policy, &Facts::of(policy, session, set), set, now)
}

/// Decides as [`decide`] from the facts that a log line holds.
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
    // The kill switch grants nothing.
    if policy.switched_off {
        return Ok(Decision::switched_off(policy, set, now));
    }
    let lines = LineViews::of(policy, facts, set)?;
    let case = Case::new(policy, facts, &lines, set, now);
    decide_case(&case).map(|(decision, _)| decision)
}

/// Decides a case, and returns the outcome that the decision shows.
fn decide_case(case: &Case<'_>) -> Result<(Decision, Outcome), Overflow> {
    let findings = Findings::of(case)?;
    let outcome = Outcome::from(case, &findings.eligibilities)?;
    let openings = horizon::openings(case, &findings);
    let hints = hint::hints(case, &findings, &openings, &outcome)?;
    let decision = Decision {
        interactions: case.set,
        discount: decision::discount(case, &outcome),
        applied: decision::applied(case, &outcome),
        counted: decision::counted(case, &outcome),
        rejected: decision::rejected(case, &findings, &outcome),
        hints,
        valid_until: horizon::valid_until(case, &findings, &openings),
        ends_at: horizon::ends_at(case, &outcome),
        clamped_by: clamp::clamps(&outcome.cuts),
        policy: case.policy.hash,
        now: case.now(),
    };
    Ok((decision, outcome))
}

#[cfg(test)]
pub(crate) mod tests;
