//! Variables that are set wrongly.

/// A variable that has to be set differently before the function can work. The text says which and how.
#[derive(Debug, thiserror::Error)]
pub enum SettingsFault {
    /// No key at all.
    #[error(
        "no Stripe key: set STRIPE_SECRET_ID to the name or ARN of a secret in Secrets Manager (or, for local work, STRIPE_SECRET_KEY)"
    )]
    NoKey,
    /// The key could not be one.
    #[error("STRIPE_SECRET_KEY is not a Stripe secret key: it begins with sk_test_, sk_live_, rk_test_ or rk_live_")]
    NotAKey,
    /// The webhook's secret could not be one.
    #[error("STRIPE_WEBHOOK_SECRET is not the secret of a webhook endpoint: it begins with whsec_")]
    NotAWebhookSecret,
    /// The address can't be parsed.
    #[error("STRIPE_API_BASE is not an address: write https://api.stripe.com, or leave it unset")]
    BaseNotAnAddress,
    /// The key would cross a network in the clear.
    #[error(
        "STRIPE_API_BASE is http and not a loopback address: the key would cross the network in the clear; use https"
    )]
    BaseNotSecure,
    /// The version can't be sent.
    #[error(
        "STRIPE_API_VERSION can't be sent as a header: write one such as 2025-03-31.basil; checkout_server_update_beta=v1;"
    )]
    Version,
    /// There is no such writer.
    #[error(
        "DISCOUNT_WRITER names no way to write discounts: write line_items (any account) or dynamic_discounts (Stripe's \
         preview), or leave it unset for dynamic_discounts"
    )]
    Writer,
    /// The name could not be that of a table.
    #[error(
        "DISCOUNT_TABLE is not the name of a DynamoDB table: it has 3 to 255 letters, digits, dots, hyphens and underscores"
    )]
    NotATable,
    /// A policy with counted offers has no table.
    #[error(
        "the policy has offers that count, and DISCOUNT_TABLE is not set: set it to the name of the DynamoDB table of the ledger"
    )]
    NoTable,
    /// The table can't be called.
    #[error("the table of DISCOUNT_TABLE can't be called: set AWS_REGION and credentials")]
    NoTableAccess,
    /// The key could not sign codes.
    #[error(
        "DISCOUNT_CODE_KEY can't be used: it has at least 32 visible ASCII characters; `openssl rand -hex 32` makes one"
    )]
    NotACodeKey,
    /// A policy with a series of codes has no key to verify them with.
    #[error(
        "the policy has a series of codes, and there is no DISCOUNT_CODE_KEY: add the key that the codes were minted with, at least \
         32 visible ASCII characters, to the secret of STRIPE_SECRET_ID (or, for local work, set it in the environment)"
    )]
    NoCodeKey,
    /// The policy file can't be read.
    #[error("DISCOUNT_POLICY names {path}, which can't be read")]
    PolicyUnreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The policy does not load.
    #[error("the policy does not load; correct it, or leave DISCOUNT_POLICY unset for the one compiled in:\n{0}")]
    Policy(discounts_core::policy::Faults),
}

/// The faults are part of the text, so they are not the source as well.
impl From<discounts_core::policy::Faults> for SettingsFault {
    fn from(faults: discounts_core::policy::Faults) -> Self {
        Self::Policy(faults)
    }
}
