//! Writers: how a discount is written to a session. The reconciler plans what must differ; a writer renders it in the terms of
//! one of Stripe's features. Neither knows the other's terms.

use discounts_core::decide::Discount;
use discounts_core::session::DiscountRecord;

use super::metadata::{AMOUNT, LINES_CUSTOMER, NAME, counted_metadata, coupon_metadata, is_in_lines};
use crate::stripe::{Coupon, Part, SessionUpdate, StripeSession, Version, expand};

/// A way to write a discount to a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DiscountWriter {
    /// The preview's dynamic discounts: one coupon, made with the update (`discounts[0][coupon_data]`).
    #[default]
    DynamicDiscounts,
    /// Lower line prices (`line_items[0][price_data]`), which every account may write. The reconciler plans them.
    LineItems,
}

impl DiscountWriter {
    /// Parses its name in the settings.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::DynamicDiscounts, Self::LineItems].into_iter().find(|writer| writer.name() == name)
    }

    /// The name in the settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DynamicDiscounts => "dynamic_discounts",
            Self::LineItems => "line_items",
        }
    }

    /// The writer that has written the discount of a session.
    #[must_use]
    pub fn of(session: &StripeSession) -> Self {
        let in_lines = session.metadata.as_ref().is_some_and(is_in_lines);
        if in_lines { Self::LineItems } else { Self::DynamicDiscounts }
    }

    /// The version of Stripe's API that has what it writes.
    #[must_use]
    pub fn version(self) -> Version {
        match self {
            Self::DynamicDiscounts => Version::default(),
            Self::LineItems => Version::general(),
        }
    }

    /// Returns whether a session has to say, when it is created, that only the server changes a part. Without the preview there
    /// is no such permission for discounts and lines.
    #[must_use]
    pub fn needs_permission(self, part: Part) -> bool {
        self == Self::DynamicDiscounts || part == Part::ShippingDetails
    }

    /// The path that it reads of a session, whatever the policy asks.
    pub(super) const fn reads(self) -> Option<&'static str> {
        match self {
            Self::DynamicDiscounts => None,
            Self::LineItems => Some(expand::LINES),
        }
    }

    /// Adds the parameters that put a discount on the session, with the record of its decision and the hash of its policy.
    pub(super) fn put(
        self,
        params: SessionUpdate,
        discount: &Discount,
        record: &DiscountRecord,
        policy: &str,
    ) -> SessionUpdate {
        match self {
            Self::DynamicDiscounts => put_coupon(params, discount, record, policy),
            Self::LineItems => counted_metadata(record).iter().fold(
                params
                    .metadata(AMOUNT, &discount.amount_off.to_string())
                    .metadata(NAME, discount.name.as_str())
                    .metadata(LINES_CUSTOMER, record.customer.as_deref().unwrap_or_default()),
                |params, (key, value)| params.metadata(key, value),
            ),
        }
    }

    /// Adds the parameters that clear the discount.
    pub(super) fn clear(self, params: SessionUpdate) -> SessionUpdate {
        match self {
            Self::DynamicDiscounts => params.clear_discounts(),
            Self::LineItems => without_lines_record(params),
        }
    }

    /// Adds the parameters by which a session forgets a discount in its line prices, which are back at the list.
    pub(super) fn restore(self, params: SessionUpdate) -> SessionUpdate {
        match self {
            Self::DynamicDiscounts => without_lines_record(params),
            Self::LineItems => params,
        }
    }
}

fn without_lines_record(params: SessionUpdate) -> SessionUpdate {
    [AMOUNT, NAME, LINES_CUSTOMER].into_iter().fold(params, |params, key| params.metadata(key, ""))
}

fn put_coupon(params: SessionUpdate, discount: &Discount, record: &DiscountRecord, policy: &str) -> SessionUpdate {
    let metadata = coupon_metadata(record, policy);
    let metadata: Vec<_> = metadata.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    params.coupon(&Coupon {
        name: discount.name.as_str(),
        amount_off: discount.amount_off.get(),
        currency: discount.currency.as_str(),
        metadata: &metadata,
    })
}
