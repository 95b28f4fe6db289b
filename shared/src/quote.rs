//! What each interaction would give now: reads only.

use discounts_core::money::Currency;
use discounts_core::session::AppliedDiscount;
use discounts_core::{Decision, Interaction, InteractionSet, Policy};
use jiff::Timestamp;

use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::purchase::{PurchaseObject, ReferencedCustomer, expand, read_again_when_busy};
use crate::steps::recompute;
use crate::stripe::{Purchase, RequestClient};

/// Every interaction's decision, and what the session holds.
#[derive(Debug)]
pub struct Quotes {
    /// Each interaction alone.
    pub each: Vec<(Interaction, Decision)>,
    /// All together.
    pub best: Decision,
    /// What is on the session.
    pub current: AppliedDiscount,
    /// The session's currency.
    pub currency: Currency,
    /// The set that the session has been asked for.
    pub interactions: InteractionSet,
    /// The session.
    pub session: PurchaseObject,
}

/// Quotes every interaction.
///
/// # Errors
///
/// As the page is told.
pub async fn quote(
    policy: &Policy,
    talk: &mut RequestClient<'_>,
    id: &Purchase,
    trail: &mut RequestContext,
) -> Result<Quotes, ApiError> {
    let mut session = read_again_when_busy(talk, id, &expand(policy)).await.map_err(|error| trail.refuse(&error))?;
    session.snapshot().map_err(|error| trail.refuse(&error))?;
    if policy.reads(InteractionSet::all()).shopper() {
        let added = ReferencedCustomer::default().add_to(talk, &mut session).await;
        added.map_err(|error| trail.refuse(&error))?;
    }
    let snapshot = session.snapshot().map_err(|error| trail.refuse(&error))?;
    let now = Timestamp::now();
    let mut each = Vec::new();
    // One for which the shopper has to type something says nothing before that.
    let offered: InteractionSet =
        InteractionSet::all().without_values().iter().chain(snapshot.held.interactions.iter()).collect();
    for interaction in offered.iter() {
        each.push((interaction, recompute(policy, &snapshot, interaction.into(), now, trail)?));
    }
    let best = recompute(policy, &snapshot, offered, now, trail)?;
    let currency = snapshot.cart.currency;
    Ok(Quotes {
        each,
        best,
        currency,
        interactions: snapshot.held.interactions,
        current: snapshot.held.discount,
        session,
    })
}
