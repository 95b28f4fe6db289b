//! The event files: each through the real handler, with the answer that `events/expected.tsv` promises.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use end_to_end::shop::SAMPLE;
use end_to_end::{Event, Shop};
use sandbox::Config;
use serde_json::json;
use shared::Endpoint;

const EXPECTED: &str = include_str!("../../../events/expected.tsv");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../events")
}

/// The session that the good events name.
const SESSION: &str = "cs_test_a1SampleSession0000000000000000000000000000000000000000000000";

/// The price and the customer that they name; Stripe gives no ids of one's own choice.
const PRICE: &str = "price_1SampleKettle0000000000";
const CUSTOMER: &str = "cus_SampleMember01";

#[tokio::test]
async fn every_event_is_answered_as_promised() {
    let secret = [("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
    let shop = Shop::on(Config::default(), &secret, SAMPLE).await;
    let permissions =
        [("permissions[update_line_items]", "server_only"), ("permissions[update_shipping_details]", "server_only")];
    assert!(shop.stripe().rename_session(&shop.session_in("usd", 20_000, &permissions), SESSION));
    let price = shop.stripe().add_price_of("usd", 25_000, json!({ "id": "prod_kettle" }));
    let customer = shop.customer(&json!({}));
    for line in EXPECTED.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [file, function, status, expected, asks_stripe] = columns[..] else { panic!("{line}") };
        shop.stripe().clear_requests();
        let text = std::fs::read_to_string(folder().join(file)).unwrap();
        let event = Event::of_file(&text.replace(PRICE, &price).replace(CUSTOMER, &customer));
        let endpoint = Endpoint::from_path(event.path()).expect("every event has a route");
        assert_eq!(endpoint.name(), function, "{file}");
        let answer = shop.send(endpoint, event).await;
        let told = if answer.status == 200 { &answer.body["type"] } else { &answer.body["code"] };
        assert_eq!((answer.status.to_string().as_str(), told.as_str().unwrap()), (status, expected), "{file}");
        assert_eq!(!shop.stripe().requests().is_empty(), asks_stripe == "yes", "{file}");
    }
}

#[test]
fn every_file_is_in_the_table_and_every_function_has_one() {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> =
        entries.filter(|name| !["README.md", "expected.tsv"].contains(&name.as_str())).collect();
    let listed = EXPECTED.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_owned());
    assert_eq!(files, listed.collect());
    for endpoint in Endpoint::all() {
        assert!(files.iter().any(|file| file.starts_with(endpoint.name())), "no event for {}", endpoint.name());
    }
}
