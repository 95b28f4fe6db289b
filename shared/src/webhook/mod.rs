//! The audit of each paid session, and the purchase history of its customer.
//!
//! Deliveries come late, twice and in any order. Nothing depends on that: a session is read again, is audited once, and a
//! history is counted from Stripe's records until it matches them.

mod event;
mod history;
mod judge;
mod max_allowed;
mod order;
mod order_precedence;
mod verdict_record;

use discounts_core::Policy;
use discounts_core::money::Amount;
use jiff::Timestamp;
use std::collections::BTreeMap;

pub use self::event::{EventKind, StripeEvent};
pub use self::history::History;
use self::judge::Case;
pub use self::order::Order;
pub use self::verdict_record::Verdict;
use self::verdict_record::is_judged;
use crate::api_error::{ApiError, InvalidRequest};
use crate::clock::Clock;
use crate::context::{Incident, RequestContext};
use crate::purchase::{add_referenced_customer, amount_discount, expand, our_coupon};
use crate::request::Delivery;
use crate::stripe::expand::{CHARGE, CUSTOMER};
use crate::stripe::{
    CustomerId, IdempotencyKey, MetadataOwner, Purchase, RequestClient, SessionId, SignatureError, StripeError,
    StripeSession, WebhookSecret,
};

/// The most counts of a history in one delivery; the next delivery continues.
const MAX_COUNTS: usize = 5;

/// Receives a delivery.
///
/// # Errors
///
/// [`ApiError`] as the answer to Stripe, which delivers again after 5xx.
pub async fn receive(
    policy: &Policy,
    client: &mut RequestClient<'_>,
    delivery: &Delivery,
    clock: Clock,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    verify(client, delivery, clock, context).await?.map_err(|error| context.wrong_signature(error))?;
    let event = StripeEvent::read(&delivery.body).ok_or_else(|| {
        context.record(InvalidRequest::NoEvent.into(), "the body is signed and no event of Stripe's".to_owned())
    })?;
    context.event = Some((event.id, event.event_type));
    match event.kind {
        EventKind::Completed(session) => completed(policy, client, session, event.created, context).await,
        EventKind::PaidLater(session) => {
            let session = read(policy, client, session, context).await?;
            count(policy, client, session.customer_id(), context).await
        }
        EventKind::Refunded(customer) => count(policy, client, Some(customer), context).await,
        EventKind::Other => Ok(()),
    }
}

/// Verifies that Stripe sent it. The secret is read again where it does not fit: it may have been rolled.
async fn verify(
    client: &RequestClient<'_>,
    delivery: &Delivery,
    clock: Clock,
    context: &mut RequestContext,
) -> Result<Result<(), SignatureError>, ApiError> {
    let now = clock.now().as_second();
    let fits = |secret: &WebhookSecret| secret.verify(&delivery.signature, &delivery.body, now);
    let held = client.webhook_secret().await.map_err(|error| context.record_error(&error))?;
    let verified = held.as_ref().map(fits);
    if let Some(Ok(())) = verified {
        return Ok(Ok(()));
    }
    let rolled = client.webhook_secret_read_again().await.map_err(|error| context.record_error(&error))?;
    // An HMAC over a large body is the costly part, and anybody may cause it: the same secret is not tried twice.
    let verified = if rolled == held { verified } else { rolled.as_ref().map(fits) };
    verified.ok_or_else(|| {
        let cause = "no webhook secret: add STRIPE_WEBHOOK_SECRET, the endpoint's signing secret as Stripe shows it, to the \
                     secret of STRIPE_SECRET_ID (or, for local work, set it in the environment)";
        context.record(ApiError::Misconfigured, cause.to_owned())
    })
}

async fn read(
    policy: &Policy,
    client: &mut RequestClient<'_>,
    id: SessionId,
    context: &mut RequestContext,
) -> Result<StripeSession, ApiError> {
    let mut paths: Vec<&str> = expand(policy);
    let further: Vec<&str> = [CUSTOMER, CHARGE].into_iter().filter(|path| !paths.contains(path)).collect();
    paths.extend(further);
    let session = client.session(&id, &paths).await;
    context.about = Some(Purchase::Session(id));
    session.map_err(|error| context.record_error(&error))
}

async fn completed(
    policy: &Policy,
    client: &mut RequestClient<'_>,
    id: SessionId,
    at: Timestamp,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let mut session = read(policy, client, id, context).await?;
    // Stripe lists no orders for a customer who is only referenced, so they have no history.
    let customer =
        session.customer_id().zip(session.customer().map(|customer| customer.metadata.clone().unwrap_or_default()));
    let mut orders = match &customer {
        Some((customer, _)) => orders_of(client, customer).await.map_err(|error| context.record_error(&error))?,
        None => Vec::new(),
    };
    if our_coupon(&session).is_some() && !is_judged(&session) {
        let added = add_referenced_customer(client, &mut session).await;
        added.map_err(|error| context.record_error(&error))?;
        let case = Case { policy, session: &session, orders: &orders, at };
        let verdict = case.judge(client, context).await?;
        let first =
            verdict_record::record(client, &session, verdict).await.map_err(|error| context.record_error(&error))?;
        if first {
            raise_alarm(&session, verdict, context);
        }
        if let (true, Verdict::Fits, Some((customer, _))) = (first, verdict, &customer) {
            orders = recheck(&case, customer, client, context).await?;
        }
    }
    match customer {
        Some((customer, metadata)) => {
            CustomerRecord { customer, metadata, orders }.write(policy, client, context).await
        }
        None => Ok(()),
    }
}

/// Judges a passing order again if another was completed meanwhile: each audit may have missed the other order. Returns the
/// orders as they are now.
async fn recheck(
    case: &Case<'_>,
    customer: &CustomerId,
    client: &mut RequestClient<'_>,
    context: &mut RequestContext,
) -> Result<Vec<Order>, ApiError> {
    let orders = orders_of(client, customer).await.map_err(|error| context.record_error(&error))?;
    let known = |order: &Order| case.orders.iter().any(|known| known.session == order.session);
    if !orders.iter().all(known) {
        let verdict = Case { orders: &orders, ..*case }.judge(client, context).await?;
        if matches!(verdict, Verdict::Drift(_)) {
            verdict_record::replace(client, case.session, verdict)
                .await
                .map_err(|error| context.record_error(&error))?;
            raise_alarm(case.session, verdict, context);
        }
    }
    Ok(orders)
}

/// Raises the alarm: an incident for the metrics, and a log line.
fn raise_alarm(session: &StripeSession, verdict: Verdict, context: &mut RequestContext) {
    let (given, allowed) = context.judged.unwrap_or((amount_discount(session).unwrap_or_default(), Amount::ZERO));
    match verdict {
        Verdict::Fits => {}
        Verdict::Drift(excess) => {
            context.incident = Some(Incident::DiscountDrift);
            tracing::error!(
                code = "discount_drift",
                checkout_session_id = session.id,
                given = given.get(),
                due = allowed.get(),
                excess,
                "a completed session has a larger discount than the policy gives: hold this order, and see \
                 docs/operations.md, discount-drift"
            );
        }
        Verdict::Unknown => {
            context.incident = Some(Incident::DriftUnknown);
            tracing::warn!(
                code = "drift_unknown",
                checkout_session_id = session.id,
                given = given.get(),
                "a completed session was decided by another policy than this one: its discount can't be judged"
            );
        }
    }
}

/// A customer, with metadata and orders.
struct CustomerRecord {
    customer: CustomerId,
    metadata: BTreeMap<String, String>,
    orders: Vec<Order>,
}

impl CustomerRecord {
    /// Reads a customer; none if they were deleted.
    async fn read(client: &mut RequestClient<'_>, customer: CustomerId) -> Result<Option<Self>, StripeError> {
        let metadata = match client.customer(customer.as_str()).await {
            Ok(customer) if customer.deleted => return Ok(None),
            Ok(customer) => customer.metadata.unwrap_or_default(),
            Err(StripeError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let orders = orders_of(client, &customer).await?;
        Ok(Some(Self { customer, metadata, orders }))
    }

    /// Writes the history, until Stripe's records stay as they were counted. A concurrent delivery may write an older count
    /// later; it reads the records again as well, and then corrects its count.
    async fn write(
        mut self,
        policy: &Policy,
        client: &mut RequestClient<'_>,
        context: &mut RequestContext,
    ) -> Result<(), ApiError> {
        for _ in 0..MAX_COUNTS {
            let changes = History::of(self.orders.iter()).changes(&policy.customer, &self.metadata);
            if changes.is_empty() {
                return Ok(());
            }
            let owner = MetadataOwner::Customer(self.customer.as_str());
            let pairs = changes.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            let written = client.write_metadata(owner, pairs, &IdempotencyKey::new()).await.result;
            written.map_err(|error| context.record_error(&error))?;
            context.changed = true;
            self.metadata.extend(changes);
            self.orders = orders_of(client, &self.customer).await.map_err(|error| context.record_error(&error))?;
        }
        let cause = "this customer keeps buying while the orders are counted: Stripe delivers this again";
        Err(context.record(ApiError::StripeUnavailable, cause.to_owned()))
    }
}

/// A customer's orders, newest first.
async fn orders_of(client: &mut RequestClient<'_>, customer: &CustomerId) -> Result<Vec<Order>, StripeError> {
    let sessions = client.completed_sessions(customer).await?;
    Ok(sessions.iter().filter_map(Order::of).collect())
}

/// Counts a customer's orders again.
async fn count(
    policy: &Policy,
    client: &mut RequestClient<'_>,
    customer: Option<CustomerId>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let Some(customer) = customer else { return Ok(()) };
    match CustomerRecord::read(client, customer).await.map_err(|error| context.record_error(&error))? {
        Some(known) => known.write(policy, client, context).await,
        None => Ok(()),
    }
}
