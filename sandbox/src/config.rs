//! How a sandbox account is set up, and which guesses about Stripe it follows.

use std::time::Duration;

/// Settings of a [`Sandbox`](crate::Sandbox). Fields marked *guess* switch what no published page settles.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each switches something of its own")]
pub struct Config {
    /// Secret and restricted keys that are accepted.
    pub keys: Vec<Key>,
    /// The account has the preview of server-side discount updates in test mode.
    pub preview: bool,
    /// The account has the preview in live mode: Stripe grants previews per mode.
    pub preview_live: bool,
    /// The version of a request without `Stripe-Version`, as the Dashboard pins it.
    pub default_version: String,
    /// Start of every random choice: ids and delays. Equal seeds and requests give equal ids.
    pub seed: u64,
    /// A tax on every line, on top of the price and after the discount. `None`: no tax.
    pub tax: Option<Tax>,
    /// Stripe's rate limits. `None`: unlimited.
    pub rate_limits: Option<RateLimits>,
    /// Seconds by which every time is shifted against the machine's clock.
    pub clock_shift: i64,
    /// How webhooks are delivered over HTTP.
    pub webhooks: Webhooks,
    /// *Guess*: whether `permissions.update_discounts` is in responses (the published types leave it out).
    pub echo_update_discounts: bool,
    /// *Guess*: whether metadata, and nothing else, may be written to a session that is no longer open.
    pub metadata_on_closed_sessions: bool,
    /// *Guess*: whether `coupon_data` needs the coupon-write scope of a restricted key.
    pub coupon_data_needs_scope: bool,
    /// *Guess*: whether an update is refused when the total could not be charged: under the minimum charge but not
    /// zero, over the maximum, or off the currency's step. (On create, the minimum is known to be enforced.)
    pub refuse_unpayable_totals: bool,
    /// *Guess*: whether one update may carry `discounts` together with `line_items` or `collected_information`.
    pub discounts_with_other_updates: bool,
    /// *Guess*: other parameters under an idempotency key that is in use are reported at once, and not that it is in use.
    /// (Once it is no longer in use, they are.)
    pub other_parameters_first: bool,
}

impl Config {
    /// The unrestricted test-mode key of the default configuration.
    pub const TEST_KEY: &'static str = "sk_test_sandbox";
    /// The unrestricted live-mode key of the default configuration.
    pub const LIVE_KEY: &'static str = "sk_live_sandbox";
    /// The test-mode key of pages.
    pub const PUBLISHABLE_KEY: &'static str = "pk_test_sandbox";
    /// The secret that signs deliveries in process.
    pub const WEBHOOK_SECRET: &'static str = "whsec_sandbox";

    /// An account with what is generally available, in either mode.
    #[must_use]
    pub fn without_preview() -> Self {
        Self { preview: false, preview_live: false, ..Self::default() }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            keys: vec![Key::new(Self::TEST_KEY), Key::new(Self::LIVE_KEY)],
            preview: true,
            preview_live: true,
            default_version: "2025-03-31.basil".into(),
            clock_shift: 0,
            seed: 1,
            tax: None,
            rate_limits: None,
            webhooks: Webhooks::default(),
            echo_update_discounts: false,
            metadata_on_closed_sessions: false,
            coupon_data_needs_scope: false,
            refuse_unpayable_totals: true,
            discounts_with_other_updates: true,
            other_parameters_first: true,
        }
    }
}

/// An API key. Its prefix (`sk_test_`, `rk_live_`, ...) says its mode, as Stripe's docs page "API keys" has it.
#[derive(Debug, Clone)]
pub struct Key {
    pub(crate) secret: String,
    /// `None`: may do everything.
    pub(crate) scopes: Option<Vec<(Resource, Access)>>,
}

impl Key {
    /// A secret key without restrictions.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self { secret: secret.into(), scopes: None }
    }

    /// A restricted key with just these permissions.
    #[must_use]
    pub fn restricted(secret: &str, scopes: &[(Resource, Access)]) -> Self {
        Self { secret: secret.into(), scopes: Some(scopes.to_vec()) }
    }

    pub(crate) fn live(&self) -> bool {
        self.secret.contains("_live_")
    }

    /// Write access includes read access.
    pub(crate) fn allows(&self, resource: Resource, access: Access) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|(has, up_to)| *has == resource && *up_to >= access))
    }
}

/// The subject of a restricted key's permission (docs page "Restricted API keys").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Checkout Sessions and their line items.
    CheckoutSession,
    /// Customers, alone or expanded in a session.
    Customer,
    /// Coupons. The slug is inferred from the others.
    Coupon,
    /// Products. The slug is inferred from the others.
    Product,
    /// Prices. The slug is inferred from the others.
    Price,
    /// Payment intents, alone or expanded.
    PaymentIntent,
    /// Charges and refunds, alone or expanded.
    Charge,
    /// Disputes. The slug is inferred from the others.
    Dispute,
    /// Events. The slug is inferred from the others.
    Event,
    /// Webhook endpoints. The slug is inferred from the others.
    Webhook,
}

impl Resource {
    /// The slug that Stripe's message names.
    pub(crate) fn slug(self, access: Access) -> String {
        let name = match self {
            Self::CheckoutSession => "checkout_session",
            Self::Customer => "customer",
            Self::Coupon => "coupon",
            Self::Product => "product",
            Self::Price => "plan",
            Self::PaymentIntent => "payment_intent",
            Self::Charge => "charge",
            Self::Dispute => "dispute",
            Self::Event => "event",
            Self::Webhook => "webhook",
        };
        let access = match access {
            Access::Read => "read",
            Access::Write => "write",
        };
        format!("rak_{name}_{access}")
    }
}

/// How far a permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Retrieve and list.
    Read,
    /// Create and update; includes reading.
    Write,
}

/// How webhooks are delivered over HTTP. Stripe tries for three days in live mode; here it is a matter of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Webhooks {
    /// The number of attempts without a 2xx after which a delivery is given up.
    pub attempts: u32,
    /// The pause after the first attempt. Each further pause is twice as long.
    pub backoff: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// The number of deliveries under way at one time. With 1 they go one after another.
    pub at_once: usize,
}

impl Default for Webhooks {
    fn default() -> Self {
        Self { attempts: 6, backoff: Duration::from_millis(100), timeout: Duration::from_secs(10), at_once: 4 }
    }
}

/// An exclusive tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tax {
    /// In 1/10,000 of a percent: 19 % is 190,000.
    pub rate: u32,
}

/// Requests per second (docs page "Rate limits").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// For all endpoints together.
    pub account: usize,
    /// For each endpoint; one path with different ids is one endpoint.
    pub endpoint: usize,
}

impl RateLimits {
    /// A sandbox account: 25 in all.
    pub const TEST: Self = Self { account: 25, endpoint: 25 };
    /// A live account: 100 in all, 25 for each endpoint.
    pub const LIVE: Self = Self { account: 100, endpoint: 25 };
    /// The window in which requests are counted.
    pub(crate) const WINDOW: Duration = Duration::from_secs(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_includes_read_and_nothing_else() {
        let key = Key::restricted("rk_test_1", &[(Resource::CheckoutSession, Access::Write)]);
        assert!(key.allows(Resource::CheckoutSession, Access::Read));
        assert!(!key.allows(Resource::Customer, Access::Read));
        let reader = Key::restricted("rk_live_1", &[(Resource::CheckoutSession, Access::Read)]);
        assert!(!reader.allows(Resource::CheckoutSession, Access::Write));
        assert!(reader.live() && !key.live());
    }

    #[test]
    fn slugs_are_stripes() {
        assert_eq!(Resource::CheckoutSession.slug(Access::Read), "rak_checkout_session_read");
        assert_eq!(Resource::Customer.slug(Access::Read), "rak_customer_read");
    }
}
