//! Delivering webhooks over HTTP, in the background.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, USER_AGENT};
use http::{Request, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::queue::Waiting;
use crate::state::Inner;

/// A pause that never ends on its own.
const IDLE: Duration = Duration::from_hours(1);

/// Delivers what waits, for ever.
pub(crate) async fn deliver(inner: Arc<Inner>) {
    let wake = Arc::clone(&inner.lock().account.webhooks.wake);
    let mut running = JoinSet::new();
    loop {
        let taken = inner.lock().account.webhooks.take(&inner.config.webhooks, Instant::now());
        match taken {
            Ok(waiting) => {
                running.spawn(attempt(Arc::clone(&inner), waiting));
            }
            Err(next) => {
                let pause = next.map_or(IDLE, |next| next.saturating_duration_since(Instant::now()));
                tokio::select! {
                    () = wake.notified() => {}
                    () = tokio::time::sleep(pause) => {}
                    Some(_) = running.join_next() => {}
                }
            }
        }
    }
}

/// One attempt and its outcome. It is signed at the receiver's present time.
async fn attempt(inner: Arc<Inner>, waiting: Waiting) {
    let now = inner.receivers_now();
    let target = inner.lock().account.webhook(&waiting.endpoint, now, &waiting.body);
    let settings = &inner.config.webhooks;
    let status = match target {
        None => None,
        Some((url, signature)) => {
            let answer = tokio::time::timeout(settings.timeout, post(&url, &signature, waiting.body.clone())).await;
            answer.ok().flatten()
        }
    };
    inner.lock().account.webhooks.attempted(settings, &waiting, status, Instant::now());
}

/// The status of the answer; `None` for no answer.
async fn post(url: &Uri, signature: &str, body: Bytes) -> Option<u16> {
    let host = url.host()?;
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), url.port_u16().unwrap_or(80))).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let request = Request::post(url.path_and_query().map_or("/", |path| path.as_str()))
        .header(HOST, url.authority()?.as_str())
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header(CONTENT_LENGTH, body.len())
        .header(USER_AGENT, "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header("stripe-signature", signature)
        .body(Full::new(body))
        .ok()?;
    let exchange = async {
        let answer = sender.send_request(request).await.ok()?;
        let status = answer.status().as_u16();
        // The answer counts once it is whole.
        answer.into_body().collect().await.ok()?;
        Some(status)
    };
    tokio::pin!(exchange);
    tokio::select! {
        status = &mut exchange => status,
        // Where the connection ends first, the answer may still be in hand.
        _ = connection => exchange.await,
    }
}
