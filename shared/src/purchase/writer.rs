//! Writers: how a discount is written to a session. The reconciler plans what must differ; a writer renders it in the terms of
//! one of Stripe's features. Neither knows the other's terms.

use discounts_core::decide::Discount;
use discounts_core::session::DiscountRecord;

use super::metadata::{COUPON_CUSTOMER, COUPON_POLICY, offers_metadata};
use crate::stripe::{Coupon, SessionUpdate};

/// A way to write a discount to a session.
pub trait Writer: Sync {
    /// Adds the parameters that put a discount on the session, with the record of its decision and the hash of its policy.
    fn put(&self, params: SessionUpdate, discount: &Discount, record: &DiscountRecord, policy: &str) -> SessionUpdate;

    /// Adds the parameters that clear the discount.
    fn clear(&self, params: SessionUpdate) -> SessionUpdate;
}

/// The preview's dynamic discounts: one coupon, made with the update (`discounts[0][coupon_data]`).
pub struct DynamicDiscounts;

impl Writer for DynamicDiscounts {
    fn put(&self, params: SessionUpdate, discount: &Discount, record: &DiscountRecord, policy: &str) -> SessionUpdate {
        let offers = offers_metadata(&record.offers);
        let offers = offers.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let customer = record.customer.as_deref().map(|customer| (COUPON_CUSTOMER, customer));
        let metadata: Vec<_> = offers.chain([(COUPON_POLICY, policy)]).chain(customer).collect();
        params.coupon(&Coupon {
            name: discount.name.as_str(),
            amount_off: discount.amount_off.get(),
            currency: discount.currency.as_str(),
            metadata: &metadata,
        })
    }

    fn clear(&self, params: SessionUpdate) -> SessionUpdate {
        params.clear_discounts()
    }
}
