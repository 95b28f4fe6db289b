//! The functions, in one table. A new interaction brings its own row; a folder under `functions/` and a route in
//! the root `Cargo.toml` complete it, and a test says when one is missing.

use discounts_core::Interaction;

/// A function: one small binary, one route (session creation has a second one, for members).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    /// Adds one interaction to the session's set.
    Add(Interaction),
    /// Removes one interaction, or all, from the set.
    Remove,
    /// Decides again for the same set.
    Refresh,
    /// Only reads: what each interaction would give.
    Quote,
    /// Creates a session.
    CheckoutSession,
    /// Changes the line items and the discount together.
    Cart,
    /// Changes the shipping address and the discount together.
    ShippingAddress,
    /// Receives Stripe's events.
    Webhook,
}

/// The path that creates a member's session, behind the gateway's authorizer.
pub const MEMBERS_PATH: &str = "/members/checkout-sessions";

impl Endpoint {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let others = [
            Self::Remove,
            Self::Refresh,
            Self::Quote,
            Self::CheckoutSession,
            Self::Cart,
            Self::ShippingAddress,
            Self::Webhook,
        ];
        Interaction::ALL.into_iter().map(Self::Add).chain(others)
    }

    /// The name of the function: its folder and its binary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add(interaction) => interaction.traits().word,
            Self::Remove => "remove",
            Self::Refresh => "refresh",
            Self::Quote => "quote",
            Self::CheckoutSession => "checkout-session",
            Self::Cart => "cart",
            Self::ShippingAddress => "shipping-address",
            Self::Webhook => "webhook",
        }
    }

    /// The path that it answers to POST, without a token.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Add(_) | Self::Remove | Self::Refresh | Self::Quote => format!("/discounts/{}", self.name()),
            Self::CheckoutSession => "/checkout-sessions".to_owned(),
            Self::Cart | Self::ShippingAddress => format!("/{}", self.name()),
            Self::Webhook => "/webhooks/stripe".to_owned(),
        }
    }

    /// Every path that it answers to POST.
    pub fn paths(self) -> impl Iterator<Item = String> {
        let members = (self == Self::CheckoutSession).then(|| MEMBERS_PATH.to_owned());
        [self.path()].into_iter().chain(members)
    }

    /// The endpoint of a path.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        Self::all().find(|endpoint| endpoint.paths().any(|known| known == path))
    }

    /// The limit of a decoded body, in bytes.
    #[must_use]
    pub const fn largest_body(self) -> usize {
        const KIB: usize = 1024;
        match self {
            Self::Add(_) | Self::Remove | Self::Refresh | Self::Quote | Self::ShippingAddress => 8 * KIB,
            Self::CheckoutSession | Self::Cart => 32 * KIB,
            Self::Webhook => KIB * KIB,
        }
    }

    /// Returns whether pages call it: then the body must be declared as JSON, which forces a browser to ask first (CORS preflight).
    #[must_use]
    pub fn is_for_pages(self) -> bool {
        self != Self::Webhook
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_found_by_its_paths() {
        for endpoint in Endpoint::all() {
            for path in endpoint.paths() {
                assert_eq!(Endpoint::from_path(&path), Some(endpoint));
            }
        }
        for path in ["", "/", "/discounts/", "/discounts/cart", "/loyalty", "/discounts/loyalty/", "/webhooks"] {
            assert_eq!(Endpoint::from_path(path), None, "{path}");
        }
        assert_eq!(Endpoint::from_path("/members/checkout-sessions"), Some(Endpoint::CheckoutSession));
    }
}
