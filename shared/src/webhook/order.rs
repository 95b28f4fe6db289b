//! A customer's completed sessions, as orders.

use discounts_core::money::Currency;
use jiff::Timestamp;

use super::verdict_record::is_judged_to_fit;
use crate::purchase::WrittenDiscount;
use crate::stripe::StripeSession;
use crate::stripe::object::Payment;

/// The states of a payment that was made, is under way, or can still be made: by a bank debit, an authorization, a voucher.
const ALIVE: [&str; 4] = ["succeeded", "processing", "requires_capture", "requires_action"];

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
    /// The amount that was paid and not given back, in minor units.
    pub spent: u64,
    /// True if the whole payment was given back, or is disputed.
    pub returned: bool,
    /// The offers of its discount.
    pub offers: Vec<String>,
}

impl Order {
    /// The session as an order; none if it was not completed, or its payment has failed or was canceled. `disputed` says that
    /// its payment is disputed, and the dispute is not won.
    #[must_use]
    pub fn of(session: &StripeSession, disputed: bool) -> Option<Self> {
        if session.status.as_deref() != Some("complete") || session.mode.as_deref() != Some("payment") {
            return None;
        }
        let payment = session.payment();
        let charge = payment.and_then(Payment::charge);
        let paid = session.payment_status.as_deref() != Some("unpaid");
        let state = payment.and_then(|payment| payment.status.as_deref());
        if !state.map_or(paid, |state| ALIVE.contains(&state)) {
            return None;
        }
        let refunded = charge.and_then(|charge| charge.amount_refunded).unwrap_or_default();
        let taken = session.amount_total.filter(|_| paid && state.is_none_or(|state| state == "succeeded"));
        // What was authorized and not taken is shown as refunded.
        let captured = charge.and_then(|charge| charge.amount_captured).unwrap_or(i64::MAX);
        let left = taken.and_then(|taken| taken.checked_sub(refunded)).map(|left| left.min(captured).max(0));
        let returned = disputed || (taken.is_some_and(|taken| taken > 0) && left == Some(0));
        Some(Self {
            session: session.id.clone(),
            at: charge.and_then(|charge| charge.created).or(session.created)?,
            is_free: session.payment_status.as_deref() == Some("no_payment_required")
                && session.payment_intent.is_none(),
            fits: is_judged_to_fit(session),
            currency: Currency::parse(session.currency.as_deref()?).ok()?,
            spent: left.filter(|_| !disputed).and_then(|left| u64::try_from(left).ok()).unwrap_or_default(),
            returned,
            offers: WrittenDiscount::of(session).map(|written| written.offers()).unwrap_or_default(),
        })
    }

    /// The order that a completion event is about. Without a charge it has the time of the event. Audits of other orders see
    /// it at its creation or completion, which are no later, so of two orders at least one counts the other.
    #[must_use]
    pub fn completed(session: &StripeSession, at: Timestamp) -> Option<Self> {
        let charged = session.payment().and_then(Payment::charge).and_then(|charge| charge.created);
        let order = Self::of(session, false)?;
        Some(Self { at: charged.unwrap_or(at.as_second()), ..order })
    }
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
            (json!({ "payment_status": "paid", "payment_intent": payment("canceled") }), false),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("requires_capture") }), true),
            // A voucher that can still be paid.
            (json!({ "payment_status": "unpaid", "payment_intent": payment("requires_action") }), true),
            (json!({ "status": "open" }), false),
            (json!({ "status": "expired" }), false),
            (json!({ "mode": "subscription" }), false),
        ] {
            assert_eq!(Order::of(&session(&otherwise), false).is_some(), counts, "{otherwise}");
        }
    }

    #[test]
    fn what_is_given_back_is_not_spent_and_in_full_it_is_returned() {
        let charge = |charge: Value| json!({ "payment_intent": { "id": "pi_1", "status": "succeeded", "latest_charge": charge } });
        let refunded = |minor: i64| charge(json!({ "created": 1500, "amount_refunded": minor }));
        let captured = |captured: i64, refunded: i64| {
            charge(json!({ "created": 1500, "amount_captured": captured, "amount_refunded": refunded }))
        };
        let authorized = json!({
            "payment_status": "unpaid",
            "payment_intent": { "id": "pi_1", "status": "requires_capture", "latest_charge": { "created": 1500, "amount_captured": 0 } },
        });
        let free = json!({ "payment_status": "no_payment_required", "payment_intent": null, "amount_total": 0 });
        for (otherwise, disputed, expected) in [
            (json!({}), false, (5000, false)),
            (refunded(1500), false, (3500, false)),
            (refunded(4999), false, (1, false)),
            (refunded(5000), false, (0, true)),
            (refunded(6000), false, (0, true)),
            (captured(3000, 2000), false, (3000, false)),
            (captured(3000, 5000), false, (0, true)),
            (authorized, false, (0, false)),
            (json!({ "payment_status": "unpaid", "payment_intent": payment("processing") }), false, (0, false)),
            (free, false, (0, false)),
            (json!({}), true, (0, true)),
            (refunded(1500), true, (0, true)),
        ] {
            let order = Order::of(&session(&otherwise), disputed).unwrap();
            assert_eq!((order.spent, order.returned), expected, "{otherwise}, disputed: {disputed}");
        }
    }

    #[test]
    fn order_has_the_time_of_its_payment() {
        let free = json!({ "payment_status": "no_payment_required", "payment_intent": null });
        assert_eq!(Order::of(&session(&json!({})), false).unwrap().at, 1500);
        assert_eq!(Order::of(&session(&free), false).unwrap().at, 1000);
        assert!(
            Order::of(&session(&free), false).unwrap().is_free
                && !Order::of(&session(&json!({})), false).unwrap().is_free
        );
        let under_way = json!({ "payment_status": "unpaid", "payment_intent": payment("processing") });
        assert!(!Order::of(&session(&under_way), false).unwrap().is_free, "it will be paid");
        let at = Timestamp::from_second(1700).unwrap();
        assert_eq!(Order::completed(&session(&free), at).unwrap().at, 1700);
        assert_eq!(Order::completed(&session(&json!({})), at).unwrap().at, 1500);
    }

    #[test]
    fn order_has_the_offers_of_our_discount() {
        let coupon = |metadata: &Value| json!({ "discounts": [{ "coupon": { "id": "c", "metadata": metadata } }] });
        let ours = coupon(&json!({ "discount_policy": "0f", "discount_offers": "gold,vip" }));
        let theirs = coupon(&json!({ "discount_offers": "gold" }));
        assert_eq!(Order::of(&session(&ours), false).unwrap().offers, ["gold", "vip"]);
        assert!(Order::of(&session(&theirs), false).unwrap().offers.is_empty());
        let in_lines = |amount: Value| json!({ "metadata": { "discount_policy": "0f", "discount_offers": "gold", "discount_amount": amount } });
        assert_eq!(Order::of(&session(&in_lines(json!("500"))), false).unwrap().offers, ["gold"]);
        let cleared = json!({ "metadata": { "discount_policy": "0f", "discount_offers": "gold" } });
        assert!(Order::of(&session(&cleared), false).unwrap().offers.is_empty(), "of a coupon that is not there");
    }
}
