//! Carts and addresses that the server changes, with the discount that goes with them.

use discounts_core::Interaction;
use end_to_end::{Recording, Shop};
use sandbox::Config;
use serde_json::{Value, json};
use shared::Endpoint;

use super::POLICY;

const THRESHOLD: Endpoint = Endpoint::Add(Interaction::CartThreshold);

fn cart(session: &str, lines: &[(&str, u64)]) -> Value {
    let lines = lines.iter().map(|(price, quantity)| json!({ "price": price, "quantity": quantity }));
    json!({ "checkout_session_id": session, "line_items": lines.collect::<Vec<_>>() })
}

fn address(session: &str, state: &str, code: &str) -> Value {
    let address =
        json!({ "line1": "7 Nightingale Road", "city": "Town", "state": state, "postal_code": code, "country": "US" });
    json!({ "checkout_session_id": session, "name": "Canaria Serinus", "address": address })
}

fn session(recording: &Recording, price: &str, quantity: &str) -> String {
    let params = [
        ("mode", "payment"),
        ("ui_mode", "custom"),
        ("return_url", "https://shop.example.com/return"),
        ("line_items[0][price]", price),
        ("line_items[0][quantity]", quantity),
        ("permissions[update_discounts]", "server_only"),
        ("permissions[update_line_items]", "server_only"),
        ("permissions[update_shipping_details]", "server_only"),
    ];
    let session = recording.shop.create(&params);
    recording.shop.stripe().clear_requests();
    session
}

async fn open(config: Config) -> (Recording, String, String) {
    let recording = Recording::of(Shop::on(config, &[], POLICY).await, POLICY);
    let price = |cents, product| recording.shop.stripe().add_price_of("usd", cents, json!({ "id": product }));
    let (cup, pot) = (price(4_000, "prod_cup"), price(9_000, "prod_pot"));
    (recording, cup, pot)
}

#[tokio::test]
async fn carts_send_what_is_recorded() {
    let (mut recording, cup, pot) = open(Config::default()).await;
    recording.scenario("a cart, with the discount that it earns");
    let own = session(&recording, &cup, "3");
    recording.post(THRESHOLD, &json!({ "checkout_session_id": own })).await;
    for lines in [&[(&*cup, 5)][..], &[(&*cup, 1)], &[(&*cup, 1)], &[(&*cup, 1), (&*pot, 1)], &[(&*pot, 2)]] {
        recording.post(Endpoint::Cart, &cart(&own, lines)).await;
    }

    recording.scenario("prices that are not for sale");
    let other = recording.shop.stripe().add_price("usd", 1);
    recording.post(Endpoint::Cart, &cart(&own, &[(&other, 1)])).await;

    recording.scenario("an address, with the discount that it earns");
    let own = session(&recording, &cup, "1");
    recording.post(Endpoint::Add(Interaction::Location), &json!({ "checkout_session_id": own })).await;
    for (state, code) in [("CA", "94103"), ("CA", "94103"), ("NY", "10001")] {
        recording.post(Endpoint::ShippingAddress, &address(&own, state, code)).await;
    }

    recording.scenario("a session that its page may change");
    let pages = recording.shop.session(4_000);
    recording.shop.stripe().clear_requests();
    recording.post(Endpoint::Cart, &cart(&pages, &[(&cup, 1)])).await;
    recording.post(Endpoint::ShippingAddress, &address(&pages, "CA", "94103")).await;
    recording.check("carts.txt");
}

#[tokio::test]
async fn split_updates_send_what_is_recorded() {
    of_coupons!("a cart and its line prices are one parameter, which is not split");
    let config = Config { discounts_with_other_updates: false, ..Config::default() };
    let (mut recording, cup, _) = open(config).await;
    recording.scenario("a Stripe that takes a cart or a discount in one update, never both");
    let own = session(&recording, &cup, "3");
    recording.post(THRESHOLD, &json!({ "checkout_session_id": own })).await;
    for quantity in [1, 4] {
        recording.post(Endpoint::Cart, &cart(&own, &[(&cup, quantity)])).await;
    }
    recording.check("split_updates.txt");
}
