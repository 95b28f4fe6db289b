//! Every fault, seen from the client.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use sandbox::{Config, Fault, Hold, On, Recorded};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::client::{Client, LIMIT, off, path, request};

async fn client() -> (Client, String) {
    let client = Client::new(Config::default()).await;
    let id = client.session(25_000, &[]);
    (client, path(&id))
}

async fn total(client: &Client, path: &str) -> i64 {
    client.get(path).await.ok()["amount_total"].as_i64().unwrap()
}

#[tokio::test]
async fn statuses_are_stripe_shaped() {
    let (client, path) = client().await;
    let cases = [
        (Fault::Status(500), 500, "api_error", None),
        (Fault::Status(503), 503, "api_error", None),
        (Fault::Status(424), 424, "api_error", None),
        (Fault::KeyInUse, 409, "idempotency_error", Some("idempotency_key_in_use")),
        (Fault::Status(402), 402, "invalid_request_error", None),
        (Fault::LockTimeout, 429, "invalid_request_error", Some("lock_timeout")),
        (Fault::RateLimited, 429, "invalid_request_error", Some("rate_limit")),
        (Fault::RateLimited400, 400, "invalid_request_error", Some("rate_limit")),
        (Fault::KeyMismatch404, 404, "idempotency_error", None),
        (Fault::Rejected("price_inactive"), 400, "invalid_request_error", Some("price_inactive")),
        (Fault::Unauthorized, 401, "invalid_request_error", None),
        (Fault::Forbidden, 403, "invalid_request_error", None),
    ];
    for (fault, status, kind, code) in cases {
        client.running.fault(fault.clone(), On::next());
        let answer = client.post(&path, &off(500)).await;
        assert_eq!(answer.status, status, "{fault:?}");
        assert_eq!((answer.error()["type"].as_str(), answer.error()["code"].as_str()), (Some(kind), code));
        let reason = [Fault::RateLimited, Fault::RateLimited400].contains(&fault).then_some("endpoint-rate");
        assert_eq!(answer.header("stripe-rate-limited-reason"), reason);
        assert!(answer.header("request-id").unwrap().starts_with("req_"));
    }
    assert_eq!(total(&client, &path).await, 25_000);
}

#[tokio::test]
async fn a_status_may_bring_a_header() {
    let (client, path) = client().await;
    client.running.fault(Fault::StatusWith(503, ("Stripe-Should-Retry", "false")), On::read());
    let answer = client.get(&path).await;
    assert_eq!((answer.status, answer.header("stripe-should-retry")), (503, Some("false")));
}

#[tokio::test]
async fn replay_carries_the_saved_answer() {
    let (client, path) = client().await;
    for (fault, status, left) in [(Fault::ReplayedFailure, 500, 25_000), (Fault::ReplayedSuccess, 200, 24_500)] {
        let key = format!("{fault:?}");
        client.running.fault(fault, On::write());
        for _ in 0..2 {
            let answer = client.post_with(&path, &off(500), &key).await;
            assert_eq!((answer.status, answer.header("idempotent-replayed")), (status, Some("true")), "{key}");
        }
        assert_eq!(total(&client, &path).await, left, "{key}");
    }
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn held_request_waits_for_its_release() {
    let (client, path) = client().await;
    let body = off(500);
    for (hold_of, done) in [(Fault::Hold as fn(Hold) -> Fault, 25_000), (Fault::HoldAnswer, 24_500)] {
        client.post(&path, "discounts=").await.ok();
        let hold = Hold::new();
        client.running.fault(hold_of(hold.clone()), On::write());
        let release = async {
            hold.reached().await;
            assert_eq!(total(&client, &path).await, done);
            hold.release();
        };
        let (answer, ()) = tokio::join!(client.post(&path, &body), release);
        assert_eq!((answer.status, total(&client, &path).await), (200, 24_500));
    }
}

#[tokio::test]
async fn a_reset_is_a_reset_and_a_close_is_a_close() {
    let (client, path) = client().await;
    for (fault, done) in [(Fault::ResetBefore, 25_000), (Fault::ResetAfter, 24_500)] {
        client.running.fault(fault.clone(), On::write());
        let error = client.send("POST", &path, &off(500), &[]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{fault:?}");
        assert_eq!(total(&client, &path).await, done, "{fault:?}");
    }
    client.running.fault(Fault::AnswerLost, On::write());
    assert!(client.send("POST", &path, &off(600), &[]).await.unwrap().is_none());
    assert_eq!(total(&client, &path).await, 24_400);
}

#[tokio::test]
async fn a_lost_answer_is_replayed_under_its_key() {
    let (client, path) = client().await;
    client.running.fault(Fault::AnswerLost, On::write());
    let headers = [("Idempotency-Key", "k1")];
    assert!(client.send("POST", &path, &off(500), &headers).await.unwrap().is_none());
    let again = client.post_with(&path, &off(500), "k1").await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, Some("true")));
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn a_hang_holds_the_key_until_the_caller_hangs_up() {
    let (client, path) = client().await;
    for (fault, replayed) in [(Fault::Hang, None), (Fault::HangAfter, Some("true"))] {
        let key = format!("{fault:?}");
        client.running.fault(fault, On::write());
        let headers = [("Idempotency-Key", key.as_str())];
        let body = off(500);
        let hanging = client.send("POST", &path, &body, &headers);
        tokio::select! {
            _ = hanging => panic!("answered"),
            twin = async {
                client.sees_write_of(&key).await;
                client.post_with(&path, &body, &key).await
            } => assert_eq!(twin.status, 409),
        }
        // The sandbox notices a moment later that its caller has left.
        let retried = client.post_once_free(&path, &body, &key).await;
        assert_eq!((retried.status, retried.header("idempotent-replayed")), (200, replayed), "{key}");
    }
    assert_eq!(client.running.coupons(), 2);
}

#[tokio::test]
async fn a_held_request_is_done_even_if_the_caller_hangs_up() {
    let (client, path) = client().await;
    let hold = Hold::new();
    client.running.fault(Fault::Hold(hold.clone()), On::write());
    let body = off(500);
    tokio::select! {
        _ = client.send("POST", &path, &body, &[]) => panic!("answered"),
        () = hold.reached() => hold.release(),
    }
    let done = |requests: &[Recorded]| requests.iter().any(|sent| sent.method == "POST" && sent.status == Some(200));
    tokio::time::timeout(LIMIT, client.running.requests_are(done)).await.expect("the write is done");
    assert_eq!(total(&client, &path).await, 24_500);
}

#[tokio::test]
async fn garbage_is_200_and_no_json() {
    let (client, path) = client().await;
    client.running.fault(Fault::Garbage, On::read());
    let answer = client.get(&path).await;
    assert_eq!(answer.status, 200);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.text).is_err());
}

#[tokio::test]
async fn a_wrong_total_lasts_until_the_next_discount() {
    let (client, path) = client().await;
    client.running.fault(Fault::WrongTotal, On::write());
    assert_eq!(client.post(&path, &off(500)).await.ok()["total_details"]["amount_discount"], 499);
    assert_eq!(total(&client, &path).await, 24_501);
    assert_eq!(client.post(&path, &off(500)).await.ok()["total_details"]["amount_discount"], 500);
}

#[tokio::test]
async fn delays_are_before_and_after_the_work() {
    let (client, path) = client().await;
    client.running.set_delay(Duration::from_millis(60), Duration::from_millis(80));
    let start = Instant::now();
    client.get(&path).await.ok();
    assert!(start.elapsed() >= Duration::from_millis(120), "{:?}", start.elapsed());
}

#[tokio::test]
async fn faults_hit_only_what_they_are_meant_for_and_can_be_cleared() {
    let (client, path) = client().await;
    client.running.fault(Fault::Status(500), On::read().path("/line_items").times(2).skip(1));
    let items = format!("{path}/line_items");
    assert_eq!(client.get(&path).await.status, 200);
    assert_eq!(client.get(&items).await.status, 200);
    assert_eq!(client.get(&items).await.status, 500);
    client.running.clear_faults();
    assert_eq!(client.get(&items).await.status, 200);
}

#[tokio::test]
async fn in_process_a_cut_is_502_and_other_faults_are_unchanged() {
    let (client, path) = client().await;
    let send = || {
        let request = http::Request::get(&path).header("authorization", format!("Bearer {}", client.key));
        client.running.handle(request.body(bytes::Bytes::new()).unwrap())
    };
    assert_eq!(send().await.status(), 200);
    client.running.fault(Fault::ResetAfter, On::read());
    assert_eq!(send().await.status(), 502);
    client.running.fault(Fault::Status(503), On::read());
    assert_eq!(send().await.status(), 503);
    client.running.fault(Fault::Hang, On::read());
    assert!(tokio::time::timeout(Duration::from_millis(50), send()).await.is_err());
}

#[tokio::test]
async fn a_connection_carries_requests_until_the_sandbox_ends() {
    let (client, path) = client().await;
    let mut stream = client.connect().await.unwrap();
    let bearer = format!("Bearer {}", client.key);
    let text = request("GET", &path, "", &[("Authorization", &bearer)]);
    for _ in 0..2 {
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut start = [0; 15];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        let mut rest = vec![0; 1 << 16];
        while !rest.ends_with(b"}\n") {
            let read = stream.read(&mut rest).await.unwrap();
            assert_ne!(read, 0);
            rest.truncate(read);
            if rest.ends_with(b"}\n") {
                break;
            }
            rest.resize(1 << 16, 0);
        }
    }
    drop(client);
    assert_eq!(stream.read(&mut [0; 8]).await.unwrap_or(0), 0);
}
