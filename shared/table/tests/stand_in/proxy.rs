//! A proxy before a stand-in: it answers every third transaction with a conflict, and of every fifth that it passes on, the
//! answer is lost. No stand-in does either.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::net::TcpListener;

const CONFLICT: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    "CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"},{"Code":"None"}]}"#;

pub(crate) struct Proxy {
    address: String,
    state: Arc<Behind>,
}

struct Behind {
    endpoint: String,
    http: reqwest::Client,
    transactions: AtomicU64,
    passed_on: AtomicU64,
    conflicts: AtomicU64,
    lost: AtomicU64,
}

impl Proxy {
    pub(crate) async fn start(endpoint: String, http: reqwest::Client) -> Self {
        let counts = || AtomicU64::new(0);
        let (transactions, passed_on, conflicts, lost) = (counts(), counts(), counts(), counts());
        let state = Arc::new(Behind { endpoint, http, transactions, passed_on, conflicts, lost });
        let routes = axum::Router::new().route("/", post(answer)).with_state(Arc::clone(&state));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, state }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The number of conflicts and of lost answers.
    pub(crate) fn faults(&self) -> (u64, u64) {
        (self.state.conflicts.load(Ordering::Relaxed), self.state.lost.load(Ordering::Relaxed))
    }
}

/// True for every `n`th call.
fn is_nth(count: &AtomicU64, n: u64) -> bool {
    count.fetch_add(1, Ordering::Relaxed) % n == n - 1
}

async fn answer(State(behind): State<Arc<Behind>>, headers: HeaderMap, body: String) -> (StatusCode, String) {
    let is_transaction = headers["x-amz-target"].to_str().unwrap().ends_with(".TransactWriteItems");
    if is_transaction && is_nth(&behind.transactions, 3) {
        behind.conflicts.fetch_add(1, Ordering::Relaxed);
        return (StatusCode::BAD_REQUEST, CONFLICT.to_owned());
    }
    let mut passed = behind.http.post(&behind.endpoint).body(body);
    for name in ["x-amz-target", "x-amz-date", "content-type", "authorization"] {
        passed = passed.header(name, headers[name].clone());
    }
    let answer = passed.send().await.unwrap();
    let status = answer.status();
    let text = answer.text().await.unwrap();
    if is_transaction && status.is_success() && is_nth(&behind.passed_on, 5) {
        behind.lost.fetch_add(1, Ordering::Relaxed);
        return (StatusCode::INTERNAL_SERVER_ERROR, String::new());
    }
    (StatusCode::from_u16(status.as_u16()).unwrap(), text)
}
