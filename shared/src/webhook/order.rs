//! A customer's completed sessions, as orders.

use discounts_core::money::Currency;
use jiff::Timestamp;

use super::verdict_record::is_judged_to_fit;
use crate::purchase::{coupon_offers, our_coupon};
use crate::stripe::StripeSession;
use crate::stripe::object::Payment;

/// A completed session, as it counts for the history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// The session's id.
    pub session: String,
    /// The time of payment, in Unix seconds; without a payment, the time of the session's creation.
    pub at: i64,
    /// True if there was nothing to pay: then it was completed at `at` or later.
    pub is_free: bool,
    /// True if its verdict is that it fits.
    pub fits: bool,
    /// The session's currency.
    pub currency: Currency,
    /// The amount that was paid and not refunded, in minor units.
    pub spent: u64,
    /// The offers of its discount.
    pub offers: Vec<String>,
}

impl Order {
    /// The session as an order; none if it was not completed, or its payment has failed.
    #[must_use]
    pub fn of(session: &StripeSession) -> Option<Self> {
        if session.status.as_deref() != Some("complete") || session.mode.as_deref() != Some("payment") {
            return None;
        }
        let payment = session.payment();
        let charge = payment.and_then(Payment::charge);
        let paid = session.payment_status.as_deref() != Some("unpaid");
        let under_way = payment.and_then(|payment| payment.status.as_deref());
        if !paid && !matches!(under_way, Some("processing" | "succeeded" | "requires_capture")) {
            return None;
        }
        let refunded = charge.and_then(|charge| charge.amount_refunded).unwrap_or_default();
        let total = session.amount_total.filter(|_| paid).unwrap_or_default();
        Some(Self {
            session: session.id.clone(),
            at: charge.and_then(|charge| charge.created).or(session.created)?,
            is_free: session.payment_status.as_deref() == Some("no_payment_required")
                && session.payment_intent.is_none(),
            fits: is_judged_to_fit(session),
            currency: Currency::parse(session.currency.as_deref()?).ok()?,
            spent: total.checked_sub(refunded).and_then(|spent| u64::try_from(spent).ok()).unwrap_or_default(),
            offers: offers(session),
        })
    }

    /// The order that a completion event is about. Without a charge it has the time of the event. Audits of other orders see
    /// it at its creation or completion, which are no later, so of two orders at least one counts the other.
    #[must_use]
    pub fn completed(session: &StripeSession, at: Timestamp) -> Option<Self> {
        let charged = session.payment().and_then(Payment::charge).and_then(|charge| charge.created);
        let order = Self::of(session)?;
        Some(Self { at: charged.unwrap_or(at.as_second()), ..order })
    }
}

fn offers(session: &StripeSession) -> Vec<String> {
    our_coupon(session).map(coupon_offers).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn session(otherwise: &Value) -> StripeSession {
        let mut session = json!({
            "id": "cs_test_1", "status": "complete", "mode": "payment", "payment_status": "paid", "created": 1000,
            "currency": "usd", "amount_total": 5000, "customer": "cus_1",
            "payment_intent": {"id": "pi_1", "status": "succeeded", "latest_charge": {"created": 1500, "amount_refunded": 0}},
        });
        for (key, value) in otherwise.as_object().unwrap() {
            session[key] = value.clone();
        }
        serde_json::from_value(session).unwrap()
    }

    fn payment(status: &str) -> Value {
        json!({ "id": "pi_1", "status": status, "latest_charge": null })
    }

    #[test]
    fn completed_session_is_an_order_unless_payment_failed() {
        for (otherwise, counts) in [
            (json!({}), true),
            (json!({ "payment_status": "no_payment_required", "payment_intent": null }), true),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("processing") }), true),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("requires_payment_method") }), false),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("canceled") }), false),
            (json!({ "status": "open" }), false),
            (json!({ "status": "expired" }), false),
            (json!({ "mode": "subscription" }), false),
        ] {
            assert_eq!(Order::of(&session(&otherwise)).is_some(), counts, "{otherwise}");
        }
    }

    #[test]
    fn refunds_are_not_spent() {
        let refunded = |minor: i64| {
            let charge = json!({ "created": 1500, "amount_refunded": minor });
            json!({ "payment_intent": { "id": "pi_1", "status": "succeeded", "latest_charge": charge } })
        };
        let unpaid = json!({ "payment_status": "unpaid", "payment_intent": payment("processing") });
        for (otherwise, spent) in
            [(json!({}), 5000), (refunded(1500), 3500), (refunded(5000), 0), (refunded(6000), 0), (unpaid, 0)]
        {
            assert_eq!(Order::of(&session(&otherwise)).unwrap().spent, spent, "{otherwise}");
        }
    }

    #[test]
    fn order_has_the_time_of_its_payment() {
        let free = json!({ "payment_status": "no_payment_required", "payment_intent": null });
        assert_eq!(Order::of(&session(&json!({}))).unwrap().at, 1500);
        assert_eq!(Order::of(&session(&free)).unwrap().at, 1000);
        assert!(Order::of(&session(&free)).unwrap().is_free && !Order::of(&session(&json!({}))).unwrap().is_free);
        let under_way = json!({ "payment_status": "unpaid", "payment_intent": payment("processing") });
        assert!(!Order::of(&session(&under_way)).unwrap().is_free, "it will be paid");
        let at = Timestamp::from_second(1700).unwrap();
        assert_eq!(Order::completed(&session(&free), at).unwrap().at, 1700);
        assert_eq!(Order::completed(&session(&json!({})), at).unwrap().at, 1500);
    }

    #[test]
    fn order_has_the_offers_of_our_coupon() {
        let coupon = |metadata: &Value| json!({ "discounts": [{ "coupon": { "id": "c", "metadata": metadata } }] });
        let ours = coupon(&json!({ "discount_policy": "0f", "discount_offers": "gold,vip" }));
        let theirs = coupon(&json!({ "discount_offers": "gold" }));
        assert_eq!(Order::of(&session(&ours)).unwrap().offers, ["gold", "vip"]);
        assert!(Order::of(&session(&theirs)).unwrap().offers.is_empty());
    }
}
