//! A function under a Runtime API of our own (AWS docs, "Lambda runtime API").

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc};

/// A running function.
pub(crate) struct Function {
    /// From exec to the first poll.
    pub(crate) started_in: Duration,
    process: Child,
    events: mpsc::Sender<Bytes>,
    answers: mpsc::Receiver<Bytes>,
    event: Bytes,
}

#[derive(Clone)]
struct Runtime {
    polled: mpsc::Sender<Instant>,
    events: Arc<Mutex<mpsc::Receiver<Bytes>>>,
    answers: mpsc::Sender<Bytes>,
}

impl Function {
    /// Starts a binary with its key in the environment, and waits until it polls.
    pub(crate) async fn start(binary: &Path, stripe: &str) -> Self {
        Self::start_with(binary, stripe, &[("STRIPE_SECRET_KEY", "sk_test_bench")]).await
    }

    /// Starts a function with its key in a Secrets Manager.
    pub(crate) async fn start_with_secret(binary: &Path, stripe: &str, secrets: &str) -> Self {
        let variables = [
            ("STRIPE_SECRET_ID", "bench"),
            ("AWS_ENDPOINT_URL", secrets),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "example"),
        ];
        Self::start_with(binary, stripe, &variables).await
    }

    async fn start_with(binary: &Path, stripe: &str, variables: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
        let address = listener.local_addr().expect("a listener has an address");
        let (polled, mut polls) = mpsc::channel(1_000_000);
        let (events, event_receiver) = mpsc::channel(1);
        let (answer_sender, answers) = mpsc::channel(1);
        let runtime = Runtime { polled, events: Arc::new(Mutex::new(event_receiver)), answers: answer_sender };
        tokio::spawn(serve(listener, runtime));

        let started = Instant::now();
        let process = Command::new(binary)
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "bench")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "bench")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "bench")
            .envs(variables.iter().copied())
            .env("STRIPE_API_BASE", stripe)
            .stdout(std::process::Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the function is built: see bench/run.sh");
        let polled = polls.recv().await.expect("the function polls");
        Self { started_in: polled - started, process, events, answers, event: event() }
    }

    /// Ends it, and waits until it is gone.
    pub(crate) async fn stop(mut self) {
        self.process.kill().await.expect("the function can be ended");
    }

    /// One call: from the event to the answer.
    pub(crate) async fn call(&mut self) -> Duration {
        let started = Instant::now();
        self.events.send(self.event.clone()).await.expect("the function takes events");
        let answer = self.answers.recv().await.expect("the function answers");
        let time = started.elapsed();
        assert!(answer.windows(3).any(|bytes| bytes == b"200"), "{}", String::from_utf8_lossy(&answer));
        time
    }

    /// The peak resident size.
    pub(crate) fn peak_megabytes(&self) -> f64 {
        let id = self.process.id().expect("the function runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("Linux shows a process's status");
        let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("the status shows the peak");
        let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).expect("it is a number");
        kilobytes / 1024.0
    }
}

async fn serve(listener: TcpListener, runtime: Runtime) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let runtime = runtime.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |request| answer(request, runtime.clone()));
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

async fn answer(request: Request<Incoming>, runtime: Runtime) -> Result<Response<Full<Bytes>>, hyper::Error> {
    if request.method() == Method::GET {
        let _ = runtime.polled.send(Instant::now()).await;
        let event = runtime.events.lock().await.recv().await.unwrap_or_default();
        let deadline = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + Duration::from_secs(20);
        let response = Response::builder()
            .header("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
            .header("lambda-runtime-deadline-ms", deadline.as_millis().to_string())
            .header("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:123456789012:function:bench")
            .body(Full::new(event));
        return Ok(response.unwrap_or_default());
    }
    let body = request.into_body().collect().await?.to_bytes();
    let _ = runtime.answers.send(body).await;
    let mut accepted = Response::new(Full::default());
    *accepted.status_mut() = http::StatusCode::ACCEPTED;
    Ok(accepted)
}

fn event() -> Bytes {
    let event = json!({
        "version": "2.0", "routeKey": "POST /discounts/cart-threshold", "rawPath": "/discounts/cart-threshold",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "host": "abc123.execute-api.us-east-1.amazonaws.com"},
        "requestContext": {
            "accountId": "123456789012", "apiId": "abc123",
            "domainName": "abc123.execute-api.us-east-1.amazonaws.com", "domainPrefix": "abc123",
            "http": {
                "method": "POST", "path": "/discounts/cart-threshold", "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1", "userAgent": "bench"
            },
            "requestId": "JKJaXmPLvHcESHA=", "routeKey": "POST /discounts/cart-threshold", "stage": "$default",
            "time": "10/Mar/2026:05:16:23 +0000", "timeEpoch": 1_773_119_783_548_u64
        },
        "body": "{\"checkout_session_id\":\"cs_test_a1\"}", "isBase64Encoded": false
    });
    Bytes::from(event.to_string())
}
