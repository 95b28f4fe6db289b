//! What is written once a completed session has been judged, and read of it.

use form_urlencoded::Serializer;

use super::client::RequestClient;
use super::form::metadata;
use super::object::StripeSession;
use super::{IdempotencyKey, StripeError};

/// What a session's discount was found to be, once it was paid. Kept with the payment, or, where nothing was paid, with
/// the coupon.
const VERDICT: &str = "discount_verdict";
/// The verdict on one that is as it should be.
const FITS: &str = "fits";
/// Which delivery found it: what makes one write under the verdict's key different from another.
const VERDICT_ID: &str = "discount_verdict_id";
/// By how much it is too large, in minor units: a shop can hold the order.
const DRIFT: &str = "discount_drift";

/// What has been found of a completed session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It has no more than it should.
    Fits,
    /// It has so much too much, in minor units.
    Drift(u64),
    /// It was decided by another policy than this one.
    Unknown,
}

impl StripeSession {
    /// Whether it has been judged before.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.verdict().is_some()
    }

    fn verdict(&self) -> Option<&str> {
        let held = self.payment().map_or_else(
            || self.our_coupon().and_then(|coupon| coupon.metadata.as_ref()),
            |payment| payment.metadata.as_ref(),
        );
        held?.get(VERDICT).map(String::as_str)
    }

    /// Where its verdict is kept; none where there is neither a payment nor a coupon of ours.
    fn verdicts_path(&self) -> Option<[&str; 3]> {
        match (self.payment(), self.our_coupon().and_then(|coupon| coupon.id.as_deref())) {
            (Some(payment), _) => Some(["v1", "payment_intents", &payment.id]),
            (None, Some(coupon)) => Some(["v1", "coupons", coupon]),
            (None, None) => None,
        }
    }

    /// Whether it has been found to be as it should.
    pub(super) fn fits(&self) -> bool {
        self.verdict() == Some(FITS)
    }
}

impl Verdict {
    fn form(self, id: &IdempotencyKey) -> String {
        let (word, excess) = match self {
            Self::Fits => (FITS, None),
            Self::Drift(excess) => ("drift", Some(excess)),
            Self::Unknown => ("unknown", None),
        };
        let mut form = Serializer::new(String::new());
        form.append_pair(&metadata(VERDICT), word).append_pair(&metadata(VERDICT_ID), id.as_str());
        if let Some(excess) = excess {
            form.append_pair(&metadata(DRIFT), &excess.to_string());
        }
        form.finish()
    }
}

impl RequestClient<'_> {
    /// Writes down what was found of a session. Says whether it was the first time: all verdicts of a session have one
    /// idempotency key, under which Stripe takes the first and refuses others, so that of deliveries at the same moment one
    /// tells it.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn write_verdict(&mut self, session: &StripeSession, verdict: Verdict) -> Result<bool, StripeError> {
        let Some(path) = session.verdicts_path() else { return Ok(true) };
        let (key, own) = (IdempotencyKey::of_verdict(&session.id), IdempotencyKey::new());
        let body = verdict.form(&own);
        match self.write_with(&path, &body, &key).await {
            Ok(_) => Ok(true),
            Err(StripeError::KeyInUse) => Ok(false),
            // Stripe would go on replaying its failure for a day.
            Err(StripeError::KeySpent) => self.write_with(&path, &body, &own).await.map(|_| true),
            Err(error) => Err(error),
        }
    }

    /// Writes another verdict in the place of the first one.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn correct_verdict(&mut self, session: &StripeSession, verdict: Verdict) -> Result<(), StripeError> {
        let Some(path) = session.verdicts_path() else { return Ok(()) };
        let key = IdempotencyKey::new();
        self.write_with(&path, &verdict.form(&key), &key).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn session(with: &Value) -> StripeSession {
        let mut session = json!({ "id": "cs_test_1" });
        session.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        serde_json::from_value(session).unwrap()
    }

    #[test]
    fn a_verdict_is_found_where_it_was_written() {
        let paid = json!({ "payment_intent": { "id": "pi_1", "metadata": { "discount_verdict": "fits" } } });
        let metadata = json!({ "discount_policy": "0f", "discount_verdict": "fits" });
        let free = json!({ "payment_intent": null, "discounts": [{ "coupon": { "id": "c", "metadata": metadata } }] });
        assert!(session(&paid).is_judged() && session(&paid).fits());
        assert!(session(&free).is_judged() && session(&free).fits());
        assert!(!session(&json!({})).is_judged() && !session(&json!({})).fits());
        let drift = json!({ "payment_intent": { "id": "pi_1", "metadata": { "discount_verdict": "drift" } } });
        assert!(session(&drift).is_judged() && !session(&drift).fits());
    }
}
