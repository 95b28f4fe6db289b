//! The state of a Checkout Session.

use serde_json::{Map, Value};

/// A session's `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// May be changed.
    Open,
    /// Paid, or free of charge.
    Complete,
    /// Past `expires_at`, or expired by a call.
    Expired,
}

impl Status {
    /// As Stripe writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Expired => "expired",
        }
    }
}

/// A session's `ui_mode`, whose names differ by version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UiMode {
    /// `hosted`, later `hosted_page`.
    Hosted,
    /// `embedded`, later `embedded_page`.
    Embedded,
    /// `custom`, later `elements`.
    Custom,
    /// `form`, later versions only.
    Form,
}

/// The permissions of a session: `client_only`, `server_only`, or not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions {
    /// `permissions.update_discounts`
    pub update_discounts: Option<String>,
    /// `permissions.update_line_items`
    pub update_line_items: Option<String>,
    /// `permissions.update_shipping_details`
    pub update_shipping_details: Option<String>,
}

/// One of a session's shipping options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippingOption {
    /// The shipping rate's id.
    pub rate: String,
    /// In the currency's smallest unit.
    pub amount: i64,
}

/// A line of a session's cart.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// `li_...`
    pub id: String,
    /// The price's id.
    pub price: String,
    /// Pieces.
    pub quantity: u64,
    /// As sent, or null.
    pub adjustable_quantity: Value,
    /// As sent, or empty.
    pub metadata: Value,
}

/// The discount of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// `di_...`
    pub id: String,
    /// The coupon's id.
    pub coupon: String,
    /// The promotion code's id, where the shopper entered one.
    pub promotion_code: Option<String>,
    /// Unix seconds.
    pub start: i64,
}

/// A Checkout Session. Tests may put one into states that the API does not reach.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionState {
    /// `cs_test_...` or `cs_live_...`
    pub id: String,
    /// Unix seconds.
    pub created: i64,
    /// Unix seconds.
    pub expires_at: i64,
    /// Live mode?
    pub livemode: bool,
    /// Open, complete or expired.
    pub status: Status,
    /// `payment`, `setup` or `subscription`.
    pub mode: String,
    /// The kind of page that shows the session.
    pub ui_mode: UiMode,
    /// Lower case; none in setup mode.
    pub currency: Option<String>,
    /// The cart.
    pub lines: Vec<Line>,
    /// The discount.
    pub discount: Option<Discount>,
    /// Added to the discount that the coupon would give, until the next write of `discounts`: a wrong total.
    pub discount_error: i64,
    /// The customer's id.
    pub customer: Option<String>,
    /// The e-mail address that the shopper typed, where the server knew none.
    pub typed_email: Option<String>,
    /// As they were when the shopper paid; null until then.
    pub customer_details: Value,
    /// The merchant's keys.
    pub metadata: Map<String, Value>,
    /// The permissions.
    pub permissions: Permissions,
    /// `{"name", "address"}` or null.
    pub shipping_details: Value,
    /// The first counts until the shopper chooses another.
    pub shipping_options: Vec<ShippingOption>,
    /// The shipping rate that the shopper chose.
    pub shipping_rate: Option<String>,
    /// Set when the session is complete and something was due.
    pub payment_intent: Option<String>,
    /// Fields of the payment intent that paying makes.
    pub payment_intent_data: Map<String, Value>,
    /// Other fields of the answer, as they were sent on create.
    pub extra: Map<String, Value>,
    /// Put over the answer last: fields that tests want otherwise than the account would have them.
    pub overrides: Map<String, Value>,
}

impl SessionState {
    /// True if the session is open past its expiry.
    pub(crate) fn is_due(&self, now: i64) -> bool {
        self.status == Status::Open && now >= self.expires_at
    }

    /// The shipping option that counts.
    pub(crate) fn shipping_option(&self) -> Option<&ShippingOption> {
        let chosen = self.shipping_options.iter().find(|option| Some(&option.rate) == self.shipping_rate.as_ref());
        chosen.or_else(|| self.shipping_options.first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_written_as_stripe_does() {
        let all = [Status::Open, Status::Complete, Status::Expired].map(Status::as_str);
        assert_eq!(all, ["open", "complete", "expired"]);
    }
}
