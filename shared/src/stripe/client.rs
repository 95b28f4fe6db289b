//! The calls to Stripe, and what is counted of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::{Method, Url};
use serde::de::DeserializeOwned;

use super::prices::PriceCache;
use super::purchase::Referenced;
use super::send::{Answer, Call};
use super::turn::Turns;
use super::{ApiKeyStore, IdempotencyKey, StripeError, Version};
use crate::deadline::Deadline;

/// Stripe answers reads in 100 to 500 ms; beyond this a second try is worth more than the wait.
const READ: Duration = Duration::from_secs(4);
/// A write is given longer: giving up on it does not undo it.
const WRITE: Duration = Duration::from_secs(5);
/// What opening a connection ahead of the first request may cost.
const WARM_UP: Duration = Duration::from_secs(2);
/// Stripe, for as long as the function lives.
#[derive(Debug)]
pub struct Stripe {
    pub(super) http: reqwest::Client,
    base: Url,
    pub(super) version: Version,
    pub(super) keys: ApiKeyStore,
    /// Whether a connection has been used, so that a further call may meet one that Stripe has closed since.
    pub(super) connected: AtomicBool,
    pub(super) prices: PriceCache,
    /// Whether Stripe was seen to refuse a change and a discount in one update.
    apart: AtomicBool,
}

/// The calls of one request.
#[derive(Debug)]
pub struct RequestClient<'s> {
    pub(super) stripe: &'s Stripe,
    pub(super) deadline: Deadline,
    pub(super) calls: u32,
    pub(super) failed: u32,
    pub(super) slowest: Duration,
    pub(super) request_id: Option<String>,
    pub(super) referenced: Referenced,
    pub(super) turns: Turns,
    /// Whether the last answer was that of an earlier write under the same key.
    pub(super) replayed: bool,
    /// What is written from here on takes a discount off: that may be done whatever else was written.
    pub(super) correcting: bool,
}

impl Stripe {
    /// Stripe under a base address.
    #[must_use]
    pub fn new(http: reqwest::Client, base: Url, version: Version, keys: ApiKeyStore) -> Self {
        Self {
            http,
            base,
            version,
            keys,
            connected: AtomicBool::new(false),
            prices: PriceCache::default(),
            apart: AtomicBool::new(false),
        }
    }

    /// Reads the key and opens a connection, side by side, so that the first request pays for neither. A failure of
    /// either is that of the request that needs it; a key that can't be read is said.
    ///
    /// # Errors
    ///
    /// What is wrong with the key.
    pub async fn warm_up(&self) -> Result<(), String> {
        // Without a key and without an effect: all that counts is the connection.
        let connection = self.http.head(self.base.clone()).timeout(WARM_UP).send();
        let (key, connection) = tokio::join!(self.keys.secrets(), connection);
        if connection.is_ok() {
            self.connected.store(true, Ordering::Relaxed);
        }
        key.map(|_| ())
    }

    /// The calls of one request, until a deadline.
    #[must_use]
    pub fn talk(&self, deadline: Deadline) -> RequestClient<'_> {
        RequestClient {
            stripe: self,
            deadline,
            calls: 0,
            failed: 0,
            slowest: Duration::ZERO,
            request_id: None,
            referenced: Referenced::NotRead,
            turns: Turns::default(),
            replayed: false,
            correcting: false,
        }
    }

    pub(super) fn url(&self, path: &[&str], query: &str) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        url
    }
}

impl RequestClient<'_> {
    /// How many calls were made, retries included.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.calls
    }

    /// How many of them failed for a reason of Stripe's or of the network: no connection, no time, 429, 5xx.
    #[must_use]
    pub fn failed_calls(&self) -> u32 {
        self.failed
    }

    /// How long the slowest of them took.
    #[must_use]
    pub fn slowest(&self) -> Duration {
        self.slowest
    }

    /// Stripe's id of the last call that it answered: what its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Until when calls are made.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// Whether a change and a discount are written apart.
    #[must_use]
    pub fn writes_apart(&self) -> bool {
        self.stripe.apart.load(Ordering::Relaxed)
    }

    /// From here on, a change and a discount are written apart.
    pub fn write_apart(&self) {
        self.stripe.apart.store(true, Ordering::Relaxed);
    }

    /// From here on, what was kept for corrections may be used, and no turn is waited for.
    pub fn correct(&mut self) {
        self.correcting = true;
        self.deadline = self.deadline.for_corrections();
    }

    /// Waits until another call's write may have come to its end.
    pub async fn let_others_write(&self) {
        let pause = self.turns.pause().min(self.deadline.left());
        tokio::time::sleep(pause.mul_f64(1.0 + fastrand::f64() / 2.0)).await;
    }

    /// Writes under a key of its own.
    pub(super) async fn write(&mut self, path: &[&str], body: &str) -> Result<Answer, StripeError> {
        self.write_with(path, body, &IdempotencyKey::new()).await
    }

    /// Writes under a key.
    pub(super) async fn write_with(
        &mut self,
        path: &[&str],
        body: &str,
        key: &IdempotencyKey,
    ) -> Result<Answer, StripeError> {
        let url = self.stripe.url(path, "");
        self.send(&Call { method: Method::POST, url, body: Some(body), idempotency: Some(key), longest: WRITE }).await
    }

    pub(super) async fn read<T: DeserializeOwned>(&mut self, url: Url) -> Result<T, StripeError> {
        let call = Call { method: Method::GET, url, body: None, idempotency: None, longest: READ };
        parse(&self.send(&call).await?)
    }
}

pub(super) fn parse<T: DeserializeOwned>(answer: &Answer) -> Result<T, StripeError> {
    serde_json::from_slice(&answer.body).map_err(|_| StripeError::Unreadable("it is not what was asked for"))
}
