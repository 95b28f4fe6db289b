//! The state that a function keeps as long as it lives: the policy, and the connection to Stripe.

use std::sync::Arc;

use discounts_core::Policy;
use discounts_ledger::Store;

use crate::clock::Clock;
use crate::error_chain::error_chain;
use crate::http_client::http_client;
use crate::ledger;
use crate::purchase::DiscountWriter;
use crate::secret::SecretReader;
use crate::service::Service;
use crate::settings::{KeySource, Settings, SettingsFault};
use crate::stripe::{ApiKeyStore, Stripe};

/// The yields to the runtime that put the connection request to Stripe on the wire: connect, hand over, send. The policy is
/// loaded while the answer is on its way.
const YIELDS_BEFORE_POLICY_LOAD: u8 = 3;

/// A function that can serve requests.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) policy: Policy,
    pub(crate) writer: DiscountWriter,
    pub(crate) stripe: Stripe,
    /// The ledger, where an offer of the policy counts; the variable that it lacks.
    pub(crate) ledger: Result<Arc<dyn Store>, SettingsFault>,
}

/// The reason why a function can't serve requests.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// A variable has to be set differently.
    #[error(transparent)]
    Settings(#[from] SettingsFault),
    /// The TLS configuration was refused: a bug.
    #[error("the HTTP client can't be built")]
    HttpClient(#[source] reqwest::Error),
}

impl Ready {
    /// Loads the policy, reads the key and opens a connection, as far as possible at the same time.
    pub(crate) async fn start(settings: Settings) -> Result<Self, StartError> {
        let http = http_client().map_err(StartError::HttpClient)?;
        let keys = match settings.key {
            KeySource::Environment(secrets) => ApiKeyStore::fixed(secrets),
            KeySource::SecretsManager(secret) => ApiKeyStore::from_source(SecretReader::new(&secret, http.clone())),
        };
        let stripe = Stripe::new(http.clone(), settings.stripe_base, settings.stripe_version, keys);
        let policy = async {
            for _ in 0..YIELDS_BEFORE_POLICY_LOAD {
                tokio::task::yield_now().await;
            }
            settings.policy_source.load()
        };
        let (warm, policy) = tokio::join!(stripe.warm_up(), policy);
        // A key that can't be read now is read again by the request that needs it.
        if let Err(error) = warm {
            let code = if error.is_temporary() { "service_unavailable" } else { "misconfigured" };
            tracing::error!(code, "{}", error_chain(&error));
        }
        let policy = policy?;
        // The client is made only where an offer counts.
        let table =
            if policy.counts() { ledger::open(settings.ledger.as_ref(), http) } else { Err(SettingsFault::NoTable) };
        let ledger = table.map(|table| Arc::new(table) as Arc<dyn Store>);
        Ok(Self { policy, writer: settings.writer, stripe, ledger })
    }

    /// The parts that each request needs. The ledger is not one of them unless an offer counts; what the key of codes
    /// shows is added by the request that reads the key.
    ///
    /// # Errors
    ///
    /// [`SettingsFault`] if an offer counts, and there is no ledger.
    pub(crate) fn service(&self, clock: Clock) -> Result<Service<'_>, &SettingsFault> {
        let ledger = if self.policy.counts() { Some(self.ledger.as_deref()?) } else { None };
        Ok(Service { policy: &self.policy, writer: self.writer, ledger, keyed: None, clock })
    }
}
