//! Webhook deliveries of completed, failed and refunded orders.

use std::time::Duration;

use discounts_core::Interaction;
use end_to_end::Recording;
use serde_json::json;
use shared::Endpoint;

use super::POLICY;
use crate::webhook;

const THRESHOLD: Endpoint = Endpoint::Add(Interaction::CartThreshold);

async fn deliver(recording: &mut Recording) {
    for delivery in webhook::heard(&recording.shop) {
        recording.deliver(&delivery).await;
    }
}

/// Begins and ends each order in a minute of its own, so that no order depends on the clock's seconds.
fn minute_later(recording: &Recording) {
    recording.shop.stripe().advance_clock(Duration::from_mins(1));
}

#[tokio::test]
async fn orders_send_what_is_recorded() {
    let mut recording = Recording::of(webhook::open(POLICY).await, POLICY);
    let member = recording.shop.customer(&json!({}));

    recording.scenario("a member's first order, delivered twice");
    minute_later(&recording);
    let first = recording.shop.session_of(&member, 15_000);
    recording.shop.call(Endpoint::Add(Interaction::Loyalty), &first).await;
    minute_later(&recording);
    recording.shop.stripe().complete(&first);
    recording.shop.stripe().clear_requests();
    for delivery in webhook::heard(&recording.shop) {
        recording.deliver(&delivery).await;
        recording.deliver(&delivery).await;
    }

    recording.scenario("a second order that holds the discount of a first one");
    minute_later(&recording);
    let second = recording.shop.session_of(&member, 15_000);
    recording.shop.call(THRESHOLD, &second).await;
    recording.shop.set_subtotal(&second, 5_000);
    minute_later(&recording);
    recording.shop.stripe().complete(&second);
    recording.shop.stripe().clear_requests();
    deliver(&mut recording).await;

    recording.scenario("a refund");
    let charge = recording.shop.stripe().objects("charge")[0]["id"].as_str().unwrap().to_owned();
    recording.shop.stripe().refund(&charge, Some(1_000)).unwrap();
    recording.shop.stripe().clear_requests();
    deliver(&mut recording).await;

    recording.scenario("a guest's order, with a discount and without");
    for discounted in [true, false] {
        minute_later(&recording);
        let guests = recording.shop.session(15_000);
        if discounted {
            recording.shop.call(THRESHOLD, &guests).await;
        }
        minute_later(&recording);
        recording.shop.stripe().complete(&guests);
        recording.shop.stripe().clear_requests();
        deliver(&mut recording).await;
    }

    recording.scenario("an order that costs nothing");
    minute_later(&recording);
    let free = recording.shop.session_of(&member, 400);
    recording.shop.call(Endpoint::Add(Interaction::Code), &free).await;
    minute_later(&recording);
    recording.shop.stripe().complete(&free);
    recording.shop.stripe().clear_requests();
    deliver(&mut recording).await;

    recording.scenario("an order whose payment fails later");
    minute_later(&recording);
    let delayed = recording.shop.session_of(&member, 15_000);
    recording.shop.call(THRESHOLD, &delayed).await;
    minute_later(&recording);
    recording.shop.stripe().complete_delayed(&delayed);
    recording.shop.stripe().clear_requests();
    deliver(&mut recording).await;
    assert!(recording.shop.stripe().settle(&delayed, false));
    recording.shop.stripe().clear_requests();
    deliver(&mut recording).await;
    recording.check("orders.txt");
}
