//! Calls to the ledger within a request's time.

use std::error::Error;
use std::time::Duration;

use discounts_core::Policy;
use discounts_core::counts::shared_keys;
use discounts_ledger::{Change, Changed, CounterKey, Name, Reading, SessionKey, Store, StoreError};
use jiff::Timestamp;

use crate::deadline::Deadline;
use crate::error_chain::error_chain;
use crate::stripe::Purchase;

/// The most time of one call. A ledger that takes longer is as good as down.
const LONGEST: Duration = Duration::from_secs(2);

/// The ledger's row of a session, for the calls of one request.
pub(crate) struct LedgerCalls<'l> {
    store: &'l dyn Store,
    session: SessionKey,
    ahead: Ahead,
}

/// The reading that was made beside a read of the session, until it is asked for.
enum Ahead {
    None,
    Made(Reading),
    Failed,
}

impl<'l> LedgerCalls<'l> {
    /// The calls about a session; none for a payment intent, or where no offer counts.
    pub(crate) fn of(store: Option<&'l dyn Store>, purchase: &Purchase) -> Option<Self> {
        let Purchase::Session(id) = purchase else { return None };
        Self::under(store, id.as_str())
    }

    /// The calls about the row of this key; none where no offer counts.
    pub(crate) fn under(store: Option<&'l dyn Store>, key: &str) -> Option<Self> {
        let session = SessionKey::new(Name::parse(key)?);
        Some(Self { store: store?, session, ahead: Ahead::None })
    }

    /// The key of the row.
    pub(crate) const fn session(&self) -> &SessionKey {
        &self.session
    }

    /// Reads the row, the counters that do not depend on the session, and `further` ones, while the session is read.
    pub(crate) async fn beside<T>(
        &mut self,
        (policy, now): (&Policy, Timestamp),
        further: Option<CounterKey>,
        deadline: Deadline,
        session: impl Future<Output = T>,
    ) -> T {
        let keys: Vec<CounterKey> = shared_keys(policy, now).into_iter().chain(further).collect();
        let (session, reading) = tokio::join!(session, self.reading(&keys, deadline));
        self.ahead = reading.map_or(Ahead::Failed, Ahead::Made);
        session
    }

    /// The row, and counters as far as they were read beside the session. A counter that was not counts as untaken until a
    /// claim of it shows what is taken. Only that of a code is read now: the code may be revoked, and a session that has it claims
    /// nothing. `None` if the ledger does not answer.
    pub(crate) async fn read(&mut self, counters: &[CounterKey], deadline: Deadline) -> Option<Reading> {
        match std::mem::replace(&mut self.ahead, Ahead::None) {
            Ahead::Made(reading) => {
                let codes = counters.iter().filter(|key| matches!(key, CounterKey::Code { .. }));
                self.with(reading, codes, deadline).await
            }
            Ahead::Failed => None,
            Ahead::None => self.reading(counters, deadline).await,
        }
    }

    /// The row and all of these counters, also those that could not be read beside the session.
    pub(crate) async fn read_all(&mut self, counters: &[CounterKey], deadline: Deadline) -> Option<Reading> {
        let reading = self.read(counters, deadline).await?;
        self.with(reading, counters.iter(), deadline).await
    }

    /// A reading, with counters that it lacks.
    async fn with<'k>(
        &self,
        mut reading: Reading,
        counters: impl Iterator<Item = &'k CounterKey>,
        deadline: Deadline,
    ) -> Option<Reading> {
        let missing: Vec<CounterKey> = counters.filter(|key| !reading.taken.contains_key(key)).cloned().collect();
        if !missing.is_empty() {
            let rest = self.reading(&missing, deadline).await?;
            reading.taken.extend(rest.taken);
        }
        Some(reading)
    }

    /// Makes a change; `None` if the ledger does not answer, so that the outcome is unknown.
    pub(crate) async fn change(&self, change: &Change, deadline: Deadline) -> Option<Changed> {
        within(deadline, self.store.change(change)).await
    }

    async fn reading(&self, counters: &[CounterKey], deadline: Deadline) -> Option<Reading> {
        within(deadline, self.store.read(&self.session, counters)).await
    }
}

/// The result of a call to the ledger, or `None` if it fails or takes too long. The failure is logged.
async fn within<T>(deadline: Deadline, call: impl Future<Output = Result<T, StoreError>>) -> Option<T> {
    let cause = match tokio::time::timeout(deadline.left().min(LONGEST), call).await {
        Ok(Ok(result)) => return Some(result),
        Ok(Err(error)) => error_chain(&error),
        Err(elapsed) => error_chain(&StoreError::Unavailable(Box::<dyn Error + Send + Sync>::from(elapsed))),
    };
    tracing::warn!(code = "ledger_unavailable", "{cause}");
    None
}
