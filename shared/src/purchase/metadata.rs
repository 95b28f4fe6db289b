//! The metadata that this service keeps with a discount.

use std::collections::BTreeMap;

use discounts_core::counts;
use discounts_core::metadata_list::ids;
use discounts_core::session::{COUNTED_KEY, DiscountRecord, OFFERS_KEY};
use discounts_ledger::Held;

use crate::stripe::StripeSession;
use crate::stripe::object::StripeCoupon;

/// Keys of a session's metadata that travel with a discount.
pub(super) const SESSION_POLICY: &str = "discount_policy";
pub(super) const SESSION_WRITES: &str = "discount_writes";
pub(super) const SESSION_KEYS: [&str; 3] = [OFFERS_KEY, SESSION_POLICY, SESSION_WRITES];
/// Keys that travel with a discount that is no coupon: in the metadata of an intent, and of a session with lower line prices.
pub(super) const AMOUNT: &str = "discount_amount";
pub(super) const NAME: &str = "discount_name";
/// The customer of a discount in line prices.
pub(super) const LINES_CUSTOMER: &str = "discount_customer";
pub(super) const LINE_KEYS: [&str; 7] =
    [OFFERS_KEY, SESSION_POLICY, SESSION_WRITES, AMOUNT, NAME, LINES_CUSTOMER, COUNTED_KEY];
/// Keys of a coupon's metadata, beside the offers. A coupon with the first is ours.
pub(super) const COUPON_POLICY: &str = "discount_policy";
pub(super) const COUPON_CUSTOMER: &str = "discount_customer";

/// The key of a session's metadata that says that it was decided once: the id of its coupon, or [`NO_COUPON`].
pub const AT_CREATION: &str = "discount_at_creation";
/// The value of [`AT_CREATION`] on a session without a discount.
pub const NO_COUPON: &str = "none";

/// The id that a session was created under, chosen before Stripe gave it one; none unless it was decided once with a discount.
#[must_use]
pub fn creation_id(session: &StripeSession) -> Option<&str> {
    let id = session.metadata.as_ref()?.get(AT_CREATION)?;
    Some(id.as_str()).filter(|id| *id != NO_COUPON)
}

/// Returns whether a session was decided once, before it existed.
pub(super) fn is_decided_once(session: &StripeSession) -> bool {
    session.metadata.as_ref().is_some_and(|metadata| metadata.contains_key(AT_CREATION))
}

/// The coupon on a session, if this service made it.
#[must_use]
pub fn our_coupon(session: &StripeSession) -> Option<&StripeCoupon> {
    session.only_coupon().filter(|coupon| coupon_policy(coupon).is_some())
}

/// The hash of the policy that decided a coupon; none if the coupon is not ours.
pub(super) fn coupon_policy(coupon: &StripeCoupon) -> Option<&str> {
    coupon.metadata.as_ref()?.get(COUPON_POLICY).map(String::as_str)
}

/// The record that a coupon keeps of its decision.
pub(super) fn coupon_record(coupon: &StripeCoupon) -> DiscountRecord {
    let Some(metadata) = &coupon.metadata else { return DiscountRecord::default() };
    let offers = ids::read(metadata, OFFERS_KEY).unwrap_or_default();
    DiscountRecord { offers, customer: metadata.get(COUPON_CUSTOMER).cloned(), counted: listed_counters(metadata) }
}

/// The metadata of a coupon: the record of its decision, and the hash of its policy.
#[must_use]
pub fn coupon_metadata(record: &DiscountRecord, policy: &str) -> Vec<(String, String)> {
    let customer = record.customer.as_ref().map(|customer| (COUPON_CUSTOMER.to_owned(), customer.clone()));
    let policy = (COUPON_POLICY.to_owned(), policy.to_owned());
    let counted = if record.counted.is_empty() { Vec::new() } else { counted_metadata(record) };
    offers_metadata(&record.offers).into_iter().chain([policy]).chain(customer).chain(counted).collect()
}

/// A discount that this service wrote, as it recorded it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenDiscount {
    /// The hash of the policy that decided it.
    pub policy: String,
    /// The record of its decision.
    pub record: DiscountRecord,
}

impl WrittenDiscount {
    /// The discount of a session, by its coupon or by the record of its line prices.
    #[must_use]
    pub fn of(session: &StripeSession) -> Option<Self> {
        if let Some(coupon) = our_coupon(session) {
            let policy = coupon_policy(coupon)?.to_owned();
            return Some(Self { policy, record: coupon_record(coupon) });
        }
        let metadata = session.metadata.as_ref().filter(|metadata| is_in_lines(metadata))?;
        Some(Self { policy: metadata.get(SESSION_POLICY)?.clone(), record: lines_record(metadata) })
    }

    /// The offers that it is made of.
    #[must_use]
    pub fn offers(&self) -> Vec<String> {
        separated(&self.record.offers)
    }
}

/// Returns whether a session's metadata says that its discount is in the prices of its lines.
pub(super) fn is_in_lines(metadata: &BTreeMap<String, String>) -> bool {
    metadata.contains_key(AMOUNT)
}

/// The record that a session keeps of a discount in its line prices.
pub(super) fn lines_record(metadata: &BTreeMap<String, String>) -> DiscountRecord {
    let offers = ids::read(metadata, OFFERS_KEY).unwrap_or_default();
    DiscountRecord { offers, customer: metadata.get(LINES_CUSTOMER).cloned(), counted: listed_counters(metadata) }
}

/// The offers that a coupon says it is made of.
pub(super) fn coupon_offers(coupon: &StripeCoupon) -> Vec<String> {
    coupon.metadata.as_ref().map(listed_offers).unwrap_or_default()
}

/// The offers that metadata lists.
pub(super) fn listed_offers(metadata: &BTreeMap<String, String>) -> Vec<String> {
    separated(&ids::read(metadata, OFFERS_KEY).unwrap_or_default())
}

/// The metadata that lists what a discount takes of the ledger's counters; one empty value if it takes nothing. A decision takes of
/// no more of them than fit.
pub(super) fn counted_metadata(record: &DiscountRecord) -> Vec<(String, String)> {
    ids::write(&counts::written(&record.counted), COUNTED_KEY).unwrap_or_default()
}

fn listed_counters(metadata: &BTreeMap<String, String>) -> Held {
    counts::read(&ids::read(metadata, COUNTED_KEY).unwrap_or_default())
}

fn separated(offers: &str) -> Vec<String> {
    offers.split(',').filter(|offer| !offer.is_empty()).map(str::to_owned).collect()
}

/// The metadata that lists the offers of a discount. A decision has no more of them than fit.
pub(super) fn offers_metadata(offers: &str) -> Vec<(String, String)> {
    ids::write(offers, OFFERS_KEY).unwrap_or_default()
}
