//! Checkout sessions that the shop opens for guests and members.

use end_to_end::{Event, Recording, Shop};
use serde_json::json;
use shared::Endpoint;
use shared::endpoint::MEMBERS_PATH;

use super::POLICY;

const CREATE: Endpoint = Endpoint::CheckoutSession;

#[tokio::test]
async fn creations_send_what_is_recorded() {
    let mut recording = Recording::of(Shop::open(POLICY).await, POLICY);
    let cup = recording.shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
    let member = recording.shop.customer(&json!({ "loyalty_tier": "gold" }));
    let lines = json!([{ "price": cup, "quantity": 3 }]);

    recording.scenario("a guest's session");
    recording.post(CREATE, &json!({ "line_items": lines })).await;
    recording.post(CREATE, &json!({ "line_items": lines, "locale": "de", "currency": "usd" })).await;

    recording.scenario("a guest's session with interactions from the start");
    recording.post(CREATE, &json!({ "line_items": lines, "interactions": ["cart-threshold"] })).await;
    let one = json!([{ "price": cup, "quantity": 1 }]);
    recording.post(CREATE, &json!({ "line_items": one, "interactions": ["cart-threshold", "loyalty"] })).await;

    recording.scenario("a member's session");
    for claims in [json!({ "stripe_customer_id": member }), json!({ "stripe_customer_id": "cus_gone" }), json!({})] {
        let body = json!({ "line_items": one, "interactions": ["loyalty"] });
        let authorizer = json!({ "jwt": { "claims": claims, "scopes": null } });
        let event = Event::post(CREATE, &body).at(MEMBERS_PATH).with_context("authorizer", authorizer);
        recording.send(CREATE, event, &body).await;
    }

    recording.scenario("prices that are not for sale");
    let other = recording.shop.stripe().add_price("usd", 1);
    recording.post(CREATE, &json!({ "line_items": [{ "price": other, "quantity": 1 }] })).await;
    recording.check("creations.txt");
}
