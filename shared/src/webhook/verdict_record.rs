//! The verdict on a completed session, as it is kept with the payment, or with the coupon or the session where nothing was paid.

use std::collections::BTreeMap;

use discounts_core::policy::CustomerKeys;

use crate::purchase::our_coupon;
use crate::stripe::object::Payment;
use crate::stripe::{IdempotencyKey, MetadataOwner, RequestClient, StripeError, StripeSession};

/// The key of the verdict.
const VERDICT: &str = "discount_verdict";
/// The verdict on a session that is as it should be.
const FITS: &str = "fits";
/// The key of the delivery that found it: it makes each write under the verdict's idempotency key different.
const VERDICT_ID: &str = "discount_verdict_id";
/// The key of the excess in minor units: a shop can stop the order.
const DRIFT: &str = "discount_drift";

/// All of them.
const KEYS: [&str; 3] = [VERDICT, VERDICT_ID, DRIFT];

/// The verdict on a completed session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The discount is not too large.
    Fits,
    /// The discount is too large by this much, in minor units.
    Drift(u64),
    /// The discount can't be judged.
    Unknown(Doubt),
}

/// The reason why a discount can't be judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Doubt {
    /// Another policy than this one decided it.
    #[error("another policy than this one decided it")]
    OtherPolicy,
    /// Nothing is known any more of the customer that it was decided for.
    #[error("the customer that it was decided for was deleted")]
    CustomerGone,
    /// The discount depends on orders that the shop counts, and may have counted since.
    #[error("it depends on counts of orders that the shop writes itself ([customer] counts)")]
    CountedByShop,
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
    let payment = session.payment().and_then(|payment| payment.metadata.as_ref());
    let coupon = our_coupon(session).and_then(|coupon| coupon.metadata.as_ref());
    let places = [payment, coupon, session.metadata.as_ref()];
    places.into_iter().flatten().find_map(verdict_in)
}

fn verdict_in(metadata: &BTreeMap<String, String>) -> Option<&str> {
    metadata.get(VERDICT).map(String::as_str)
}

/// The objects that can keep the verdict, the best first: the payment, if its metadata has room, the coupon, and the session,
/// which Stripe's reference does not say to be closed to metadata.
fn owners(session: &StripeSession) -> Vec<MetadataOwner<'_>> {
    let has_room = |payment: &&Payment| {
        let metadata = payment.metadata.as_ref();
        let others = metadata.map_or(0, |metadata| metadata.keys().filter(|key| !KEYS.contains(&key.as_str())).count());
        others.saturating_add(KEYS.len()) <= CustomerKeys::MOST
    };
    let payment = session.payment().filter(has_room).map(|payment| MetadataOwner::PaymentIntent(&payment.id));
    let coupon = our_coupon(session).and_then(|coupon| coupon.id.as_deref()).map(MetadataOwner::Coupon);
    payment.into_iter().chain(coupon).chain([MetadataOwner::Session(&session.id)]).collect()
}

impl Verdict {
    /// The metadata that a delivery writes.
    fn pairs(self, id: &IdempotencyKey) -> Vec<(&'static str, String)> {
        let (word, excess) = match self {
            Self::Fits => (FITS, None),
            Self::Drift(excess) => ("drift", Some(excess)),
            Self::Unknown(_) => ("unknown", None),
        };
        let excess = excess.map(|excess| (DRIFT, excess.to_string()));
        [(VERDICT, word.to_owned()), (VERDICT_ID, id.as_str().to_owned())].into_iter().chain(excess).collect()
    }
}

/// Records the verdict on a session, and returns whether it is the first one. All verdicts of a session have one idempotency
/// key, under which Stripe takes the first and refuses others.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers, unless no object takes the verdict: no later delivery could record it either.
pub(super) async fn record(
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    verdict: Verdict,
) -> Result<bool, StripeError> {
    write(client, session, verdict, true).await
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
    write(client, session, verdict, false).await.map(|_| ())
}

async fn write(
    client: &mut RequestClient<'_>,
    session: &StripeSession,
    verdict: Verdict,
    once: bool,
) -> Result<bool, StripeError> {
    let own = IdempotencyKey::new();
    let pairs = verdict.pairs(&own);
    let pairs = || pairs.iter().map(|(key, value)| (*key, value.as_str()));
    let has_payment = session.payment().is_some();
    for owner in owners(session) {
        let elsewhere = has_payment && !matches!(owner, MetadataOwner::PaymentIntent(_));
        // A key belongs to one object.
        let place = match owner {
            MetadataOwner::Coupon(_) if has_payment => "-coupon",
            MetadataOwner::Session(_) => "-session",
            _ => "",
        };
        let shared = IdempotencyKey::shared(&format!("verdict-{}{place}", session.id));
        let mut written = client.write_metadata(owner, pairs(), if once { &shared } else { &own }).await.result;
        // Stripe would go on replaying its failure for a day.
        if once && matches!(written, Err(StripeError::ReplayedFailure)) {
            written = client.write_metadata(owner, pairs(), &own).await.result;
        }
        match written {
            Ok(()) => {
                if elsewhere {
                    let place = if matches!(owner, MetadataOwner::Session(_)) { "session" } else { "coupon" };
                    log_place(
                        session,
                        &format!("the payment's metadata has no room for the verdict: it is with the {place}"),
                    );
                }
                return Ok(true);
            }
            Err(StripeError::IdempotencyConflict) => return Ok(false),
            Err(error) if error.is_rejected_by_stripe() || matches!(error, StripeError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    log_place(session, "neither the payment nor the coupon nor the session takes the verdict: only the log has it");
    Ok(true)
}

/// Logs that a verdict is not with the payment.
fn log_place(session: &StripeSession, what: &str) {
    tracing::warn!(code = "verdict_elsewhere", checkout_session_id = session.id, "{what}");
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
        let kept = json!({ "payment_intent": null, "metadata": { "discount_verdict": "fits" } });
        assert!(is_judged(&session(&kept)) && is_judged_to_fit(&session(&kept)));
        let drift = json!({ "payment_intent": { "id": "pi_1", "metadata": { "discount_verdict": "drift" } } });
        assert!(is_judged(&session(&drift)) && !is_judged_to_fit(&session(&drift)));
        let mut elsewhere = free;
        elsewhere["payment_intent"] = json!({ "id": "pi_1", "metadata": { "theirs": "x" } });
        assert!(is_judged(&session(&elsewhere)), "the payment had no room for it");
    }

    #[test]
    fn verdict_goes_to_the_coupon_if_the_payment_has_no_room() {
        for (theirs, payment_has_room) in [(0, true), (47, true), (48, false), (50, false)] {
            let metadata: serde_json::Map<String, Value> =
                (0..theirs).map(|key| (format!("theirs_{key}"), json!("x"))).collect();
            let ours = json!({ "discount_policy": "0f" });
            let session = session(&json!({
                "payment_intent": { "id": "pi_1", "metadata": metadata },
                "discounts": [{ "coupon": { "id": "c", "metadata": ours } }],
            }));
            let payment = payment_has_room.then_some(MetadataOwner::PaymentIntent("pi_1"));
            let others = [MetadataOwner::Coupon("c"), MetadataOwner::Session("cs_test_1")];
            let expected: Vec<_> = payment.into_iter().chain(others).collect();
            assert_eq!(owners(&session), expected, "{theirs}");
        }
    }
}
