//! The Stripe key and the webhook's secret: held while the function lives, read again when one of them does not do.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::secret::SecretReader;
use crate::webhook::WebhookSecret;

/// How often the secret is read again.
const REREAD: Duration = Duration::from_secs(30);

/// A Stripe secret key. It prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(String);

impl SecretKey {
    const PREFIXES: [&str; 4] = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];

    /// Checks the form: a secret or restricted key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let body = Self::PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix))?;
        let plain = body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (plain && !body.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Whether it is a key of live mode.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.0.get(3..).is_some_and(|rest| rest.starts_with("live_"))
    }

    /// Whether it may do only what it was given permission for.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.0.starts_with("rk_")
    }

    /// The key itself: for the Authorization header only.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What a function must not let out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secrets {
    /// For the calls to Stripe.
    pub key: SecretKey,
    /// For what Stripe calls; only the webhook needs it.
    pub webhook: Option<WebhookSecret>,
}

/// Where the secrets are had from, and those that are held.
#[derive(Debug)]
pub struct ApiKeyStore {
    source: Source,
    held: Mutex<AppliedState>,
}

#[derive(Debug)]
enum Source {
    Fixed,
    Secret(SecretReader),
}

#[derive(Debug, Default)]
struct AppliedState {
    secrets: Option<Secrets>,
    reread: Option<Instant>,
}

impl ApiKeyStore {
    /// Secrets that never change.
    #[must_use]
    pub fn fixed(secrets: Secrets) -> Self {
        Self { source: Source::Fixed, held: Mutex::new(AppliedState { secrets: Some(secrets), reread: None }) }
    }

    /// Those of a secret, which is not read yet.
    #[must_use]
    pub fn of_secret(reader: SecretReader) -> Self {
        Self { source: Source::Secret(reader), held: Mutex::default() }
    }

    /// The secrets that are held; where there are none, they are read.
    ///
    /// # Errors
    ///
    /// What is wrong with the secret, and what to do.
    pub async fn secrets(&self) -> Result<Secrets, String> {
        let held = self.held().secrets.clone();
        match (held, &self.source) {
            (Some(secrets), _) => Ok(secrets),
            (None, Source::Secret(reader)) => {
                let secrets = reader.secrets().await.map_err(|fault| fault.to_string())?;
                self.held().secrets = Some(secrets.clone());
                Ok(secrets)
            }
            (None, Source::Fixed) => Err("STRIPE_SECRET_KEY is not set".to_owned()),
        }
    }

    /// The secrets read again because one that is held does not do; none where that can't help: they are fixed ones,
    /// or were read again a moment ago.
    ///
    /// # Errors
    ///
    /// What is wrong with the secret, and what to do.
    pub(super) async fn read_again(&self) -> Result<Option<Secrets>, String> {
        let Source::Secret(reader) = &self.source else { return Ok(None) };
        {
            let mut held = self.held();
            if held.reread.is_some_and(|last| last.elapsed() < REREAD) {
                return Ok(None);
            }
            held.reread = Some(Instant::now());
        }
        let secrets = reader.secrets().await.map_err(|fault| fault.to_string())?;
        self.held().secrets = Some(secrets.clone());
        Ok(Some(secrets))
    }

    fn held(&self) -> std::sync::MutexGuard<'_, AppliedState> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_form_and_show_their_mode() {
        for (key, live) in [("sk_test_1", false), ("sk_live_1", true), ("rk_test_1", false), ("rk_live_1", true)] {
            assert_eq!(SecretKey::parse(key).unwrap().is_live(), live, "{key}");
        }
        for key in ["", "pk_test_1", "sk_1", "sk_test_", "sk_test_a b", "sk_test_a\n b", "{\"a\":1}"] {
            assert_eq!(SecretKey::parse(key), None, "{key}");
        }
        assert_eq!(SecretKey::parse(" sk_test_1\n").unwrap().expose(), "sk_test_1");
    }

    #[test]
    fn a_key_prints_as_redacted() {
        let key = SecretKey::parse("sk_test_canary").unwrap();
        let keys = ApiKeyStore::fixed(Secrets { key, webhook: WebhookSecret::parse("whsec_canary") });
        assert!(!format!("{keys:?}").contains("canary"));
        assert!(format!("{keys:?}").contains("[redacted]"));
    }
}
