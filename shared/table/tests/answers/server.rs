//! A server that gives the next of its answers to each call.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use discounts_table::{Connection, Credentials, Table};
use jiff::Timestamp;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[derive(Debug, Default)]
struct Script {
    answers: VecDeque<(u16, Value)>,
    calls: Vec<(String, Value)>,
}

pub(crate) struct Server {
    address: String,
    script: Arc<Mutex<Script>>,
    serving: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(answers: Vec<(u16, Value)>) -> Self {
        let script = Arc::new(Mutex::new(Script { answers: answers.into(), calls: Vec::new() }));
        let routes = axum::Router::new().route("/", post(answer)).with_state(Arc::clone(&script));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, script, serving }
    }

    pub(crate) fn table(&self) -> Table {
        let credentials = Credentials {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: "example".to_owned(),
            session_token: None,
        };
        let connection = Connection {
            table: "ledger".to_owned(),
            region: "eu-central-1".to_owned(),
            endpoint: Some(self.address.clone()),
            credentials,
        };
        Table::new(connection, http(), Timestamp::now)
    }

    /// The operations that were called, with their bodies.
    pub(crate) fn calls(&self) -> Vec<(String, Value)> {
        self.script.lock().unwrap().calls.clone()
    }

    pub(crate) async fn stop(self) {
        self.serving.abort();
        assert!(self.serving.await.unwrap_err().is_cancelled());
    }
}

async fn answer(
    State(script): State<Arc<Mutex<Script>>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, Json<Value>) {
    let target = headers["x-amz-target"].to_str().unwrap();
    let mut script = script.lock().unwrap();
    script.calls.push((target.rsplit('.').next().unwrap().to_owned(), body.parse().unwrap()));
    let (status, answer) = script.answers.pop_front().unwrap();
    (StatusCode::from_u16(status).unwrap(), Json(answer))
}

fn http() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).build().unwrap()
}
