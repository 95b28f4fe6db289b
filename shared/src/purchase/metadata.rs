//! The metadata that this service keeps with a discount.

use std::collections::BTreeMap;

use discounts_core::metadata_list::ids;
use discounts_core::session::{DiscountRecord, OFFERS_KEY};

use crate::stripe::StripeSession;
use crate::stripe::object::StripeCoupon;

/// Keys of a session's metadata that travel with a discount.
pub(super) const SESSION_POLICY: &str = "discount_policy";
pub(super) const SESSION_WRITES: &str = "discount_writes";
pub(super) const SESSION_KEYS: [&str; 3] = [OFFERS_KEY, SESSION_POLICY, SESSION_WRITES];
/// Keys of a coupon's metadata, beside the offers. A coupon with the first is ours.
pub(super) const COUPON_POLICY: &str = "discount_policy";
pub(super) const COUPON_CUSTOMER: &str = "discount_customer";

/// The coupon on a session, if this service made it.
#[must_use]
pub fn our_coupon(session: &StripeSession) -> Option<&StripeCoupon> {
    session.only_coupon().filter(|coupon| coupon_policy(coupon).is_some())
}

/// The hash of the policy that decided a coupon; none if the coupon is not ours.
#[must_use]
pub fn coupon_policy(coupon: &StripeCoupon) -> Option<&str> {
    coupon.metadata.as_ref()?.get(COUPON_POLICY).map(String::as_str)
}

/// The record that a coupon keeps of its decision.
#[must_use]
pub fn coupon_record(coupon: &StripeCoupon) -> DiscountRecord {
    let Some(metadata) = &coupon.metadata else { return DiscountRecord::default() };
    let offers = ids::read(metadata, OFFERS_KEY).unwrap_or_default();
    DiscountRecord { offers, customer: metadata.get(COUPON_CUSTOMER).cloned() }
}

/// The offers that a coupon says it is made of.
#[must_use]
pub fn coupon_offers(coupon: &StripeCoupon) -> Vec<String> {
    coupon.metadata.as_ref().map(listed_offers).unwrap_or_default()
}

/// The offers that metadata lists.
pub(super) fn listed_offers(metadata: &BTreeMap<String, String>) -> Vec<String> {
    let offers = ids::read(metadata, OFFERS_KEY).unwrap_or_default();
    offers.split(',').filter(|offer| !offer.is_empty()).map(str::to_owned).collect()
}

/// The metadata that lists the offers of a discount. A decision has no more of them than fit.
pub(super) fn offers_metadata(offers: &str) -> Vec<(String, String)> {
    ids::write(offers, OFFERS_KEY).unwrap_or_default()
}
