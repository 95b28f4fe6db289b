//! A table before scripted answers of DynamoDB: each test reads what was made of them, and the calls.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod server;

use std::error::Error;

use discounts_ledger::{Change, Changed, Claim, CounterKey, Held, Limits, Name, SessionKey, Store, StoreError};
use jiff::Timestamp;
use serde_json::{Value, json};

use server::Server;

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn session() -> SessionKey {
    SessionKey::new(name("cs_test_1"))
}

fn uses() -> CounterKey {
    CounterKey::Uses { offer: name("spring"), period: None }
}

/// A change of a new row, with or without a move.
fn claim(amount: u64) -> Change {
    let (held, limits): (Held, Limits) =
        ([(uses(), amount)].into_iter().collect(), [(uses(), 100)].into_iter().collect());
    Claim::new(&session(), None, &held, &limits, Timestamp::UNIX_EPOCH).unwrap().change().clone()
}

/// A cancelled transaction: the code and the item of each of its items.
fn cancelled(reasons: &[(&str, Option<Value>)]) -> (u16, Value) {
    let reason = |(code, item): &(&str, Option<Value>)| match item {
        Some(item) => json!({ "Code": code, "Item": item }),
        None => json!({ "Code": code }),
    };
    let kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    (400, json!({ "__type": kind, "CancellationReasons": reasons.iter().map(reason).collect::<Vec<_>>() }))
}

fn refused(status: u16, code: &str) -> (u16, Value) {
    (status, json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "words" }))
}

fn text(error: &StoreError) -> String {
    let StoreError::Unavailable(source) = error;
    source.to_string()
}

#[tokio::test]
async fn conflict_is_repeated_under_the_same_token() {
    let conflict = || cancelled(&[("None", None), ("TransactionConflict", None)]);
    let throttled = cancelled(&[("ThrottlingError", None), ("None", None)]);
    let server =
        Server::start(vec![conflict(), throttled, conflict(), refused(503, "ServiceUnavailable"), (200, json!({}))]);
    let server = server.await;
    assert_eq!(server.table().change(&claim(1)).await.unwrap(), Changed::Made);
    let calls = server.calls();
    assert_eq!(calls.len(), 5);
    assert!(calls.iter().all(|(operation, body)| operation == "TransactWriteItems" && *body == calls[0].1));
    assert!(!calls[0].1["ClientRequestToken"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn another_change_has_another_token() {
    let server = Server::start(vec![(200, json!({})), (200, json!({}))]).await;
    for _ in 0..2 {
        assert_eq!(server.table().change(&claim(1)).await.unwrap(), Changed::Made);
    }
    let tokens: Vec<Value> = server.calls().iter().map(|(_, body)| body["ClientRequestToken"].clone()).collect();
    assert_ne!(tokens[0], tokens[1]);
}

#[tokio::test]
async fn conflict_that_does_not_end_is_unavailable() {
    let server = Server::start(vec![cancelled(&[("None", None), ("TransactionConflict", None)]); 20]).await;
    let error = server.table().change(&claim(1)).await.unwrap_err();
    assert_eq!(text(&error), "DynamoDB is busy or down (TransactionCanceledException)");
    assert!((5..=12).contains(&server.calls().len()), "{} calls", server.calls().len());
}

#[tokio::test]
async fn moved_row_counts_before_everything_else() {
    let row = json!({
        "pk": { "S": "s#cs_test_1" }, "rev": { "N": "7" }, "phase": { "S": "open" }, "keeps": { "BOOL": false },
        "held": { "M": { "u#spring": { "N": "1" } } }, "check_at": { "N": "600" }, "open_in": { "S": "open" },
    });
    let failed = "ConditionalCheckFailed";
    let full = json!({ "pk": { "S": "u#spring" }, "taken": { "N": "100" } });
    for (reasons, expected) in [
        (vec![(failed, Some(row.clone())), (failed, Some(full.clone()))], Some(true)),
        (vec![(failed, Some(row)), ("TransactionConflict", None)], Some(true)),
        (vec![(failed, None), ("None", None)], Some(false)),
        (vec![("None", None), (failed, Some(full.clone()))], None),
        (vec![("TransactionConflict", None), (failed, Some(full))], None),
    ] {
        let server = Server::start(vec![cancelled(&reasons)]).await;
        match (server.table().change(&claim(1)).await.unwrap(), expected) {
            (Changed::Moved(row), Some(there)) => assert_eq!(row.map(|row| row.revision.get()), there.then_some(7)),
            (Changed::Spent(taken), None) => assert_eq!(taken, [(uses(), 100)].into()),
            (other, _) => panic!("{other:?} for {reasons:?}"),
        }
        assert_eq!(server.calls().len(), 1, "{reasons:?}");
    }
}

#[tokio::test]
async fn revoked_code_has_nothing_left() {
    let item = json!({ "pk": { "S": "u#spring" }, "revoked": { "S": "2026-11-27T12:00:00Z" } });
    let failed = cancelled(&[("None", None), ("ConditionalCheckFailed", Some(item.clone()))]);
    let server = Server::start(vec![failed, (200, json!({ "Responses": { "ledger": [item] } }))]).await;
    let spent = Changed::Spent([(uses(), u64::MAX)].into());
    assert_eq!(server.table().change(&claim(1)).await.unwrap(), spent);
    let reading = server.table().read(&session(), &[uses()]).await.unwrap();
    assert_eq!(reading.taken, [(uses(), u64::MAX)].into());
}

#[tokio::test]
async fn unprocessed_keys_are_asked_for_again() {
    let rest = json!({ "ledger": { "ConsistentRead": true, "Keys": [{ "pk": { "S": "u#spring" } }] } });
    let counter = json!({ "pk": { "S": "u#spring" }, "taken": { "N": "7" } });
    let server = Server::start(vec![
        (200, json!({ "Responses": {}, "UnprocessedKeys": rest })),
        (200, json!({ "Responses": { "ledger": [counter] }, "UnprocessedKeys": {} })),
    ]);
    let server = server.await;
    let reading = server.table().read(&session(), &[uses(), uses()]).await.unwrap();
    assert_eq!((reading.row, reading.taken), (None, [(uses(), 7)].into()));
    let calls = server.calls();
    assert_eq!(calls[0].1["RequestItems"]["ledger"]["Keys"].as_array().unwrap().len(), 2, "each key once");
    assert_eq!(calls[1].1["RequestItems"], rest);
}

#[tokio::test]
async fn failure_says_what_to_do() {
    for (answer, says, calls) in [
        (refused(400, "ResourceNotFoundException"), "DISCOUNT_TABLE names a table that does not exist", 1),
        (refused(400, "AccessDeniedException"), "the role may not call DynamoDB", 1),
        (refused(400, "ValidationException"), "DynamoDB refuses the call: ValidationException: words", 1),
        ((200, json!("no object")), "DynamoDB's answer can't be read", 1),
        ((404, json!("a proxy")), "DynamoDB refuses the call", 1),
        ((200, json!({ "Responses": { "ledger": [{ "pk": { "S": "s#cs_test_1" } }] } })), "the item s#cs_test_1", 1),
    ] {
        let server = Server::start(vec![answer]).await;
        let error = server.table().read(&session(), &[]).await.unwrap_err();
        assert!(text(&error).starts_with(says), "{error:?}");
        assert!(error.source().is_some());
        assert_eq!(server.calls().len(), calls, "{says}");
    }
}

#[tokio::test]
async fn table_that_is_not_reached_is_unavailable() {
    let server = Server::start(vec![]).await;
    let table = server.table();
    server.stop().await;
    let error = table.read(&session(), &[]).await.unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), text(&error).as_str()),
        ("the ledger can't be reached", "DynamoDB can't be reached")
    );
}
