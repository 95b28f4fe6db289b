//! Two sessions of a member, each with the discount for a first order, and both are paid: in any order of payment and delivery
//! first, one of them raises the alarm.

use end_to_end::Shop;
use sandbox::{Fault, Hold, On};
use serde_json::json;

use crate::free_orders::{complete, verdict};
use crate::webhook::{LOYALTY, POLICY, customer, deliver, drift, heard, open, send};

struct Both {
    shop: Shop,
    member: String,
    /// In the order in which they are paid.
    sessions: [String; 2],
}

impl Both {
    /// Two sessions of this many cents each.
    async fn open(cents: i64, newer_first: bool) -> Self {
        let shop = open(POLICY).await;
        let member = shop.customer(&json!({}));
        let mut sessions = [shop.session_of(&member, cents), shop.session_of(&member, cents)];
        for session in &sessions {
            assert_eq!(shop.call(LOYALTY, session).await.amount(), 2_000);
        }
        if newer_first {
            sessions.reverse();
        }
        shop.metrics_output().forget();
        Self { shop, member, sessions }
    }

    /// Tells of all that has happened, and counts the drifts.
    async fn are_told(&self, backwards: bool) -> (f64, f64) {
        let mut deliveries = heard(&self.shop);
        if backwards {
            deliveries.reverse();
        }
        for delivery in &deliveries {
            assert_eq!(send(&self.shop, delivery).await.status, 200);
        }
        assert_eq!(customer(&self.shop, &self.member)["checkout_orders"], "2");
        drift(&self.shop)
    }
}

#[tokio::test]
async fn concurrent_first_orders_flag_one_drift_in_any_order() {
    // The discount leaves something to pay, or nothing.
    for (cents, backwards) in [(15_000, false), (15_000, true), (2_000, false), (2_000, true)] {
        let both = Both::open(cents, false).await;
        for session in &both.sessions {
            both.shop.stripe().complete(session);
        }
        assert_eq!(both.are_told(backwards).await, (1.0, 0.0), "{cents}, backwards: {backwards}");
    }
}

#[tokio::test]
async fn first_orders_flag_one_drift_when_delivered_before_payment() {
    for newer_first in [false, true] {
        let Both { shop, sessions, .. } = Both::open(15_000, newer_first).await;
        for session in &sessions {
            shop.stripe().complete(session);
            assert_eq!(deliver(&shop).await[0].status, 200);
        }
        assert_eq!(drift(&shop), (1.0, 0.0), "newer first: {newer_first}");
    }
}

#[tokio::test]
async fn first_orders_flag_one_drift_when_paid_during_the_audit() {
    for newer_first in [false, true] {
        let Both { shop, sessions, .. } = Both::open(15_000, newer_first).await;
        shop.stripe().complete(&sessions[0]);
        // The orders are listed; the verdict is on its way.
        let verdict = Hold::new();
        shop.stripe().fault(Fault::Hold(verdict.clone()), On::write().path("payment_intents"));
        let told = async { assert_eq!(deliver(&shop).await[0].status, 200) };
        let meanwhile = async {
            verdict.reached().await;
            shop.stripe().complete(&sessions[1]);
            assert_eq!(deliver(&shop).await[0].status, 200);
            verdict.release();
        };
        tokio::join!(told, meanwhile);
        assert_eq!(drift(&shop), (1.0, 0.0), "newer first: {newer_first}");
    }
}

#[tokio::test]
async fn of_two_without_a_payment_exactly_the_later_one_is_a_drift() {
    for (newer_first, backwards) in [(false, false), (false, true), (true, false), (true, true)] {
        let both = Both::open(2_000, newer_first).await;
        for session in &both.sessions {
            complete(&both.shop, session);
        }
        let tell = format!("newer first: {newer_first}, backwards: {backwards}");
        assert_eq!(both.are_told(backwards).await, (1.0, 0.0), "{tell}");
        assert_eq!(both.sessions.map(|session| verdict(&both.shop, &session)), ["fits", "drift"], "{tell}");
    }
}
