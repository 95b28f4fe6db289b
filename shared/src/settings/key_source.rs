//! The source of the Stripe key: the environment or Secrets Manager.

use std::fmt;

use discounts_ledger::codes::CodeKey;
use discounts_table::Credentials;

use super::aws::{credentials, endpoint, region};
use super::fault::SettingsFault;
use crate::stripe::{SecretKey, Secrets, SigningKey, WebhookSecret};

/// The source of the Stripe key.
#[derive(Debug)]
pub enum KeySource {
    /// `STRIPE_SECRET_KEY` and `STRIPE_WEBHOOK_SECRET`: local work only.
    Environment(Secrets),
    /// `STRIPE_SECRET_ID`: Secrets Manager.
    SecretsManager(SecretsManager),
}

/// How to reach a secret.
pub struct SecretsManager {
    /// The name or ARN of the secret.
    pub secret_id: String,
    /// `AWS_REGION`.
    pub region: Option<String>,
    /// Another endpoint than AWS's own.
    pub endpoint: Option<String>,
    /// The function's own credentials.
    pub credentials: Option<Credentials>,
}

impl fmt::Debug for SecretsManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretsManager").field("secret_id", &self.secret_id).finish_non_exhaustive()
    }
}

impl KeySource {
    /// Reads it: a named secret wins over a key.
    pub(super) fn read(get: &impl Fn(&str) -> Option<String>) -> Result<Self, SettingsFault> {
        if let Some(secret_id) = get("STRIPE_SECRET_ID") {
            return Ok(Self::SecretsManager(SecretsManager {
                secret_id,
                region: region(get),
                endpoint: endpoint(get, "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
                credentials: credentials(get),
            }));
        }
        let key = get("STRIPE_SECRET_KEY").ok_or(SettingsFault::NoKey)?;
        let key = SecretKey::parse(&key).ok_or(SettingsFault::NotAKey)?;
        let webhook = get("STRIPE_WEBHOOK_SECRET");
        let webhook =
            webhook.map(|text| WebhookSecret::parse(&text).ok_or(SettingsFault::NotAWebhookSecret)).transpose()?;
        let signing = get("DISCOUNT_CODE_KEY");
        if signing.as_deref().is_some_and(|key| CodeKey::parse(key).is_none()) {
            return Err(SettingsFault::NotACodeKey);
        }
        Ok(Self::Environment(Secrets { key, webhook, signing: signing.as_deref().and_then(SigningKey::parse) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: (&str, &str) = ("STRIPE_SECRET_KEY", "sk_test_abc");

    fn read(variables: &[(&str, &str)]) -> Result<KeySource, SettingsFault> {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        KeySource::read(&|name: &str| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn named_secret_wins_over_a_key_in_the_environment() {
        assert!(matches!(read(&[KEY]).unwrap(), KeySource::Environment(_)));
        let both = read(&[KEY, ("STRIPE_SECRET_ID", "shop/stripe"), ("AWS_REGION", "eu-central-1")]).unwrap();
        let KeySource::SecretsManager(secret) = both else { panic!("{both:?}") };
        assert_eq!((secret.secret_id.as_str(), secret.region.as_deref()), ("shop/stripe", Some("eu-central-1")));
        assert_eq!(secret.endpoint, None);
    }

    #[test]
    fn most_specific_aws_endpoint_wins() {
        let variables = [
            ("STRIPE_SECRET_ID", "s"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:2"),
        ];
        for (given, expected) in [(&variables[..2], "http://127.0.0.1:1"), (&variables[..], "http://127.0.0.1:2")] {
            let KeySource::SecretsManager(secret) = read(given).unwrap() else { panic!() };
            assert_eq!(secret.endpoint.as_deref(), Some(expected));
        }
    }
}
