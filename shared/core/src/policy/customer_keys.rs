//! `[customer]`: the keys of the customer's metadata that hold facts.

use serde::{Deserialize, Serialize};

use crate::metadata_list;

/// The keys of a Stripe customer's metadata that hold facts about the shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerKeys {
    /// The member's tier.
    pub tier: String,
    /// Segments, comma-separated.
    pub segments: String,
    /// The e-mail address that the shop has verified.
    pub verified_email: String,
    /// The completed orders that the shop has counted.
    pub orders: String,
    /// The sum of those orders; the key is followed by `_` and the currency, the value is in minor units.
    pub lifetime_spend: String,
    /// The time of the last of them, in Unix seconds.
    pub last_order_at: String,
    /// The uses of each offer: the first of the keys of [`Uses`](crate::session::Uses).
    pub uses: String,
    /// The counts that conditions read.
    pub counts: Counts,
    /// The way in which guests are counted.
    pub guests: Guests,
}

/// The way in which guests are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Guests {
    /// Not at all: a guest is nobody that the shop knows. The default.
    #[default]
    None,
    /// By the e-mail address that the session holds.
    Email,
}

/// The counts of orders that conditions read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Counts {
    /// The shop's imported numbers plus what this service has counted since. The default.
    #[default]
    Sum,
    /// The shop's own numbers; it counts every order itself.
    Imported,
    /// This service's own counts.
    Checkout,
}

impl Default for CustomerKeys {
    fn default() -> Self {
        Self {
            tier: "loyalty_tier".to_owned(),
            segments: "segments".to_owned(),
            verified_email: "verified_email".to_owned(),
            orders: "orders".to_owned(),
            lifetime_spend: "lifetime_spend".to_owned(),
            last_order_at: "last_order_at".to_owned(),
            uses: "offer_uses".to_owned(),
            counts: Counts::Sum,
            guests: Guests::None,
        }
    }
}

impl CustomerKeys {
    /// The most keys of an object's metadata (Stripe docs, "Metadata").
    pub const MOST: usize = 50;
    /// The beginning of every key that the webhook writes to a customer's metadata. No key of `[customer]` begins so.
    pub const CHECKOUT: &str = "checkout_";
    /// The number of Checkout orders; `+` after it means that there are more.
    pub const CHECKOUT_ORDERS: &str = "checkout_orders";
    /// The number of them that were given back in full, or are disputed.
    pub const CHECKOUT_RETURNED: &str = "checkout_orders_returned";
    /// The amount that was paid and not given back; followed by `_` and the currency.
    pub const CHECKOUT_SPEND: &str = "checkout_spend";
    /// The time of the last of them, in Unix seconds.
    pub const CHECKOUT_LAST_ORDER_AT: &str = "checkout_last_order_at";
    /// The uses of each offer in them: the first of the keys of [`Uses`](crate::session::Uses).
    pub const CHECKOUT_USES: &str = "checkout_uses";
    /// The beginning of the key of an order that Stripe did not list yet as it was when it was counted; the value is the
    /// session's id.
    pub const CHECKOUT_UNLISTED: &str = "checkout_unlisted_";

    /// The keys that hold the uses of offers: the first as the policy names it, then `_2` to `_5`.
    pub fn uses_keys(first: &str) -> impl Iterator<Item = String> {
        metadata_list::keys(first)
    }
}
