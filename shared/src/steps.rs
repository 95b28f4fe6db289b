//! Retrieve, validate, recompute, update, until the session is as decided.
//!
//! There is no lock. Stripe merges metadata key by key and answers each write with the session as it then is, so
//! whoever writes last sees everything that was asked for and decides on it: calls at the same moment end in the
//! same state as one after the other. Where only the server changes cart or address, writes take turns as well
//! (`turn`), so that no discount meets another cart than it was decided on, not even for a moment.

use discounts_core::difference::{Difference, Update};
use discounts_core::session::{AppliedDiscount, Facts, Snapshot};
use discounts_core::{Decision, InteractionSet, Policy, decide, difference};
use jiff::Timestamp;

use crate::api_error::ApiError;
use crate::command::{Edit, SessionCommand};
use crate::context::RequestContext;
use crate::purchase::{PurchaseError, PurchaseObject};
use crate::stripe::{Purchase, RequestClient};
use crate::work::{Work, Write};

/// What a request found out and did, for the answer and for the log.
#[derive(Debug)]
pub struct Reconciled {
    /// The session as it now is.
    pub session: PurchaseObject,
    /// What was decided for it.
    pub decision: Decision,
    /// Whether this request wrote.
    pub changed: bool,
    /// Whether a discount of somebody else was left in its place.
    pub foreign: bool,
}

/// Brings a purchase to what is decided for it.
///
/// # Errors
///
/// Why it can't be, as the page is told; the operator's part is in the trail.
pub async fn settle(
    policy: &Policy,
    talk: &mut RequestClient<'_>,
    id: &Purchase,
    step: &SessionCommand,
    trail: &mut RequestContext,
) -> Result<Reconciled, ApiError> {
    let mut work = Work::new(policy, talk, id, trail);
    if matches!(step, SessionCommand::Change(Edit::Cart(_))) {
        work.needs_lines();
    }
    tracing::debug!(step = "retrieve", "reads the session");
    let session = work.retrieve(Some(step)).await?;
    // On the heap: the rounds are some kilobytes of state.
    Box::pin(settle_from(&mut work, session, step)).await
}

/// The same from a session as Stripe has just returned it.
pub(crate) async fn settle_from(
    work: &mut Work<'_, '_>,
    mut session: PurchaseObject,
    step: &SessionCommand,
) -> Result<Reconciled, ApiError> {
    let mut asked = Some(step);
    loop {
        tracing::debug!(step = "validate", "checks the session");
        let snapshot = session.snapshot().map_err(|error| work.trail.refuse(&error))?;
        let held = snapshot.held.clone();
        let set = set_after(asked, &snapshot);
        let ahead = work.ahead(&session, snapshot, asked).await?;

        tracing::debug!(step = "recompute", "decides the discount");
        // Of a cart that only Stripe can price, its answer is decided on: until then it has no discount of ours.
        let decision = match &ahead.snapshot {
            Some(snapshot) => Some((snapshot, recompute(work.policy, snapshot, set, Timestamp::now(), work.trail)?)),
            None => None,
        };
        let takes_away = matches!(step, SessionCommand::Remove(_));
        let difference = match &decision {
            Some((snapshot, decision)) => difference(work.policy, snapshot, decision, takes_away),
            None if matches!(held.discount, AppliedDiscount::Ours { .. }) => Difference::Write(Update::clearing(&held)),
            None => Difference::Write(Update::default()),
        };
        let update = match (difference, decision) {
            (Difference::Settled, Some((_, decision))) if ahead.edit.is_none() => {
                work.check_total(&session, &held).await?;
                if let Some(refusal) = work.refused_edit.take() {
                    return Err(refusal);
                }
                let foreign = matches!(held.discount, AppliedDiscount::Foreign { .. });
                return Ok(Reconciled { session, decision, changed: work.trail.changed, foreign });
            }
            (Difference::Settled, _) => Update::default(),
            (Difference::CodesSpent, _) => return Err(work.codes_spent()),
            (Difference::NotOurs, _) => return Err(work.trail.not_ours()),
            (Difference::WritesSpent(least), _) => {
                if let Some(refusal) = work.writes_spent(&session, &held, least, ahead.edit).await {
                    return Err(refusal);
                }
                session = work.retrieve(asked).await?;
                continue;
            }
            (Difference::Write(update), _) => update,
        };
        if !session.has_room_for(&update) {
            return Err(work.trail.refuse(&PurchaseError::Unsupported("its metadata has no room for ours")));
        }

        tracing::debug!(step = "update", "writes what differs");
        let write = Write { before: &session, held: &held, update: &update, edit: ahead.edit, sums: ahead.sums };
        session = match work.update(&write).await {
            Ok(Some(answer)) => {
                // Only the first write carries what was asked: from here on the session says what the set is.
                asked = None;
                work.with_shopper(answer, asked).await?
            }
            Ok(None) => {
                if work.refused_edit.is_some() {
                    asked = None;
                }
                work.retrieve(asked).await?
            }
            Err(refusal) if write.lowers() => {
                return Err(work.take_off(refusal, &session, &held).await);
            }
            Err(refusal) => return Err(refusal),
        };
    }
}

/// Decides, and notes what was decided on.
pub fn recompute(
    policy: &Policy,
    snapshot: &Snapshot,
    set: InteractionSet,
    now: Timestamp,
    trail: &mut RequestContext,
) -> Result<Decision, ApiError> {
    let decision = decide(policy, snapshot, set, now)
        .map_err(|overflow| trail.refuse_for(ApiError::StripeError, overflow.to_string()))?;
    trail.facts = serde_json::to_string(&Facts::of(policy, snapshot, set)).ok();
    trail.decision = serde_json::to_string(&decision).ok();
    Ok(decision)
}

/// The set that is decided for: until it has been written, what was asked for comes on top of what the session says.
pub(crate) fn set_after(asked: Option<&SessionCommand>, snapshot: &Snapshot) -> InteractionSet {
    let held = snapshot.held.interactions;
    asked.map_or(held, |step| step.apply(held))
}
