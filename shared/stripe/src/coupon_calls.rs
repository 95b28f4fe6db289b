//! Calls about coupons.

use uuid::Uuid;

use crate::client::RequestClient;
use crate::error::StripeError;
use crate::form::Form;
use crate::id::IdempotencyKey;
use crate::object::StripeCoupon;
use crate::send::parse;
use crate::session_update::Coupon;

/// The id of a coupon that this service makes. It is chosen here and not by Stripe, so that a coupon can be deleted although
/// the answer about it was lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CouponId(String);

impl CouponId {
    /// An id that no other coupon has. Nobody can guess it.
    #[must_use]
    pub fn new() -> Self {
        Self(format!("discount-{}", Uuid::new_v4().simple()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for CouponId {
    fn default() -> Self {
        Self::new()
    }
}

/// A coupon for one session, which can be redeemed once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SingleUseCoupon<'c> {
    /// The id.
    pub id: &'c CouponId,
    /// The name, the amount, and the metadata.
    pub terms: Coupon<'c>,
    /// The last time at which it can be redeemed, in Unix seconds.
    pub redeem_by: i64,
}

impl SingleUseCoupon<'_> {
    fn to_form(&self) -> String {
        let form = Form::default()
            .pair("id", self.id.as_str())
            .pair("name", self.terms.name)
            .pair("amount_off", self.terms.amount_off.to_string())
            .pair("currency", self.terms.currency)
            .pair("duration", "once")
            .pair("max_redemptions", "1")
            .pair("redeem_by", self.redeem_by.to_string());
        self.terms.metadata.iter().fold(form, |form, (key, value)| form.metadata(key, value)).encode()
    }
}

impl RequestClient<'_> {
    /// Creates a coupon. Its retries have one idempotency key, so it is made at most once.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn create_coupon(&mut self, coupon: &SingleUseCoupon<'_>) -> Result<(), StripeError> {
        let answer = self.write(&["v1", "coupons"], &coupon.to_form(), &IdempotencyKey::new()).await;
        let made: StripeCoupon = parse(&answer.result?)?;
        let is_it = made.id.as_deref() == Some(coupon.id.as_str());
        if is_it { Ok(()) } else { Err(StripeError::contradicts("it is about another coupon")) }
    }

    /// Deletes a coupon, so that nothing else can redeem it. One that does not exist is deleted.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn delete_coupon(&mut self, id: &str) -> Result<(), StripeError> {
        match self.delete(&["v1", "coupons", id]).await {
            Err(StripeError::NotFound) => Ok(()),
            deleted => deleted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coupon_can_be_redeemed_once_and_says_what_it_is_of() {
        let id = CouponId::new();
        let terms = Coupon { name: "10% off", amount_off: 500, currency: "usd", metadata: &[("k", "v")] };
        let form = SingleUseCoupon { id: &id, terms, redeem_by: 7 }.to_form();
        let rest =
            "name=10%25+off&amount_off=500&currency=usd&duration=once&max_redemptions=1&redeem_by=7&metadata%5Bk%5D=v";
        assert_eq!(form, format!("id={}&{rest}", id.as_str()));
        assert_ne!(id, CouponId::new());
    }
}
