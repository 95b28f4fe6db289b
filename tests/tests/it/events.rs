//! The event files: each through the real handler, with the answer that `events/expected.tsv` promises.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use end_to_end::shop::SAMPLE;
use end_to_end::{Event, Shop};
use shared::Endpoint;

const EXPECTED: &str = include_str!("../../../events/expected.tsv");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../events")
}

/// The session that the good events name.
const SESSION: &str = "cs_test_a1SampleSession0000000000000000000000000000000000000000000000";

#[tokio::test]
async fn every_event_is_answered_as_promised() {
    let shop = Shop::open(SAMPLE).await;
    assert!(shop.stripe().rename_session(&shop.session(20_000), SESSION));
    for line in EXPECTED.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [file, function, status, expected, asks_stripe] = columns[..] else { panic!("{line}") };
        shop.stripe().clear_requests();
        let event = Event::of_file(&std::fs::read_to_string(folder().join(file)).unwrap());
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
