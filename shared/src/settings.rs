//! The environment, read once, in one place; the kill switch is one of its variables.

mod aws;
mod fault;
mod key_source;
mod ledger_table;
mod policy_source;
mod stripe_base;

use reqwest::Url;
use tracing::level_filters::LevelFilter;

use crate::purchase::DiscountWriter;
use crate::stripe::Version;

pub use self::fault::SettingsFault;
pub use self::key_source::{KeySource, SecretsManager};
pub use self::ledger_table::LedgerTable;
pub use self::policy_source::PolicySource;
pub use crate::compiled_in::COMPILED_IN_POLICY;

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
    /// The table of the ledger; only a policy with counted offers needs one.
    pub ledger: Option<LedgerTable>,
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
            key: KeySource::read(&get)?,
            stripe_base: stripe_base::parse(get("STRIPE_API_BASE").as_deref())?,
            stripe_version: get("STRIPE_API_VERSION").map_or_else(
                || Ok(writer.version()),
                |version| Version::parse(&version).ok_or(SettingsFault::Version),
            )?,
            policy_source: PolicySource::new(get("DISCOUNT_POLICY"), get("DISCOUNTS_OFF")),
            ledger: LedgerTable::read(&get)?,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(variables: &[(&str, &str)]) -> Result<Settings, SettingsFault> {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        Settings::from_lookup(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    const KEY: (&str, &str) = ("STRIPE_SECRET_KEY", "sk_test_abc");

    #[test]
    fn fault_names_its_variable() {
        for (variables, text) in [
            (&[][..], "STRIPE_SECRET_ID"),
            (&[("STRIPE_SECRET_KEY", "pk_test_abc")][..], "STRIPE_SECRET_KEY"),
            (&[KEY, ("STRIPE_WEBHOOK_SECRET", "sk_test_abc")][..], "STRIPE_WEBHOOK_SECRET"),
            (&[KEY, ("STRIPE_API_BASE", "http://example.com")][..], "STRIPE_API_BASE"),
            (&[KEY, ("STRIPE_API_VERSION", "a\nb")][..], "STRIPE_API_VERSION"),
            (&[KEY, ("DISCOUNT_WRITER", "coupons")][..], "DISCOUNT_WRITER"),
            (&[KEY, ("DISCOUNT_TABLE", "arn:aws:dynamodb:x")][..], "DISCOUNT_TABLE"),
            (&[KEY, ("DISCOUNT_CODE_KEY", "canary")][..], "DISCOUNT_CODE_KEY"),
        ] {
            let fault = settings(variables).unwrap_err().to_string();
            assert!(fault.contains(text) && !fault.contains("canary"), "{fault}");
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
        let code_key = ("DISCOUNT_CODE_KEY", "canary-0123456789-0123456789-0123456789");
        let key = ("STRIPE_SECRET_KEY", "sk_test_canary");
        let aws = [("AWS_ACCESS_KEY_ID", "canary"), ("AWS_SECRET_ACCESS_KEY", "canary"), ("DISCOUNT_TABLE", "ledger")];
        let settings = settings(&[[key, code_key].as_slice(), &aws].concat()).unwrap();
        assert!(settings.ledger.is_some());
        let text = format!("{settings:?}");
        assert!(!text.contains("canary") && text.contains("[redacted]"), "{text}");
    }
}
