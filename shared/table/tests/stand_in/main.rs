//! The contract of stores, by a table in a stand-in for DynamoDB. `.ci/run ledger` starts the stand-ins and runs these tests;
//! `LEDGER_ENDPOINT` is the address of one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that panics has failed"
)]

mod proxy;

use std::sync::Arc;

use discounts_ledger::contract::{self, Rush};
use discounts_ledger::{CounterKey, Name, Reading, SessionKey, Store};
use discounts_table::{Connection, Credentials, Table};
use jiff::Timestamp;
use serde_json::json;

use proxy::Proxy;

/// Calls in flight at once.
const WORKERS: usize = 64;
/// Calls in flight where they fail, and are repeated within their time.
const FEW: usize = 8;

fn endpoint() -> String {
    std::env::var("LEDGER_ENDPOINT").expect("set LEDGER_ENDPOINT, as `.ci/run ledger` does")
}

fn http() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    reqwest::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(WORKERS)
        .tls_backend_preconfigured(tls)
        .build()
        .unwrap()
}

/// A table over an endpoint, which need not be there.
fn table(name: &str, endpoint: String) -> Table {
    let credentials = Credentials {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: "example".to_owned(),
        session_token: None,
    };
    let region = "eu-central-1".to_owned();
    let connection = Connection { table: name.to_owned(), region, endpoint: Some(endpoint), credentials };
    Table::new(connection, http(), Timestamp::now)
}

/// Creates a table as the template does.
async fn create(name: &str) -> Table {
    let name = format!("{name}-{}", uuid::Uuid::new_v4());
    let key = |attribute: &str, kind: &str| json!({ "AttributeName": attribute, "KeyType": kind });
    let attribute = |name: &str, kind: &str| json!({ "AttributeName": name, "AttributeType": kind });
    let body = json!({
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [key("pk", "HASH")],
        "AttributeDefinitions": [attribute("pk", "S"), attribute("open_in", "S"), attribute("check_at", "N")],
        "GlobalSecondaryIndexes": [{
            "IndexName": "open",
            "KeySchema": [key("open_in", "HASH"), key("check_at", "RANGE")],
            "Projection": { "ProjectionType": "KEYS_ONLY" },
        }],
    });
    let credential = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/dynamodb/aws4_request";
    let request = http()
        .post(endpoint())
        .header("x-amz-target", "DynamoDB_20120810.CreateTable")
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-date", "20260101T000000Z")
        .header("authorization", format!("{credential}, SignedHeaders=host, Signature=0"))
        .body(body.to_string());
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    table(&name, endpoint())
}

async fn run(rush: Rush, store: Arc<dyn Store>, workers: usize) {
    let rush = Arc::new(rush);
    let workers: Vec<_> = (0..workers)
        .map(|_| {
            let (rush, store) = (Arc::clone(&rush), Arc::clone(&store));
            tokio::spawn(async move { rush.work(&*store).await })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    rush.check(&*store).await;
}

#[tokio::test]
#[ignore = "needs a stand-in for DynamoDB: .ci/run ledger"]
async fn table_keeps_the_contract() {
    let table = create("contract").await;
    contract::check(&table).await;
    contract::answers_are_those_of_memory(&table, 300).await;
}

#[tokio::test]
#[ignore = "needs a stand-in for DynamoDB: .ci/run ledger"]
async fn scan_finds_every_row_and_counter() {
    let table = create("scan").await;
    contract::check(&table).await;
    let code = CounterKey::Code { series: Name::parse("revoked").unwrap(), serial: 7 };
    assert!(table.revoke(&code).await.unwrap());
    assert!(!table.revoke(&code).await.unwrap(), "the second time");
    let session = SessionKey::new(Name::parse("cs_test_none").unwrap());
    let Reading { taken, .. } = table.read(&session, std::slice::from_ref(&code)).await.unwrap();
    assert_eq!(taken, [(code.clone(), u64::MAX)].into());

    let items = table.scan().await.unwrap();
    assert!(items.rows.len() > 10, "{} rows", items.rows.len());
    for counter in &items.counters {
        let held = items.rows.iter().map(|(_, row)| row.held.amount(&counter.key)).sum::<u64>();
        assert_eq!(counter.taken, held, "{}", counter.key);
        assert_eq!(counter.revoked, counter.key == code, "{}", counter.key);
    }
    let counter = items.counters.iter().find(|counter| counter.taken > 0).unwrap();
    assert!(!table.correct(&counter.key, counter.taken + 1, 9).await.unwrap(), "it is another number by now");
    assert!(table.correct(&counter.key, counter.taken, 9).await.unwrap());
    assert!(table.correct(&code, 0, 3).await.unwrap());
    let counters = table.scan().await.unwrap().counters;
    let now = |key: &CounterKey| counters.iter().find(|counter| counter.key == *key).unwrap().taken;
    assert_eq!((now(&counter.key), now(&code)), (9, 3));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a stand-in for DynamoDB that keeps transactions apart: .ci/run ledger"]
async fn concurrent_sessions_share_a_limit() {
    let table: Arc<dyn Store> = Arc::new(create("rush").await);
    run(Rush::for_uses(2_000, 100), Arc::clone(&table), WORKERS).await;
    run(Rush::for_a_budget(500, 50_000), table, WORKERS).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a stand-in for DynamoDB that knows request tokens: .ci/run ledger"]
async fn conflicts_and_lost_answers_change_no_count() {
    let created = create("faults").await;
    let proxy = Proxy::start(endpoint(), http()).await;
    let table: Arc<dyn Store> = Arc::new(table(created.name(), proxy.address().to_owned()));
    run(Rush::for_uses(500, 100), Arc::clone(&table), FEW).await;
    run(Rush::for_a_budget(200, 20_000), table, FEW).await;
    let (conflicts, lost) = proxy.faults();
    assert!(conflicts >= 50 && lost >= 20, "{conflicts} conflicts, {lost} lost answers");
}
