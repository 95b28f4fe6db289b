//! The metadata that this service keeps with a discount.

use crate::stripe::StripeSession;
use crate::stripe::object::StripeCoupon;

/// Keys of a session's metadata that travel with a discount.
pub(super) const SESSION_OFFERS: &str = "discount_offers";
pub(super) const SESSION_POLICY: &str = "discount_policy";
pub(super) const SESSION_WRITES: &str = "discount_writes";
pub(super) const SESSION_KEYS: [&str; 3] = [SESSION_OFFERS, SESSION_POLICY, SESSION_WRITES];
/// Keys of a coupon's metadata. A coupon with the second is ours.
pub(super) const COUPON_OFFERS: &str = "discount_offers";
pub(super) const COUPON_POLICY: &str = "discount_policy";

/// The most characters of a value of Stripe's metadata.
const MAX_VALUE: usize = 500;

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

/// The offers that a coupon says it is made of.
#[must_use]
pub fn coupon_offers(coupon: &StripeCoupon) -> Vec<&str> {
    let offers = coupon.metadata.as_ref().and_then(|metadata| metadata.get(COUPON_OFFERS));
    offers.map(|offers| offers.split(',').collect()).unwrap_or_default()
}

/// A value cut to the length that Stripe takes.
pub(super) fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_VALUE).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_to_stripes_limit() {
        assert_eq!(cut(&"a".repeat(501)).len(), 500);
        assert_eq!(cut("short"), "short");
    }
}
