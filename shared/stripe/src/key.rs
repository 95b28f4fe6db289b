//! The API key and the webhook's secret: kept while the process lives, and read again when one of them does not work.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::signature::WebhookSecret;

/// The least time between two re-reads of the secret.
const REREAD: Duration = Duration::from_secs(30);

/// A Stripe secret key. It prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(String);

impl SecretKey {
    const PREFIXES: [&str; 4] = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];

    /// Parses a secret or restricted key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let body = Self::PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix))?;
        let plain = body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (plain && !body.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Returns whether it is a key of live mode.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.0.get(3..).is_some_and(|rest| rest.starts_with("live_"))
    }

    /// Returns whether it is a restricted key, which may do only what it was given permission for.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.0.starts_with("rk_")
    }

    /// The key itself, for the Authorization header only.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The secrets of one account and endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secrets {
    /// The key for calls to Stripe.
    pub key: SecretKey,
    /// The secret of Stripe's webhooks; only the webhook needs it.
    pub webhook: Option<WebhookSecret>,
    /// The key of what this service signs itself.
    pub signing: Option<SigningKey>,
}

/// A key that Stripe does not know, kept beside Stripe's. It prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey(String);

impl SigningKey {
    /// A key that is not blank.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The key itself, for signatures only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The reason why there is no secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The store is down, throttled or slow: another try may succeed.
    #[error(transparent)]
    Unavailable(Box<dyn Error + Send + Sync>),
    /// The store did not answer in time: another try may succeed.
    #[error("Secrets Manager did not answer in time")]
    TimedOut,
    /// An operator has to change something.
    #[error(transparent)]
    Misconfigured(Box<dyn Error + Send + Sync>),
    /// There is neither a secret nor a place to read it from.
    #[error("STRIPE_SECRET_KEY is not set")]
    NotSet,
}

impl SecretError {
    /// Returns whether another try may succeed without a change by an operator.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::TimedOut)
    }
}

/// A pending read of the secrets.
pub type SecretFuture<'a> = Pin<Box<dyn Future<Output = Result<Secrets, SecretError>> + Send + 'a>>;

/// A store that secrets are read from.
pub trait SecretSource: fmt::Debug + Send + Sync {
    /// Reads the secrets as they now are.
    ///
    /// # Errors
    ///
    /// [`SecretError`]; its text says what to do.
    fn read(&self) -> SecretFuture<'_>;
}

/// The secrets, and the source that they are read from.
#[derive(Debug)]
pub struct ApiKeyStore {
    /// None for secrets that never change.
    source: Option<Box<dyn SecretSource>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    secrets: Option<Secrets>,
    reread: Option<Instant>,
}

impl ApiKeyStore {
    /// A store of secrets that never change.
    #[must_use]
    pub fn fixed(secrets: Secrets) -> Self {
        Self { source: None, state: Mutex::new(State { secrets: Some(secrets), reread: None }) }
    }

    /// A store over a source, which is not read yet.
    #[must_use]
    pub fn from_source(source: impl SecretSource + 'static) -> Self {
        Self { source: Some(Box::new(source)), state: Mutex::default() }
    }

    /// The secrets; read from the source the first time.
    ///
    /// # Errors
    ///
    /// [`SecretError`], as the source returns it.
    pub async fn secrets(&self) -> Result<Secrets, SecretError> {
        let known = self.state().secrets.clone();
        match (known, &self.source) {
            (Some(secrets), _) => Ok(secrets),
            (None, Some(source)) => {
                let secrets = source.read().await?;
                self.state().secrets = Some(secrets.clone());
                Ok(secrets)
            }
            (None, None) => Err(SecretError::NotSet),
        }
    }

    /// The secrets read again, because one of them did not work; none where that can't help: they never change, or were
    /// read again a moment ago.
    pub(crate) async fn read_again(&self) -> Result<Option<Secrets>, SecretError> {
        let Some(source) = &self.source else { return Ok(None) };
        {
            let mut state = self.state();
            if state.reread.is_some_and(|last| last.elapsed() < REREAD) {
                return Ok(None);
            }
            state.reread = Some(Instant::now());
        }
        let secrets = source.read().await?;
        self.state().secrets = Some(secrets.clone());
        Ok(Some(secrets))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_form_shows_its_mode() {
        for (key, live) in [("sk_test_1", false), ("sk_live_1", true), ("rk_test_1", false), ("rk_live_1", true)] {
            assert_eq!(SecretKey::parse(key).unwrap().is_live(), live, "{key}");
        }
        for key in ["", "pk_test_1", "sk_1", "sk_test_", "sk_test_a b", "sk_test_a\n b", "{\"a\":1}"] {
            assert_eq!(SecretKey::parse(key), None, "{key}");
        }
        assert_eq!(SecretKey::parse(" sk_test_1\n").unwrap().expose(), "sk_test_1");
    }

    #[test]
    fn key_store_prints_as_redacted() {
        let key = SecretKey::parse("sk_test_canary").unwrap();
        let (webhook, signing) = (WebhookSecret::parse("whsec_canary"), SigningKey::parse("canary"));
        let keys = ApiKeyStore::fixed(Secrets { key, webhook, signing });
        assert!(!format!("{keys:?}").contains("canary"));
        assert!(format!("{keys:?}").contains("[redacted]"));
    }
}
