//! Facts of a session that its fields show differently from version to version, or only together.

use crate::error::StripeError;
use crate::id::{CustomerId, SessionId};
use crate::object::{
    Charge, Discount, Expandable, Payment, ShippingDetails, StripeCoupon, StripeCustomer, StripeIntent, StripeSession,
};

/// A part of a session that a page or a server may be permitted to update.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The discounts.
    Discounts,
    /// The cart.
    LineItems,
    /// The shipping address.
    ShippingDetails,
}

impl Part {
    /// The name of its permission.
    #[must_use]
    pub const fn permission(self) -> &'static str {
        match self {
            Self::Discounts => "update_discounts",
            Self::LineItems => "update_line_items",
            Self::ShippingDetails => "update_shipping_details",
        }
    }
}

impl StripeIntent {
    /// The customer's id; none where there is no customer, or a deleted one.
    #[must_use]
    pub fn customer_id(&self) -> Option<CustomerId> {
        customer_id(self.customer.as_ref()?)
    }
}

fn customer_id(customer: &Expandable<StripeCustomer>) -> Option<CustomerId> {
    match customer {
        Expandable::Id(id) => CustomerId::parse(id),
        Expandable::Object(customer) if customer.deleted => None,
        Expandable::Object(customer) => CustomerId::parse(&customer.id),
    }
}

impl StripeSession {
    /// The id of the session.
    ///
    /// # Errors
    ///
    /// [`StripeError::Unreadable`] when it has a form that later calls would refuse.
    pub fn session_id(&self) -> Result<SessionId, StripeError> {
        SessionId::parse(&self.id).ok_or(StripeError::contradicts("the session's id is of an unknown form"))
    }

    /// The permission to update a part; Stripe shows those that were set (stripe-python 16.1,
    /// `CheckoutSession.Permissions`).
    #[must_use]
    pub fn permission(&self, part: Part) -> Option<&str> {
        let permissions = self.permissions.as_ref()?;
        match part {
            Part::Discounts => permissions.discounts.as_deref(),
            Part::LineItems => permissions.line_items.as_deref(),
            Part::ShippingDetails => permissions.shipping_details.as_deref(),
        }
    }

    /// Returns whether only the server may update a part.
    #[must_use]
    pub fn is_server_only(&self, part: Part) -> bool {
        self.permission(part) == Some("server_only")
    }

    /// The shipping details, in the place where this version of Stripe's API shows them.
    #[must_use]
    pub fn shipping(&self) -> Option<&ShippingDetails> {
        let collected = self.collected_information.as_ref().and_then(|collected| collected.shipping_details.as_ref());
        collected.or(self.shipping_details.as_ref())
    }

    /// The amount of all discounts, in minor units.
    #[must_use]
    pub fn amount_discount(&self) -> Option<i64> {
        self.total_details.as_ref()?.amount_discount
    }

    /// The amount of shipping, in minor units.
    #[must_use]
    pub fn amount_shipping(&self) -> Option<i64> {
        self.total_details.as_ref()?.amount_shipping
    }

    /// The id of the chosen shipping rate.
    #[must_use]
    pub fn shipping_rate(&self) -> Option<&str> {
        match self.shipping_cost.as_ref()?.shipping_rate.as_ref()? {
            Expandable::Id(id) => Some(id),
            Expandable::Object(rate) => Some(&rate.id),
        }
    }

    /// The coupon of its only discount.
    #[must_use]
    pub fn only_coupon(&self) -> Option<&StripeCoupon> {
        match self.discounts.as_deref() {
            Some([discount]) => discount.coupon(),
            _ => None,
        }
    }

    /// The customer's id; none where there is no customer, or a deleted one.
    #[must_use]
    pub fn customer_id(&self) -> Option<CustomerId> {
        customer_id(self.customer.as_ref()?)
    }

    /// The customer; none unless expanded.
    #[must_use]
    pub fn customer(&self) -> Option<&StripeCustomer> {
        self.customer.as_ref()?.object()
    }

    /// The payment; none unless expanded.
    #[must_use]
    pub fn payment(&self) -> Option<&Payment> {
        self.payment_intent.as_ref()?.object()
    }
}

impl Discount {
    /// The coupon; none unless expanded.
    #[must_use]
    pub fn coupon(&self) -> Option<&StripeCoupon> {
        self.coupon.as_ref()?.object()
    }
}

impl Payment {
    /// The last charge; none unless expanded.
    #[must_use]
    pub fn charge(&self) -> Option<&Charge> {
        self.latest_charge.as_ref()?.object()
    }
}

impl<T> Expandable<T> {
    /// The object; none unless expanded.
    pub const fn object(&self) -> Option<&T> {
        match self {
            Self::Object(object) => Some(object),
            Self::Id(_) => None,
        }
    }
}
