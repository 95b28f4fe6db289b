//! Quotes: the discount that each interaction would give now, and the one that nobody has to ask for. Only reads.

use discounts_core::counts::Counters;
use discounts_core::facts::Rooms;
use discounts_core::money::Currency;
use discounts_core::session::{AppliedDiscount, Shopper, Snapshot};
use discounts_core::{Decision, InteractionSet, Policy, Trigger, decide};
use jiff::Timestamp;

use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::counted::LedgerCalls;
use crate::purchase::{PurchaseError, PurchaseObject, expand, read, referenced_shopper, view};
use crate::reconcile::record_decision;
use crate::service::Service;
use crate::stripe::{Purchase, RequestClient, StripeError};

/// Every interaction's decision, and what the session holds.
#[derive(Debug)]
pub struct Quotes {
    /// The automatic offers, where the policy has some, and each interaction with them.
    pub each: Vec<(Trigger, Decision)>,
    /// All together.
    pub best: Decision,
    /// The discount on the session.
    pub current: AppliedDiscount,
    /// The session's currency.
    pub currency: Currency,
    /// The set that the session has been asked for.
    pub interactions: InteractionSet,
    /// The purchase.
    pub purchase: PurchaseObject,
}

/// Quotes every interaction.
///
/// # Errors
///
/// [`ApiError`], as the page sees it.
pub async fn quote(
    Service { policy, writer, ledger, keyed, clock }: Service<'_>,
    client: &mut RequestClient<'_>,
    id: &Purchase,
    context: &mut RequestContext,
) -> Result<Quotes, ApiError> {
    let (now, deadline) = (clock.now(), client.deadline());
    let paths = expand(policy, writer);
    let read = read_again_when_busy(client, id, &paths);
    let mut ledger = LedgerCalls::of(ledger, id);
    let purchase = match &mut ledger {
        Some(ledger) => ledger.beside((policy, now), None, deadline, read).await,
        None => read.await,
    };
    let purchase = purchase.map_err(|error| context.record_purchase_error(&error))?;
    let mut view = view(&purchase, writer, ledger.is_some()).map_err(|error| context.record_purchase_error(&error))?;
    if let Some(keyed) = keyed {
        keyed.add_to(&mut view.snapshot, None);
    }
    if view.has_stale_amount() {
        context.needs_review("the amount contradicts its metadata: it is that of an earlier cart");
    }
    if let Shopper::Customer(customer) = &view.snapshot.shopper
        && view.customer_by_reference
        && policy.reads(InteractionSet::all()).shopper()
    {
        let shopper = referenced_shopper(client, &customer.id).await.map_err(|error| context.record_error(&error))?;
        view.set_shopper(shopper);
    }
    let mut snapshot = view.snapshot;
    if let Some(ledger) = &mut ledger {
        let counters = Counters::of(policy, &snapshot, now);
        let reading = ledger.read_all(&counters.keys(), deadline).await;
        context.ledger_unavailable |= reading.is_none();
        snapshot.ledger.rooms = reading.map_or(Rooms::Unavailable, |reading| counters.rooms(&reading));
    }
    let mut each = Vec::new();
    // One for which the shopper has to type something says nothing before that.
    let offered: InteractionSet =
        InteractionSet::all().without_values().iter().chain(snapshot.held.interactions.iter()).collect();
    let automatic = policy.has_automatic_offers().then_some(Trigger::Automatic);
    for trigger in automatic.into_iter().chain(offered.iter().map(Trigger::On)) {
        each.push((trigger, decide_for(policy, &snapshot, trigger.alone(), now, context)?));
    }
    let best = decide_for(policy, &snapshot, offered, now, context)?;
    Ok(Quotes {
        each,
        best,
        currency: snapshot.cart.currency,
        interactions: snapshot.held.interactions,
        current: snapshot.held.discount,
        purchase,
    })
}

/// Reads a purchase; once more if its cart changed meanwhile.
async fn read_again_when_busy(
    client: &mut RequestClient<'_>,
    id: &Purchase,
    expand: &[&'static str],
) -> Result<PurchaseObject, PurchaseError> {
    match read(client, id, expand).await {
        Err(PurchaseError::Stripe(StripeError::Busy)) => read(client, id, expand).await,
        purchase => purchase,
    }
}

fn decide_for(
    policy: &Policy,
    snapshot: &Snapshot,
    set: InteractionSet,
    now: Timestamp,
    context: &mut RequestContext,
) -> Result<Decision, ApiError> {
    let decision = decide(policy, snapshot, set, now)
        .map_err(|overflow| context.record(ApiError::StripeError, overflow.to_string()))?;
    record_decision(policy, snapshot, (set, &decision), context);
    Ok(decision)
}
