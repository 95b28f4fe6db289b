//! Money that goes back after the payment.

use sandbox::DisputeStatus;
use serde_json::Value;

use super::act::Act;
use super::attack_setup::Stage;

impl Stage {
    /// Takes money back, as far as the session was paid and Stripe allows it.
    pub(super) fn take_back(&self, session: &str, act: Act) {
        let stripe = self.shop.stripe();
        let Some(charge) = stripe.charge_of(session) else { return };
        match act {
            Act::Refund(parts) => {
                let paid = stripe.session(session).unwrap()["amount_total"].as_i64().unwrap();
                drop(stripe.refund(&charge, Some(paid / parts)));
            }
            Act::Dispute(claim) => drop(stripe.dispute(&charge, claim, None)),
            Act::Decide(won) => {
                for dispute in self.disputes(&charge) {
                    let id = dispute["id"].as_str().unwrap();
                    stripe.move_dispute(id, DisputeStatus::UnderReview);
                    stripe.move_dispute(id, if won { DisputeStatus::Won } else { DisputeStatus::Lost });
                }
            }
            _ => unreachable!("{act:?} takes nothing back"),
        }
    }

    /// The amount of a session that was paid and is neither refunded nor lost.
    pub(super) fn kept(&self, session: &str) -> u64 {
        let stripe = self.shop.stripe();
        let Some(id) = stripe.charge_of(session) else { return 0 };
        let charges = stripe.objects("charge");
        let charge = charges.iter().find(|charge| charge["id"] == id.as_str()).unwrap();
        let number = |value: &Value| value.as_u64().unwrap();
        let lost = self.disputes(&id).into_iter().filter(|dispute| dispute["status"] == "lost");
        let lost: u64 = lost.map(|dispute| number(&dispute["amount"])).sum();
        number(&charge["amount"]).saturating_sub(number(&charge["amount_refunded"])).saturating_sub(lost)
    }

    fn disputes(&self, charge: &str) -> Vec<Value> {
        let disputes = self.shop.stripe().objects("dispute").into_iter();
        disputes.filter(|dispute| dispute["charge"] == charge).collect()
    }
}
