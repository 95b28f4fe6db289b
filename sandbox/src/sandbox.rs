//! The sandbox as its users hold it.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Collected};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

use crate::config::{Config, Key, RateLimits};
use crate::deliver;
use crate::fault::Fault;
use crate::log::Recorded;
use crate::on::On;
use crate::router::router;
use crate::serve;
use crate::state::Inner;

/// A Stripe account of one's own. Clones share it.
#[derive(Debug, Clone)]
pub struct Sandbox {
    pub(crate) inner: Arc<Inner>,
    router: Router,
}

impl Sandbox {
    /// An empty account.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let inner = Arc::new(Inner::new(config));
        Self { router: router(&inner), inner }
    }

    /// Binds a free port of 127.0.0.1 and serves there until the guard is dropped.
    ///
    /// # Errors
    ///
    /// The error of the listener.
    pub async fn start(config: Config) -> std::io::Result<Running> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let sandbox = Self::new(config);
        let served = sandbox.clone();
        let task = tokio::spawn(async move { served.serve(listener).await });
        Ok(Running { sandbox, url, task })
    }

    /// Serves on an existing listener, and delivers webhooks, for ever.
    pub async fn serve(&self, listener: TcpListener) {
        tokio::join!(serve::serve(&self.router, listener), self.deliver());
    }

    /// Delivers webhooks for ever: for a host that serves by itself, through [`Sandbox::handle`].
    pub async fn deliver(&self) {
        deliver::deliver(Arc::clone(&self.inner)).await;
    }

    /// One request without a socket, faults included. A cut connection is 502, as a proxy in front would say; a
    /// request that hangs never returns.
    pub async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let answered = self.router.clone().oneshot(request.map(Body::from)).await;
        let (parts, body) = answered.unwrap_or_else(|never| match never {}).into_parts();
        let body = body.collect().await.map(Collected::to_bytes).unwrap_or_default();
        Response::from_parts(parts, body)
    }

    /// Everything received over HTTP, in order of arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.inner.lock().log()
    }

    /// Waits until the log of requests fulfils a condition. A request is logged when it arrives, and its status when it
    /// is answered.
    pub async fn requests_are(&self, ready: impl Fn(&[Recorded]) -> bool) {
        loop {
            let logged = self.inner.logged.notified();
            tokio::pin!(logged);
            logged.as_mut().enable();
            if ready(&self.requests()) {
                return;
            }
            logged.await;
        }
    }

    /// Empties the log.
    pub fn clear_requests(&self) {
        self.inner.lock().clear_log();
    }

    /// Queues a fault.
    pub fn fault(&self, fault: Fault, on: On) {
        self.inner.lock().faults.push(fault, on);
    }

    /// Forgets the faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.inner.lock().faults.clear();
    }

    /// Lists are up to this number of requests behind what happens from now on; 0 for none. What is retrieved by its id
    /// is not.
    pub fn set_list_lag(&self, calls: u64) {
        let state = &mut *self.inner.lock();
        state.lag.set(calls, &state.account);
    }

    /// Pauses of `min` to `max` before the work of each request, and again before its answer.
    pub fn set_delay(&self, min: Duration, max: Duration) {
        self.inner.lock().delay = Some((min, max));
    }

    /// Switches rate limits on or off.
    pub fn set_rate_limits(&self, limits: Option<RateLimits>) {
        self.inner.lock().limits.limits = limits;
    }

    /// Accepts a further key.
    pub fn add_key(&self, key: Key) {
        self.inner.lock().keys.push(key);
    }

    /// No longer accepts a key: it was rolled.
    pub fn remove_key(&self, secret: &str) {
        self.inner.lock().keys.retain(|key| key.secret != secret);
    }
}

/// A sandbox that is being served. It stops when this is dropped.
#[derive(Debug)]
pub struct Running {
    sandbox: Sandbox,
    url: String,
    task: JoinHandle<()>,
}

impl Running {
    /// `http://127.0.0.1:PORT`, to be used instead of `https://api.stripe.com`.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The account behind it.
    #[must_use]
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Deref for Running {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}
