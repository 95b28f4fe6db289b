//! The audit of a completed session: its verdict is judged, reported, and then recorded.

use discounts_ledger::Held;
use jiff::Timestamp;

use super::alarm::Alarm;
use super::customer_orders::{CustomerOrders, Own};
use super::customer_record::CustomerRecord;
use super::decided_for::DecidedFor;
use super::judge::Case;
use super::verdict_record::{self, Verdict};
use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::service::Service;
use crate::stripe::{RequestClient, StripeSession};

/// Audits a session that was completed at a time.
///
/// # Errors
///
/// [`ApiError`] as the answer to Stripe, which delivers again after 5xx.
pub(super) async fn audit(
    (Service { policy, keyed, .. }, session, at): (Service<'_>, &StripeSession, Timestamp),
    (record, claimed): (Option<&CustomerRecord>, &Held),
    client: &mut RequestClient<'_>,
    alarm: Alarm<'_>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let decided_for = DecidedFor::read(client, session).await.map_err(|error| context.record_error(&error))?;
    let none = CustomerOrders::default();
    let CustomerOrders { orders, more, .. } = record.map_or(&none, |record| &record.orders);
    let case = Case { policy, session, keyed, decided_for: &decided_for, claimed, orders, more: *more, at };
    let verdict = case.judge(client, context).await?;
    // Reported first: a function that ends here is called again.
    alarm.raise(session, verdict, context);
    let first = verdict_record::record(client, session, verdict).await.map_err(|error| context.record_error(&error))?;
    match (first, verdict, record) {
        (true, Verdict::Fits, Some(record)) => recheck(&case, record, client, alarm, context).await,
        _ => Ok(()),
    }
}

/// Judges a passing order again if another was completed meanwhile: each audit may have missed the other order.
async fn recheck(
    case: &Case<'_>,
    record: &CustomerRecord,
    client: &mut RequestClient<'_>,
    alarm: Alarm<'_>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let own = Some(Own::Session(case.session));
    let now = CustomerOrders::read(client, &record.customer, &record.metadata, own).await;
    let now = now.map_err(|error| context.record_error(&error))?;
    if now.orders.iter().all(|order| case.orders.iter().any(|known| known.session == order.session)) {
        return Ok(());
    }
    let verdict = Case { orders: &now.orders, more: now.more, ..*case }.judge(client, context).await?;
    if matches!(verdict, Verdict::Drift(_)) {
        alarm.raise(case.session, verdict, context);
        let replaced = verdict_record::replace(client, case.session, verdict).await;
        replaced.map_err(|error| context.record_error(&error))?;
    }
    Ok(())
}
