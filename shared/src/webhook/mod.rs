//! The audit of each paid session, the purchase history of its customer, and the end of coupons that nobody redeemed.
//!
//! Deliveries come late, twice and in any order. Nothing depends on that: a session is read again, is audited once, and a
//! history is counted from Stripe's records until it matches them. Neither waits for the other: what can't be written of one
//! does not keep the other from being written.

mod alarm;
mod audit;
mod customer_orders;
mod customer_record;
mod decided_for;
mod event;
mod history;
mod judge;
mod max_allowed;
mod order;
mod order_precedence;
mod settling;
mod uses;
mod verdict_record;

use jiff::Timestamp;

pub use self::alarm::Alarm;
use self::customer_orders::Own;
use self::customer_record::CustomerRecord;
pub use self::event::{EventKind, StripeEvent};
pub use self::history::count;
pub use self::order::Order;
pub(crate) use self::settling::{Settled, SettlingError, settle};
use self::verdict_record::is_judged;
pub use self::verdict_record::{Doubt, Verdict};
use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::context::RequestContext;
use crate::invalid_request::InvalidRequest;
use crate::purchase::{WrittenDiscount, expand, our_coupon, read_session};
use crate::request::Delivery;
use crate::service::Service;
use crate::stripe::expand::{CHARGE, COUPON, CUSTOMER};
use crate::stripe::{
    CustomerId, Purchase, RequestClient, SessionId, SignatureError, StripeError, StripeSession, WebhookSecret,
};

/// Receives a delivery.
///
/// # Errors
///
/// [`ApiError`] as the answer to Stripe, which delivers again after 5xx.
pub async fn receive(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    delivery: &Delivery,
    alarm: Alarm<'_>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    verify(client, delivery, service.clock, context).await?.map_err(|error| context.wrong_signature(error))?;
    let event = StripeEvent::read(&delivery.body).ok_or_else(|| {
        context.record(InvalidRequest::NoEvent.into(), "the body is signed and no event of Stripe's".to_owned())
    })?;
    context.event = Some((event.id, event.event_type));
    let handled = of_kind(event.kind, service, client, (event.created, alarm), context).await;
    let given_back = match &event.refunded {
        Some(payment) => uses::refunded(service, client, payment, alarm, context).await,
        None => Ok(()),
    };
    handled.and(given_back)
}

/// Does what an event of a kind asks for.
async fn of_kind(
    kind: EventKind,
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    (at, alarm): (Timestamp, Alarm<'_>),
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    match kind {
        EventKind::Completed(session) => completed(service, client, session, (at, alarm), context).await,
        EventKind::Expired { session, has_coupon } => {
            expired(service, client, (session, has_coupon), alarm, context).await
        }
        EventKind::PaidLater(session) => {
            let session = read(service, client, session, context).await?;
            let settled = uses::settle(service, client, &session, alarm, context).await;
            let counted = match session.customer_id() {
                Some(customer) => recount(client, customer, Some(Own::Session(&session)), context).await,
                None => Ok(()),
            };
            settled.and(counted)
        }
        EventKind::OfCustomer(customer, payment) => {
            recount(client, customer, payment.as_ref().map(Own::Payment), context).await
        }
        EventKind::OfPayment(id) => {
            let payment = match client.intent(&id, &[]).await {
                Ok(payment) => payment,
                Err(StripeError::NotFound) => return Ok(()),
                Err(error) => return Err(context.record_error(&error)),
            };
            match payment.customer_id() {
                Some(customer) => recount(client, customer, Some(Own::Payment(&id)), context).await,
                None => Ok(()),
            }
        }
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
    Service { policy, writer, .. }: Service<'_>,
    client: &mut RequestClient<'_>,
    id: SessionId,
    context: &mut RequestContext,
) -> Result<StripeSession, ApiError> {
    let mut paths: Vec<&'static str> = expand(policy, writer);
    let further: Vec<&'static str> = [CUSTOMER, CHARGE].into_iter().filter(|path| !paths.contains(path)).collect();
    paths.extend(further);
    let session = read_session(client, &id, &paths).await;
    context.about = Some(Purchase::Session(id));
    session.map_err(|error| context.record_error(&error))
}

async fn completed(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    id: SessionId,
    (at, alarm): (Timestamp, Alarm<'_>),
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let session = read(service, client, id, context).await?;
    // Read before the row is settled: the audit judges by what was claimed.
    let claimed = uses::claimed(service, &session, context).await;
    let settled = uses::settle(service, client, &session, alarm, context).await;
    // Stripe lists no orders for a customer who is only referenced, so they have no history.
    let customer = session.customer_id();
    let metadata = session.customer().map(|customer| customer.metadata.clone().unwrap_or_default());
    let mut record = match customer {
        Some(customer) => CustomerRecord::read(client, customer, metadata, Some(Own::Session(&session)))
            .await
            .map_err(|error| context.record_error(&error))?,
        None => None,
    };
    let counted = match &mut record {
        Some(record) => record.write(client, Some(Own::Session(&session)), context).await,
        None => Ok(()),
    };
    if WrittenDiscount::of(&session).is_some() && !is_judged(&session) {
        audit::audit((service, &session, at), (record.as_ref(), &claimed?), client, alarm, context).await?;
    }
    counted.and(settled)
}

/// Gives back the uses of an expired session, and deletes its coupon. That of a completed one stays: it is redeemed, so nothing else can use it, and it
/// names the offers of the order's discount, and the customer, whenever the customer's orders are counted again.
async fn expired(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    (id, has_coupon): (SessionId, bool),
    alarm: Alarm<'_>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    if !has_coupon && !uses::has_row(service, id.as_str(), context).await? {
        return Ok(());
    }
    let session = client.session(&id, &[COUPON]).await;
    context.about = Some(Purchase::Session(id));
    let session = match session {
        Ok(session) => session,
        Err(StripeError::NotFound) => return Ok(()),
        Err(error) => return Err(context.record_error(&error)),
    };
    let settled = uses::settle(service, client, &session, alarm, context).await;
    let is_over = session.status.as_deref() == Some("expired");
    // A coupon of its own is that of a session that was decided once; another one ends with its session.
    let coupon = our_coupon(&session).and_then(|coupon| coupon.id.as_deref()).filter(|_| is_over && has_coupon);
    let deleted = match coupon {
        Some(coupon) => client.delete_coupon(coupon).await.map_err(|error| context.record_error(&error)),
        None => Ok(()),
    };
    settled.and(deleted)
}

/// Counts a customer's orders again. `own` is the object that the delivery is about.
async fn recount(
    client: &mut RequestClient<'_>,
    customer: CustomerId,
    own: Option<Own<'_>>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let record = CustomerRecord::read(client, customer, None, own).await;
    match record.map_err(|error| context.record_error(&error))? {
        Some(mut record) => record.write(client, own, context).await,
        None => Ok(()),
    }
}
