//! The environment of the functions and of the shop: that of the process, or the sandbox's where there is no key.

use std::fmt;
use std::sync::Arc;

use sandbox::Config;
use shared::settings::{Settings, SettingsFault};
use shared::stripe::SecretKey;

/// The look-up of a variable by its name.
pub type Lookup = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The variables, with those of the sandbox over them.
#[derive(Clone)]
pub(super) struct Environment {
    lookup: Lookup,
    /// The address of the sandbox; none if the key is for Stripe itself.
    sandbox: Option<String>,
}

impl Environment {
    /// With a Stripe key, the functions talk to Stripe; without, to the sandbox at `address`.
    pub(super) fn new(lookup: Lookup, address: &str) -> Self {
        let has_key = lookup("STRIPE_SECRET_KEY").is_some_and(|key| !key.trim().is_empty());
        Self { lookup, sandbox: (!has_key).then(|| address.to_owned()) }
    }

    pub(super) const fn has_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        match (name, &self.sandbox) {
            // The shop needs the key itself.
            ("STRIPE_SECRET_ID", _) => None,
            ("STRIPE_SECRET_KEY", Some(_)) => Some(Config::TEST_KEY.to_owned()),
            ("STRIPE_PUBLISHABLE_KEY", Some(_)) => Some(Config::PUBLISHABLE_KEY.to_owned()),
            ("STRIPE_WEBHOOK_SECRET", Some(_)) => Some(Config::WEBHOOK_SECRET.to_owned()),
            ("STRIPE_API_BASE", Some(address)) => Some(address.clone()),
            _ => (self.lookup)(name),
        }
    }

    /// The Stripe key.
    pub(super) fn key(&self) -> String {
        self.get("STRIPE_SECRET_KEY").unwrap_or_default().trim().to_owned()
    }

    /// The key with which the page loads Stripe.js; none unless it is set beside the secret one.
    pub(super) fn publishable_key(&self) -> Option<String> {
        let key = self.get("STRIPE_PUBLISHABLE_KEY")?;
        Some(key.trim().to_owned()).filter(|key| !key.is_empty())
    }

    pub(super) fn key_is_live(&self) -> bool {
        SecretKey::parse(&self.key()).is_some_and(|key| key.is_live())
    }

    /// The settings of the functions, with a policy that loads.
    pub(super) fn settings(&self) -> Result<Settings, SettingsFault> {
        let settings = Settings::from_lookup(|name| self.get(name))?;
        settings.policy_source.load()?;
        Ok(settings)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("sandbox", &self.sandbox).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &'static [(&str, &str)]) -> Environment {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        Environment::new(
            Arc::new(move |name| find(name).map(|(_, value)| (*value).to_owned())),
            "http://127.0.0.1:3000",
        )
    }

    #[test]
    fn environment_points_to_the_sandbox_without_a_key() {
        let environment = environment(&[
            ("STRIPE_SECRET_KEY", " "),
            ("STRIPE_SECRET_ID", "shop/stripe"),
            ("STRIPE_PUBLISHABLE_KEY", "pk_test_of_an_account"),
            ("STRIPE_WEBHOOK_SECRET", "whsec_of_an_account"),
            ("STRIPE_API_BASE", "https://api.stripe.com"),
        ]);
        assert_eq!(environment.key(), Config::TEST_KEY);
        assert_eq!(environment.publishable_key().as_deref(), Some(Config::PUBLISHABLE_KEY));
        assert_eq!(environment.get("STRIPE_WEBHOOK_SECRET").as_deref(), Some(Config::WEBHOOK_SECRET));
        assert_eq!(environment.settings().unwrap().stripe_base.as_str(), "http://127.0.0.1:3000/");
    }

    #[test]
    fn environment_points_to_stripe_or_its_base_with_a_key() {
        let to_stripe = environment(&[("STRIPE_SECRET_KEY", "sk_test_1")]);
        assert!(!to_stripe.has_sandbox() && !to_stripe.key_is_live());
        assert_eq!(to_stripe.publishable_key(), None);
        assert_eq!(to_stripe.settings().unwrap().stripe_base.as_str(), "https://api.stripe.com/");
        let elsewhere =
            environment(&[("STRIPE_SECRET_KEY", "rk_live_1"), ("STRIPE_API_BASE", "http://127.0.0.1:12111")]);
        assert!(elsewhere.key_is_live());
        assert_eq!(elsewhere.settings().unwrap().stripe_base.as_str(), "http://127.0.0.1:12111/");
    }
}
