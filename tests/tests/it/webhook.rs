//! `POST /webhooks/stripe`: a completed session's discount is judged once, and the customer's history is counted.

mod counts;

use std::time::Duration;

use end_to_end::shop::writes_coupons;
use end_to_end::{Answer, Event, Shop, log};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, Delivery, Fault, Hold, IntentStatus, On};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::clock::Clock;
use shared::core::Interaction;

pub(crate) const POLICY: &str = r#"
    [customer]
    history_since = "2020-01-01"

    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"

    [[offer]]
    id = "welcome"
    interaction = "loyalty"
    name = "Welcome: $20 off"
    when.first_order = true
    give.amount_off = { usd = "20.00" }
"#;

pub(crate) const WEBHOOK: Endpoint = Endpoint::Webhook;
pub(crate) const THRESHOLD: Endpoint = Endpoint::Add(Interaction::CartThreshold);
pub(crate) const LOYALTY: Endpoint = Endpoint::Add(Interaction::Loyalty);

pub(crate) async fn open(policy: &str) -> Shop {
    open_seeded(policy, Config::default().seed).await
}

/// A shop like that of [`open`], with ids that no other test has: for those that look for them in the log.
pub(crate) async fn open_seeded(policy: &str, seed: u64) -> Shop {
    let config = Config { seed, metadata_on_closed_sessions: true, ..Config::default() };
    Shop::on(config, &[("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)], policy).await
}

/// Delivers what has happened since the last time, of the types that the webhook is registered for.
pub(crate) async fn deliver(shop: &Shop) -> Vec<Answer> {
    let mut answers = Vec::new();
    for delivery in heard(shop) {
        answers.push(send(shop, &delivery).await);
    }
    answers
}

pub(crate) fn heard(shop: &Shop) -> Vec<Delivery> {
    let kinds = ["checkout.session.", "charge.refunded", "charge.dispute.", "refund.failed", "payment_intent.canceled"];
    let of_kinds = |delivery: &Delivery| kinds.iter().any(|kind| delivery.kind.starts_with(kind));
    shop.stripe().deliveries().into_iter().filter(of_kinds).collect()
}

pub(crate) async fn send(shop: &Shop, delivery: &Delivery) -> Answer {
    shop.send(WEBHOOK, Event::delivery(&delivery.signature, &delivery.body)).await
}

/// The metrics of drift since the last call.
pub(crate) fn drift(shop: &Shop) -> (f64, f64) {
    let lines = shop.metrics_output().lines();
    let sum = |name: &str| {
        let of_line = |line: &String| serde_json::from_str::<Value>(line).unwrap()[name].as_f64().unwrap_or_default();
        lines.iter().map(of_line).sum()
    };
    (sum("DiscountDrift"), sum("DriftUnknown"))
}

/// The verdict on a session's discount in the metadata of its payment.
pub(crate) fn payment(shop: &Shop, session: &str) -> Value {
    let mut metadata = intent(shop, session)["metadata"].clone();
    metadata.as_object_mut().unwrap().remove("discount_verdict_id");
    metadata
}

fn intent(shop: &Shop, session: &str) -> Value {
    let id = shop.stripe().session(session).unwrap()["payment_intent"].clone();
    shop.stripe().objects("payment_intent").into_iter().find(|intent| intent["id"] == id).unwrap()
}

pub(crate) fn customer(shop: &Shop, id: &str) -> Value {
    let customers = shop.stripe().objects("customer");
    customers.into_iter().find(|customer| customer["id"] == id).unwrap()["metadata"].clone()
}

#[tokio::test]
async fn an_honest_order_is_found_to_fit_and_counted() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 15_000);
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 2_000);
    shop.stripe().complete(&session);
    let at = shop.stripe().now();
    shop.metrics_output().forget();

    let answers = deliver(&shop).await;
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].body, json!({ "type": "object", "value": { "received": true } }));
    assert_eq!(payment(&shop, &session), json!({ "discount_verdict": "fits" }));
    assert_eq!(drift(&shop), (0.0, 0.0));
    let history = customer(&shop, &member);
    assert_eq!((&history["checkout_orders"], &history["checkout_spend_usd"]), (&json!("1"), &json!("13000")));
    let last: i64 = history["checkout_last_order_at"].as_str().unwrap().parse().unwrap();
    assert!((at - 5..=at + 5).contains(&last), "{last} is about {at}");

    // The next one is no first order any more.
    let next = shop.session_of(&member, 15_000);
    let answer = shop.call(LOYALTY, &next).await;
    assert_eq!((answer.amount(), answer.reasons("welcome")), (0, vec!["not_first_order".to_owned()]));
}

#[tokio::test]
async fn cart_shrunk_after_its_discount_is_a_drift() {
    let shop = open_seeded(POLICY, 2_000).await;
    let session = shop.session_of_units(4, 5_000);
    assert_eq!(shop.call(THRESHOLD, &session).await.amount(), 2_000);
    let left = shop.left_on_one_unit(&session);
    assert_eq!(left, if writes_coupons() { 2_000 } else { 500 });
    shop.stripe().complete(&session);
    shop.metrics_output().forget();
    let answers = deliver(&shop).await;
    assert_eq!(answers[0].status, 200);
    assert_eq!(drift(&shop), (1.0, 0.0));
    assert_eq!(payment(&shop, &session), json!({ "discount_verdict": "drift", "discount_drift": left.to_string() }));
    let line = log::newest(&["discount_drift", &session, "excess"]).unwrap();
    assert_eq!((&line["given"], &line["due"], &line["excess"]), (&json!(left), &json!(0), &json!(left)));
    assert_eq!(line["level"], "ERROR");
}

#[tokio::test]
async fn repeated_deliveries_give_one_verdict() {
    let shop = open(POLICY).await;
    let session = shop.session_of_units(4, 5_000);
    shop.call(THRESHOLD, &session).await;
    let left = shop.left_on_one_unit(&session).to_string();
    shop.stripe().complete(&session);
    shop.metrics_output().forget();
    let delivery = heard(&shop).remove(0);
    let at_once = tokio::join!(send(&shop, &delivery), send(&shop, &delivery), send(&shop, &delivery));
    assert_eq!((at_once.0.status, at_once.1.status, at_once.2.status), (200, 200, 200));
    let (drifts, unknown) = drift(&shop);
    assert!((1.0..=3.0).contains(&drifts) && unknown == 0.0, "at least once: {drifts}");
    assert_eq!(payment(&shop, &session)["discount_drift"], left);
    assert_eq!(send(&shop, &delivery).await.status, 200);
    assert_eq!(drift(&shop), (0.0, 0.0), "a delivery after the verdict is silent");
}

#[tokio::test]
async fn alarm_is_raised_before_the_verdict_is_recorded() {
    let shop = open(POLICY).await;
    let session = shop.session_of_units(4, 5_000);
    shop.call(THRESHOLD, &session).await;
    shop.set_quantity(&session, 1);
    shop.stripe().complete(&session);
    shop.metrics_output().forget();
    shop.stripe().clear_requests();
    let delivery = heard(&shop).remove(0);
    // The function ends while the verdict is on its way.
    let hold = Hold::new();
    shop.stripe().fault(Fault::Hold(hold.clone()), On::write());
    tokio::select! {
        answer = send(&shop, &delivery) => panic!("{}", answer.body),
        () = hold.reached() => {}
    }
    assert_eq!(drift(&shop), (1.0, 0.0));
}

#[tokio::test]
async fn drift_is_reported_whatever_becomes_of_the_write() {
    for fault in [Fault::AnswerLost, Fault::ResetAfter, Fault::ExecuteThen500, Fault::FailStored500, Fault::Status(503)]
    {
        let shop = open(POLICY).await;
        let session = shop.session_of_units(4, 5_000);
        shop.call(THRESHOLD, &session).await;
        let left = shop.left_on_one_unit(&session).to_string();
        shop.stripe().complete(&session);
        shop.metrics_output().forget();
        let delivery = heard(&shop).remove(0);
        shop.stripe().fault(fault.clone(), On::write());
        assert_eq!(send(&shop, &delivery).await.status, 200, "{fault:?}");
        assert_eq!(send(&shop, &delivery).await.status, 200);
        assert_eq!(drift(&shop), (1.0, 0.0), "{fault:?}");
        assert_eq!(payment(&shop, &session)["discount_drift"], left, "{fault:?}");
    }
}

#[tokio::test]
async fn an_offer_that_ended_while_the_shopper_paid_is_honoured() {
    let before = |ago: i64| Timestamp::now().checked_sub(SignedDuration::from_secs(ago)).unwrap();
    let ends = |at: Timestamp| {
        format!(
            "checkout.grace = \"10m\"\n[[offer]]\nid = \"sale\"\ninteraction = \"limited-time\"\nname = \"Sale\"\n\
             when.ends = \"{at}\"\ngive.amount_off = {{ usd = \"5.00\" }}\n"
        )
    };
    for (ago, drifts) in [(-60, 0.0), (300, 0.0), (900, 1.0)] {
        let text = ends(before(ago));
        let shop = open(&text).await;
        let session = shop.session(20_000);
        // It is given while the offer runs.
        let app = Shop::app(&shop.url(), &[], &text).await.with_clock(Clock::starting_at(before(ago + 60)));
        let add = Endpoint::Add(Interaction::LimitedTime);
        let event = Event::post(add, &json!({ "checkout_session_id": session }));
        assert_eq!(event.send_to(&app, add).await.status(), 200);
        assert_eq!(shop.discount(&session), 500);
        shop.stripe().complete(&session);
        shop.metrics_output().forget();
        deliver(&shop).await;
        assert_eq!(drift(&shop), (drifts, 0.0), "ended {ago} s ago");
    }
}

#[tokio::test]
async fn an_order_that_another_policy_decided_can_not_be_judged() {
    let shop = open(POLICY).await;
    let session = shop.session(20_000);
    shop.call(THRESHOLD, &session).await;
    shop.stripe().complete(&session);
    let variables = [("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
    let changed = POLICY.replace("\"10\"", "\"5\"");
    let app = Shop::app(&shop.url(), &variables, &changed).await.with_metrics(shop.metrics_output().metrics("suite"));
    shop.metrics_output().forget();
    let delivery = heard(&shop).remove(0);
    let event = Event::delivery(&delivery.signature, &delivery.body);
    assert_eq!(event.send_to(&app, WEBHOOK).await.status(), 200);
    assert_eq!(drift(&shop), (0.0, 1.0));
    assert_eq!(payment(&shop, &session), json!({ "discount_verdict": "unknown" }));
}

#[tokio::test]
async fn a_stripe_that_fails_is_asked_again_by_the_next_delivery() {
    for (fault, status) in [(Fault::Status(503), 503), (Fault::RateLimited, 429), (Fault::Status(500), 503)] {
        for method in ["GET", "POST"] {
            let shop = open(POLICY).await;
            let member = shop.customer(&json!({}));
            let session = shop.session_of(&member, 15_000);
            shop.call(LOYALTY, &session).await;
            shop.stripe().complete(&session);
            let delivery = heard(&shop).remove(0);
            let on = if method == "GET" { On::read() } else { On::write() };
            shop.stripe().fault(fault.clone(), on.always());
            let answer = send(&shop, &delivery).await;
            assert_eq!(answer.status, status, "{fault:?} on {method}: {}", answer.body);
            shop.stripe().clear_faults();
            assert_eq!(send(&shop, &delivery).await.status, 200);
            assert_eq!(customer(&shop, &member)["checkout_orders"], "1", "{fault:?} on {method}");
            assert_eq!(payment(&shop, &session)["discount_verdict"], "fits");
        }
    }
}

#[tokio::test]
async fn an_order_costs_as_many_calls_as_the_operator_is_told() {
    let shop = open(POLICY).await;
    let member = shop.customer(&json!({}));
    for (session, calls) in [(shop.session(20_000), (1, 1)), (shop.session_of(&member, 20_000), (5, 2))] {
        shop.call(THRESHOLD, &session).await;
        shop.stripe().complete(&session);
        shop.stripe().clear_requests();
        deliver(&shop).await;
        assert_eq!(shop.calls(), calls, "docs/operations.md, \"Limits\"");
    }
}
