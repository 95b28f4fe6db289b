//! The sweep: settles sessions that have ended, and whose event never came or could not be handled. A schedule calls it.

use discounts_ledger::{Row, SessionKey, Store, StoreError};
use lambda_http::lambda_runtime::Diagnostic;
use serde::Serialize;

use crate::error_chain::error_chain;
use crate::service::Service;
use crate::stripe::{RequestClient, SessionId};
use crate::webhook::{Alarm, Settled, SettlingError, settle};

/// The most sessions of one run. The next run goes on.
const MOST: usize = 200;

/// The sessions of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Swept {
    /// Confirmed or given back.
    pub settled: usize,
    /// Still open at Stripe, which has not ended them yet.
    pub open: usize,
    /// Not settled, because Stripe or the ledger did not answer. The next run tries again.
    pub failed: usize,
}

/// The reasons why a run settles nothing.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The function could not start; its first log line says why.
    #[error("not configured: see the start of this log")]
    Misconfigured,
    /// The ledger can't say which sessions are due.
    #[error(transparent)]
    Ledger(#[from] StoreError),
}

impl From<SweepError> for Diagnostic {
    fn from(error: SweepError) -> Self {
        Self { error_type: "SweepError".to_owned(), error_message: error_chain(&error) }
    }
}

/// Settles the sessions that are due, the ones that are due longest first, until the time is up.
///
/// # Errors
///
/// [`StoreError`] when the ledger can't say which are due.
pub(crate) async fn sweep(
    service: Service<'_>,
    store: &dyn Store,
    client: &mut RequestClient<'_>,
    alarm: Alarm<'_>,
) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    for key in store.stale(service.clock.now(), MOST).await? {
        if client.deadline().passed() {
            break;
        }
        match settle_one(service, store, client, &key).await {
            Ok(Settled::Yes { over_given }) => {
                swept.settled = swept.settled.saturating_add(1);
                if !over_given.is_empty() {
                    alarm.over_given(&key.id().to_string(), &over_given);
                }
            }
            Ok(Settled::StillOpen) => swept.open = swept.open.saturating_add(1),
            Err(error) => {
                swept.failed = swept.failed.saturating_add(1);
                tracing::warn!(session = %key.id(), code = "not_settled", "{}", error_chain(&error));
            }
        }
    }
    Ok(swept)
}

async fn settle_one(
    service: Service<'_>,
    store: &dyn Store,
    client: &mut RequestClient<'_>,
    key: &SessionKey,
) -> Result<Settled, SettlingError> {
    let row = store.read(key, &[]).await?.row;
    let id = session_id(key, row.as_ref());
    settle((service.policy, store), client, (key, id.as_ref()), service.clock.now()).await
}

/// The session at Stripe: the one that the row names, or the one whose id is the key. None for a session that was never made.
fn session_id(key: &SessionKey, row: Option<&Row>) -> Option<SessionId> {
    let named = row.and_then(|row| row.session.as_ref()).unwrap_or_else(|| key.id());
    SessionId::parse(&named.to_string())
}
