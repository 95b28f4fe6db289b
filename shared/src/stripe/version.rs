//! The version of Stripe's API that is asked for.

use reqwest::header::HeaderValue;

/// The `Stripe-Version` header. What differs between versions in the answers is accepted in every form, see
/// `stripe/session.rs`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version(HeaderValue);

/// The version and preview of Stripe's guide "Dynamically update discounts".
const GUIDE: &str = "2025-03-31.basil; checkout_server_update_beta=v1;";

impl Version {
    /// Any version that a header can hold.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        HeaderValue::from_str(text).ok().map(Self)
    }

    /// The header's value.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl Default for Version {
    fn default() -> Self {
        Self(HeaderValue::from_static(GUIDE))
    }
}
