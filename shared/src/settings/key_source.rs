//! The source of the Stripe key: the environment or Secrets Manager.

use std::fmt;

use super::fault::SettingsFault;
use crate::stripe::{SecretKey, Secrets, WebhookSecret};

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

/// AWS credentials from the environment.
pub struct Credentials {
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`.
    pub session_token: Option<String>,
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
            let keys = get("AWS_ACCESS_KEY_ID").zip(get("AWS_SECRET_ACCESS_KEY"));
            return Ok(Self::SecretsManager(SecretsManager {
                secret_id,
                region: get("AWS_REGION").or_else(|| get("AWS_DEFAULT_REGION")),
                endpoint: get("AWS_ENDPOINT_URL_SECRETS_MANAGER").or_else(|| get("AWS_ENDPOINT_URL")),
                credentials: keys.map(|(access_key_id, secret_access_key)| Credentials {
                    access_key_id,
                    secret_access_key,
                    session_token: get("AWS_SESSION_TOKEN"),
                }),
            }));
        }
        let key = get("STRIPE_SECRET_KEY").ok_or(SettingsFault::NoKey)?;
        let key = SecretKey::parse(&key).ok_or(SettingsFault::NotAKey)?;
        let webhook = get("STRIPE_WEBHOOK_SECRET");
        let webhook =
            webhook.map(|text| WebhookSecret::parse(&text).ok_or(SettingsFault::NotAWebhookSecret)).transpose()?;
        Ok(Self::Environment(Secrets { key, webhook }))
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
