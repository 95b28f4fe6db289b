//! The environment, read once, in one place; the kill switch is one of its variables.

mod fault;
mod policy_source;

use std::fmt;

use reqwest::Url;
use tracing::level_filters::LevelFilter;

use crate::purchase::DiscountWriter;
use crate::stripe::{SecretKey, Secrets, Version, WebhookSecret};

pub use self::fault::SettingsFault;
pub use self::policy_source::PolicySource;
pub use crate::compiled_in::COMPILED_IN_POLICY;

const STRIPE: &str = "https://api.stripe.com";

/// The settings of a function. See the README's table of variables.
#[derive(Debug)]
pub struct Settings {
    /// The source of the Stripe key.
    pub key: KeySource,
    /// The base address of Stripe's API.
    pub stripe_base: Url,
    /// The version of its API.
    pub stripe_version: Version,
    /// The way to write discounts.
    pub writer: DiscountWriter,
    /// The policy, not loaded yet.
    pub policy_source: PolicySource,
}

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

impl Settings {
    /// Reads them from the process's environment.
    ///
    /// # Errors
    ///
    /// The first variable that has to be set differently.
    pub fn from_env() -> Result<Self, SettingsFault> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    /// Reads them from anywhere.
    ///
    /// # Errors
    ///
    /// As [`Settings::from_env`].
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsFault> {
        let get = |name: &str| lookup(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let writer =
            get("DISCOUNT_WRITER").map_or(Some(DiscountWriter::default()), |name| DiscountWriter::parse(&name));
        let writer = writer.ok_or(SettingsFault::Writer)?;
        Ok(Self {
            writer,
            key: key(&get)?,
            stripe_base: base(get("STRIPE_API_BASE").as_deref().unwrap_or(STRIPE))?,
            stripe_version: get("STRIPE_API_VERSION").map_or_else(
                || Ok(writer.version()),
                |version| Version::parse(&version).ok_or(SettingsFault::Version),
            )?,
            policy_source: PolicySource::new(get("DISCOUNT_POLICY"), get("DISCOUNTS_OFF")),
        })
    }
}

/// The level from which on lines are logged: `LOG_LEVEL`, else Lambda's own, else INFO.
#[must_use]
pub fn log_level(lookup: impl Fn(&str) -> Option<String>) -> LevelFilter {
    let word = ["LOG_LEVEL", "AWS_LAMBDA_LOG_LEVEL"].into_iter().find_map(lookup);
    match word.unwrap_or_default().to_ascii_uppercase().as_str() {
        "TRACE" => LevelFilter::TRACE,
        "DEBUG" => LevelFilter::DEBUG,
        "WARN" => LevelFilter::WARN,
        // Lambda knows FATAL as well.
        "ERROR" | "FATAL" => LevelFilter::ERROR,
        "OFF" => LevelFilter::OFF,
        _ => LevelFilter::INFO,
    }
}

fn key(get: &impl Fn(&str) -> Option<String>) -> Result<KeySource, SettingsFault> {
    if let Some(secret_id) = get("STRIPE_SECRET_ID") {
        let keys = get("AWS_ACCESS_KEY_ID").zip(get("AWS_SECRET_ACCESS_KEY"));
        return Ok(KeySource::SecretsManager(SecretsManager {
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
    Ok(KeySource::Environment(Secrets { key, webhook }))
}

fn base(address: &str) -> Result<Url, SettingsFault> {
    let url = Url::parse(address).map_err(|_| SettingsFault::BaseNotAnAddress)?;
    match url.scheme() {
        "https" if url.has_host() => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(SettingsFault::BaseNotSecure),
        _ => Err(SettingsFault::BaseNotAnAddress),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(variables: &[(&str, &str)]) -> Result<Settings, SettingsFault> {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        Settings::from_lookup(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    const KEY: (&str, &str) = ("STRIPE_SECRET_KEY", "sk_test_abc");

    #[test]
    fn named_secret_wins_over_a_key_in_the_environment() {
        assert!(matches!(settings(&[KEY]).unwrap().key, KeySource::Environment(_)));
        let both = settings(&[KEY, ("STRIPE_SECRET_ID", "shop/stripe"), ("AWS_REGION", "eu-central-1")]).unwrap();
        let KeySource::SecretsManager(secret) = both.key else { panic!("{:?}", both.key) };
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
            let KeySource::SecretsManager(secret) = settings(given).unwrap().key else { panic!() };
            assert_eq!(secret.endpoint.as_deref(), Some(expected));
        }
    }

    #[test]
    fn http_is_allowed_for_loopback_only() {
        for (base, fine) in [
            ("https://api.stripe.com", true),
            ("http://127.0.0.1:12111", true),
            ("http://[::1]:12111", true),
            ("http://localhost:12111", true),
            ("http://api.stripe.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://localhost.example.com", false),
            ("ftp://127.0.0.1", false),
            ("api.stripe.com", false),
        ] {
            assert_eq!(settings(&[KEY, ("STRIPE_API_BASE", base)]).is_ok(), fine, "{base}");
        }
    }

    #[test]
    fn fault_names_its_variable() {
        for (variables, text) in [
            (&[][..], "STRIPE_SECRET_ID"),
            (&[("STRIPE_SECRET_KEY", "pk_test_abc")][..], "STRIPE_SECRET_KEY"),
            (&[KEY, ("STRIPE_WEBHOOK_SECRET", "sk_test_abc")][..], "STRIPE_WEBHOOK_SECRET"),
            (&[KEY, ("STRIPE_API_BASE", "http://example.com")][..], "STRIPE_API_BASE"),
            (&[KEY, ("STRIPE_API_VERSION", "a\nb")][..], "STRIPE_API_VERSION"),
            (&[KEY, ("DISCOUNT_WRITER", "coupons")][..], "DISCOUNT_WRITER"),
        ] {
            let fault = settings(variables).unwrap_err().to_string();
            assert!(fault.contains(text), "{fault}");
        }
        let missing = settings(&[KEY, ("DISCOUNT_POLICY", "/nowhere/discounts.toml")]).unwrap().policy_source.load();
        assert!(missing.unwrap_err().to_string().contains("DISCOUNT_POLICY"));
    }

    #[test]
    fn writer_has_the_version_that_it_needs_unless_one_is_set() {
        let preview = Version::default();
        for (variables, writer, version) in [
            (&[KEY][..], DiscountWriter::DynamicDiscounts, preview.clone()),
            (&[KEY, ("DISCOUNT_WRITER", "dynamic_discounts")], DiscountWriter::DynamicDiscounts, preview),
            (&[KEY, ("DISCOUNT_WRITER", " line_items ")], DiscountWriter::LineItems, Version::general()),
            (
                &[KEY, ("DISCOUNT_WRITER", "line_items"), ("STRIPE_API_VERSION", "2026-03-25.dahlia")],
                DiscountWriter::LineItems,
                Version::parse("2026-03-25.dahlia").unwrap(),
            ),
        ] {
            let settings = settings(variables).unwrap();
            assert_eq!((settings.writer, settings.stripe_version), (writer, version), "{variables:?}");
        }
    }

    #[test]
    fn kill_switch_is_enabled_by_any_value_but_no() {
        for (value, off) in [("1", true), ("true", true), ("yes", true), ("0", false), ("false", false), ("", false)] {
            let settings = settings(&[KEY, ("DISCOUNTS_OFF", value)]).unwrap();
            assert_eq!(settings.policy_source.load().unwrap().switched_off, off, "{value}");
        }
        assert!(!settings(&[KEY]).unwrap().policy_source.load().unwrap().switched_off);
        let broken = [KEY, ("DISCOUNTS_OFF", "1"), ("DISCOUNT_POLICY", "/nowhere/discounts.toml")];
        assert!(
            settings(&broken).unwrap().policy_source.load().unwrap().switched_off,
            "even if the policy does not load"
        );
    }

    #[test]
    fn log_level_falls_back_to_lambdas_own() {
        let level = |ours: Option<&str>, lambdas: Option<&str>| {
            log_level(|name| (if name == "LOG_LEVEL" { ours } else { lambdas }).map(str::to_owned))
        };
        assert_eq!(level(None, None), LevelFilter::INFO);
        assert_eq!(level(Some("debug"), Some("ERROR")), LevelFilter::DEBUG);
        assert_eq!(level(None, Some("FATAL")), LevelFilter::ERROR);
    }

    #[test]
    fn settings_print_without_secrets() {
        let text = format!("{:?}", settings(&[("STRIPE_SECRET_KEY", "sk_test_canary")]).unwrap());
        assert!(!text.contains("canary"), "{text}");
    }
}
