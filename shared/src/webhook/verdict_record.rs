//! The verdict on a completed session, as it is kept with the payment, or with the coupon where nothing was paid.

use crate::purchase::our_coupon;
use crate::stripe::{IdempotencyKey, MetadataOwner, RequestClient, StripeError, StripeSession};

/// The key of the verdict.
const VERDICT: &str = "discount_verdict";
/// The verdict on a session that is as it should be.
const FITS: &str = "fits";
/// The key of the delivery that found it: it makes each write under the verdict's idempotency key different.
const VERDICT_ID: &str = "discount_verdict_id";
/// The key of the excess in minor units: a shop can stop the order.
const DRIFT: &str = "discount_drift";

/// The verdict on a completed session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The discount is not too large.
    Fits,
    /// The discount is too large by this much, in minor units.
    Drift(u64),
    /// Another policy than this one decided it.
    Unknown,
}

/// Returns whether a session has a verdict.
pub(super) fn is_judged(session: &StripeSession) -> bool {
    recorded(session).is_some()
}

/// Returns whether a session was found to be as it should be.
pub(super) fn is_judged_to_fit(session: &StripeSession) -> bool {
    recorded(session) == Some(FITS)
}

fn recorded(session: &StripeSession) -> Option<&str> {
    let metadata = match session.payment() {
        Some(payment) => payment.metadata.as_ref(),
        None => our_coupon(session).and_then(|coupon| coupon.metadata.as_ref()),
    };
    metadata?.get(VERDICT).map(String::as_str)
}

/// The object that keeps the verdict; none where there is neither a payment nor a coupon of ours.
fn owner(session: &StripeSession) -> Option<MetadataOwner<'_>> {
    match (session.payment(), our_coupon(session).and_then(|coupon| coupon.id.as_deref())) {
        (Some(payment), _) => Some(MetadataOwner::PaymentIntent(&payment.id)),
        (None, Some(coupon)) => Some(MetadataOwner::Coupon(coupon)),
        (None, None) => None,
    }
}

impl Verdict {
    /// The metadata that a delivery writes.
    fn pairs(self, id: &IdempotencyKey) -> Vec<(&'static str, String)> {
        let (word, excess) = match self {
            Self::Fits => (FITS, None),
            Self::Drift(excess) => ("drift", Some(excess)),
            Self::Unknown => ("unknown", None),
        };
        let excess = excess.map(|excess| (DRIFT, excess.to_string()));
        [(VERDICT, word.to_owned()), (VERDICT_ID, id.as_str().to_owned())].into_iter().chain(excess).collect()
    }
}

/// Records the verdict on a session, and returns whether it is the first one. All verdicts of a session have one idempotency
/// key, under which Stripe takes the first and refuses others, so that of concurrent deliveries one raises the alarm.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub(super) async fn record(
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    verdict: Verdict,
) -> Result<bool, StripeError> {
    let Some(owner) = owner(session) else { return Ok(true) };
    let (key, own) = (IdempotencyKey::shared(&format!("verdict-{}", session.id)), IdempotencyKey::new());
    let pairs = verdict.pairs(&own);
    let pairs = || pairs.iter().map(|(key, value)| (*key, value.as_str()));
    match client.write_metadata(owner, pairs(), &key).await.result {
        Ok(()) => Ok(true),
        Err(StripeError::IdempotencyConflict) => Ok(false),
        // Stripe would go on replaying its failure for a day.
        Err(StripeError::ReplayedFailure) => client.write_metadata(owner, pairs(), &own).await.result.map(|()| true),
        Err(error) => Err(error),
    }
}

/// Replaces the verdict on a session.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub(super) async fn replace(
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    verdict: Verdict,
) -> Result<(), StripeError> {
    let Some(owner) = owner(session) else { return Ok(()) };
    let key = IdempotencyKey::new();
    let pairs = verdict.pairs(&key);
    client.write_metadata(owner, pairs.iter().map(|(key, value)| (*key, value.as_str())), &key).await.result
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
    fn verdict_is_read_from_payment_or_coupon() {
        let paid = json!({ "payment_intent": { "id": "pi_1", "metadata": { "discount_verdict": "fits" } } });
        let metadata = json!({ "discount_policy": "0f", "discount_verdict": "fits" });
        let free = json!({ "payment_intent": null, "discounts": [{ "coupon": { "id": "c", "metadata": metadata } }] });
        assert!(is_judged(&session(&paid)) && is_judged_to_fit(&session(&paid)));
        assert!(is_judged(&session(&free)) && is_judged_to_fit(&session(&free)));
        assert!(!is_judged(&session(&json!({}))) && !is_judged_to_fit(&session(&json!({}))));
        let drift = json!({ "payment_intent": { "id": "pi_1", "metadata": { "discount_verdict": "drift" } } });
        assert!(is_judged(&session(&drift)) && !is_judged_to_fit(&session(&drift)));
    }
}
