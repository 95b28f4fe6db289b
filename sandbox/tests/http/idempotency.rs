//! Idempotency keys.

use sandbox::{Config, Fault, Hold, On};

use crate::client::{Client, off, path};

async fn client() -> (Client, String) {
    let client = Client::new(Config::default()).await;
    let id = client.session(25_000, &[]);
    (client, path(&id))
}

#[tokio::test]
async fn a_result_is_replayed_and_the_work_done_once() {
    let (client, path) = client().await;
    let first = client.post_with(&path, &off(500), "k1").await;
    client.post(&path, &off(700)).await.ok();
    let again = client.post_with(&path, &off(500), "k1").await;
    assert_eq!(again.text, first.text);
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.header("idempotency-key"), Some("k1"));
    assert_eq!(again.header("original-request"), first.header("request-id"));
    assert_ne!(again.header("request-id"), first.header("request-id"));
    assert_eq!(client.running.coupons(), 2);
    assert_eq!(client.get(&path).await.ok()["amount_total"], 24_300);
}

#[tokio::test]
async fn the_order_of_parameters_makes_no_other_request() {
    let (client, path) = client().await;
    client.post_with(&path, "metadata[a]=1&metadata[b]=2", "k1").await.ok();
    let again = client.post_with(&path, "metadata[b]=2&metadata[a]=1", "k1").await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, Some("true")));
}

#[tokio::test]
async fn a_key_is_refused_with_other_parameters_or_elsewhere() {
    let (client, path) = client().await;
    client.post_with(&path, &off(500), "k1").await.ok();
    for (path, body) in [(path.clone(), off(501)), (format!("{path}/expire"), String::new())] {
        let answer = client.post_with(&path, &body, "k1").await;
        assert_eq!((answer.status, &answer.error()["type"]), (400, &"idempotency_error".into()));
    }
    assert_eq!(client.get(&path).await.ok()["status"], "open");
}

#[tokio::test]
async fn endpoint_errors_are_kept_validation_failures_are_not() {
    let (client, path) = client().await;
    assert_eq!(client.post_with(&path, "nonsense=1", "k1").await.status, 400);
    client.post_with(&path, &off(500), "k1").await.ok();
    let body = off(500).replace("usd", "eur");
    let refused = client.post_with(&path, &body, "k2").await;
    let again = client.post_with(&path, &body, "k2").await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (400, Some("true")));
    assert_eq!(again.text, refused.text);
}

#[tokio::test]
async fn a_stored_500_is_replayed_and_another_is_not() {
    let (client, path) = client().await;
    client.running.fault(Fault::FailStored500, On::write());
    for replayed in [None, Some("true")] {
        let answer = client.post_with(&path, &off(500), "kept").await;
        assert_eq!((answer.status, answer.header("idempotent-replayed")), (500, replayed));
    }
    assert_eq!(client.running.coupons(), 0);
    client.running.fault(Fault::Status(503), On::write());
    assert_eq!(client.post_with(&path, &off(500), "free").await.status, 503);
    client.post_with(&path, &off(500), "free").await.ok();
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn a_500_after_the_work_leaves_the_work_done() {
    let (client, path) = client().await;
    client.running.fault(Fault::ExecuteThen500, On::write());
    for _ in 0..2 {
        assert_eq!(client.post_with(&path, &off(500), "k1").await.status, 500);
    }
    assert_eq!(client.get(&path).await.ok()["amount_total"], 24_500);
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn a_running_twin_is_409() {
    let (client, path) = client().await;
    let hold = Hold::new();
    client.running.fault(Fault::Hold(hold.clone()), On::write());
    let body = off(500);
    let (first, twin) = tokio::join!(client.post_with(&path, &body, "k1"), async {
        hold.reached().await;
        let twin = client.post_with(&path, &body, "k1").await;
        hold.release();
        twin
    });
    assert_eq!((first.status, twin.status), (200, 409));
    assert_eq!(twin.error()["code"], "idempotency_key_in_use");
    assert_eq!(twin.error()["type"], "idempotency_error");
    let later = client.post_with(&path, &body, "k1").await;
    assert_eq!(later.header("idempotent-replayed"), Some("true"));
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn the_key_of_a_get_means_nothing() {
    let (client, path) = client().await;
    let headers = [("Idempotency-Key", "k1")];
    client.send("GET", &path, "", &headers).await.unwrap().unwrap().ok();
    client.post_with(&path, &off(500), "k1").await.ok();
    let read = client.send("GET", &path, "", &headers).await.unwrap().unwrap().ok();
    assert_eq!(read["amount_total"], 24_500);
}
