//! Orders that cost nothing, beside others of the same customer: when they were completed, only Stripe's events tell.

use std::time::Duration;

use end_to_end::{Event, Shop, log};
use sandbox::{Access, Config, Delivery, Key, Recorded, Resource};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

use crate::webhook::{LOYALTY, POLICY, WEBHOOK, drift, heard, open, payment, send};

/// A code that pays for a whole order.
const GIFT: &str = r#"
    [[offer]]
    id = "gift"
    interaction = "code"
    name = "A gift: $15 off"
    when.code = ["SPRING"]
    give.amount_off = { usd = "15.00" }
"#;

/// A member's two open orders: one that costs nothing, and one with the discount for the first order.
struct Beside {
    shop: Shop,
    member: String,
    free: String,
    paid: String,
}

impl Beside {
    async fn open() -> Self {
        let shop = open(&format!("{POLICY}\n{GIFT}")).await;
        let member = shop.customer(&json!({}));
        let free = shop.session_of(&member, 1_500);
        assert_eq!(shop.call(Endpoint::Add(Interaction::Code), &free).await.amount(), 1_500);
        let paid = shop.session_of(&member, 15_000);
        assert_eq!(shop.call(LOYALTY, &paid).await.amount(), 2_000);
        Self { shop, member, free, paid }
    }

    /// Completes them one after the other, and returns the deliveries.
    fn complete(&self, sessions: [&str; 2]) -> Vec<Delivery> {
        for session in sessions {
            complete(&self.shop, session);
        }
        self.shop.metrics_output().forget();
        self.shop.stripe().clear_requests();
        heard(&self.shop)
    }

    async fn deliver(&self, deliveries: &[Delivery]) {
        for delivery in deliveries {
            let answer = send(&self.shop, delivery).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    }
}

/// A minute later than the last one.
pub(crate) fn complete(shop: &Shop, session: &str) {
    shop.stripe().advance_clock(Duration::from_mins(1));
    shop.stripe().complete(session);
}

/// The requests for Stripe's events.
fn asked(shop: &Shop) -> Vec<Recorded> {
    let requests = shop.stripe().requests().into_iter();
    requests.filter(|request| (request.method.as_str(), request.path.as_str()) == ("GET", "/v1/events")).collect()
}

/// The verdict on an order without a payment.
pub(crate) fn verdict(shop: &Shop, session: &str) -> Value {
    let session = shop.stripe().session(session).unwrap();
    let coupon = session["discounts"][0]["coupon"]["id"].as_str().map(|coupon| shop.stripe().coupon(coupon).unwrap());
    coupon.unwrap_or(session)["metadata"]["discount_verdict"].clone()
}

#[tokio::test]
async fn later_free_order_keeps_the_first_order() {
    for backwards in [false, true] {
        let beside = Beside::open().await;
        let mut deliveries = beside.complete([&beside.paid, &beside.free]);
        if backwards {
            deliveries.reverse();
        }
        beside.deliver(&deliveries).await;
        assert_eq!(drift(&beside.shop), (0.0, 0.0), "backwards: {backwards}");
        assert_eq!(payment(&beside.shop, &beside.paid)["discount_verdict"], "fits");
        assert_eq!(verdict(&beside.shop, &beside.free), "fits");

        let [asked] = asked(&beside.shop).try_into().unwrap();
        let charges = beside.shop.stripe().objects("charge");
        let paid_at = charges[0]["created"].to_string();
        let query = [("type", "checkout.session.completed"), ("created[gte]", &paid_at), ("limit", "100")];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(asked.query, query);
    }
}

#[tokio::test]
async fn earlier_free_order_makes_the_next_a_second_order() {
    for backwards in [false, true] {
        let beside = Beside::open().await;
        let mut deliveries = beside.complete([&beside.free, &beside.paid]);
        if backwards {
            deliveries.reverse();
        }
        beside.deliver(&deliveries).await;
        assert_eq!(drift(&beside.shop), (1.0, 0.0), "backwards: {backwards}");
        let expected = json!({ "discount_verdict": "drift", "discount_drift": "2000" });
        assert_eq!(payment(&beside.shop, &beside.paid), expected);
        assert_eq!(verdict(&beside.shop, &beside.free), "fits");
    }
}

#[tokio::test]
async fn free_order_counts_when_event_pages_are_inconclusive() {
    for (others, pages, drifts) in [(150, 2, 0.0), (505, 5, 1.0)] {
        let beside = Beside::open().await;
        let deliveries = beside.complete([&beside.paid, &beside.free]);
        for _ in 0..others {
            beside.shop.stripe().complete(&beside.shop.session(100));
        }
        beside.deliver(&deliveries[..1]).await;
        assert_eq!(drift(&beside.shop), (drifts, 0.0), "{others} others");
        let asked = asked(&beside.shop);
        assert_eq!(asked.len(), pages, "{others} others");
        let after = |request: &Recorded| request.query.iter().any(|(name, _)| name == "starting_after");
        assert!(!after(&asked[0]) && asked[1..].iter().all(after));
    }
}

#[tokio::test]
async fn no_events_are_asked_for_where_nothing_is_in_doubt() {
    // It has no more than a second order may have.
    let beside = Beside::open().await;
    assert_eq!(beside.shop.remove(&beside.paid, "loyalty").await.status, 200);
    assert_eq!(beside.shop.call(Endpoint::Add(Interaction::CartThreshold), &beside.paid).await.amount(), 1_500);
    let deliveries = beside.complete([&beside.free, &beside.paid]);
    beside.deliver(&deliveries).await;
    assert_eq!((drift(&beside.shop), asked(&beside.shop).len()), ((0.0, 0.0), 0));

    // It has too much, and no other order cost nothing.
    let beside = Beside::open().await;
    let other = beside.shop.session_of(&beside.member, 3_000);
    let deliveries = beside.complete([&other, &beside.paid]);
    beside.deliver(&deliveries).await;
    assert_eq!((drift(&beside.shop), asked(&beside.shop).len()), ((1.0, 0.0), 0));

    // It has too much, and the order that cost nothing was opened after it was paid.
    let beside = Beside::open().await;
    let other = beside.shop.session_of(&beside.member, 3_000);
    let deliveries = beside.complete([&other, &beside.paid]);
    beside.shop.stripe().advance_clock(Duration::from_mins(1));
    let free = beside.shop.session_of(&beside.member, 1_500);
    assert_eq!(beside.shop.call(Endpoint::Add(Interaction::Code), &free).await.amount(), 1_500);
    complete(&beside.shop, &free);
    beside.deliver(&deliveries).await;
    assert_eq!((drift(&beside.shop), asked(&beside.shop).len()), ((1.0, 0.0), 0));
}

#[tokio::test]
async fn key_without_events_permission_is_misconfigured() {
    let beside = Beside::open().await;
    let deliveries = beside.complete([&beside.paid, &beside.free]);
    let scopes = [
        (Resource::CheckoutSession, Access::Write),
        (Resource::Customer, Access::Write),
        (Resource::PaymentIntent, Access::Write),
        (Resource::Charge, Access::Read),
        (Resource::Coupon, Access::Write),
    ];
    beside.shop.stripe().add_key(Key::restricted("rk_test_some", &scopes));
    let variables = [("STRIPE_SECRET_KEY", "rk_test_some"), ("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
    let app = Shop::app(&beside.shop.url(), &variables, &format!("{POLICY}\n{GIFT}")).await;
    let event = Event::delivery(&deliveries[0].signature, &deliveries[0].body);
    let answer = event.send_to(&app, WEBHOOK).await;
    assert_eq!(answer.status(), 500);
    let line = log::line_of(answer.headers()["x-request-id"].to_str().unwrap());
    assert_eq!((&line["code"], &line["checkout_session_id"]), (&json!("misconfigured"), &json!(beside.paid)));
    let message = line["message"].as_str().unwrap();
    assert!(message.contains("lacks a permission") && message.contains("Events: read"), "{message}");
    assert_eq!(payment(&beside.shop, &beside.paid), json!({}), "nothing was judged");

    beside.deliver(&deliveries).await;
    assert_eq!(payment(&beside.shop, &beside.paid)["discount_verdict"], "fits");
    assert_eq!(drift(&beside.shop), (0.0, 0.0));
}
