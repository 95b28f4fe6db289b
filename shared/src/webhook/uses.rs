//! The uses of a delivery's session: what was claimed, and the settlement in the ledger.

use discounts_core::Policy;
use discounts_ledger::{Held, Name, SessionKey, Store};

use super::alarm::Alarm;
use super::settling::{self, Settled, SettlingError, row_key};
use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::error_chain::error_chain;
use crate::service::Service;
use crate::stripe::{IntentId, RequestClient, StripeSession};

/// The uses that were claimed for a session.
pub(super) async fn claimed(
    service: Service<'_>,
    session: &StripeSession,
    context: &mut RequestContext,
) -> Result<Held, ApiError> {
    let Some((store, key)) = service.ledger.zip(row_key(session)) else { return Ok(Held::NOTHING) };
    let row = row(store, &key, context).await?;
    Ok(row.unwrap_or(Held::NOTHING))
}

/// Returns whether a session has a row under its own id.
pub(super) async fn has_row(service: Service<'_>, id: &str, context: &mut RequestContext) -> Result<bool, ApiError> {
    let Some((store, id)) = service.ledger.zip(Name::parse(id)) else { return Ok(false) };
    Ok(row(store, &SessionKey::new(id), context).await?.is_some())
}

async fn row(store: &dyn Store, key: &SessionKey, context: &mut RequestContext) -> Result<Option<Held>, ApiError> {
    let reading = store.read(key, &[]).await;
    let reading = reading.map_err(|error| failed(&error.into(), context))?;
    Ok(reading.row.map(|row| row.held))
}

/// Confirms the uses of a session that has ended, or gives them back.
pub(super) async fn settle(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    alarm: Alarm<'_>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    let Some((store, key)) = service.ledger.zip(row_key(session)) else { return Ok(()) };
    let id = session.session_id().map_err(|error| context.record_error(&error))?;
    let nothing = settling::applied(service.policy, session).is_empty();
    if nothing && row(store, &key, context).await?.is_none() {
        return Ok(());
    }
    let settled = settling::settle((service.policy, store), client, (&key, Some(&id)), service.clock.now()).await;
    match settled.map_err(|error| failed(&error, context))? {
        Settled::Yes { over_given } if !over_given.is_empty() => alarm.over_given(&session.id, &over_given),
        Settled::Yes { .. } | Settled::StillOpen => {}
    }
    Ok(())
}

/// Gives back the uses of a payment that was refunded in full, where an offer says so.
pub(super) async fn refunded(
    service: Service<'_>,
    client: &mut RequestClient<'_>,
    payment: &IntentId,
    alarm: Alarm<'_>,
    context: &mut RequestContext,
) -> Result<(), ApiError> {
    if service.ledger.is_none() || !gives_back(service.policy) {
        return Ok(());
    }
    match client.session_of(payment).await.map_err(|error| context.record_error(&error))? {
        Some(session) => settle(service, client, &session, alarm, context).await,
        None => Ok(()),
    }
}

fn gives_back(policy: &Policy) -> bool {
    policy.counted().any(|offer| offer.limit.as_ref().is_some_and(|limit| limit.give_back))
}

fn failed(error: &SettlingError, context: &mut RequestContext) -> ApiError {
    match error {
        SettlingError::Stripe(error) => context.record_error(error),
        SettlingError::Ledger(_) => {
            context.ledger_unavailable = true;
            context.record(ApiError::LedgerUnavailable, error_chain(error))
        }
        SettlingError::Busy => context.record(ApiError::SessionBusy, error_chain(error)),
    }
}
