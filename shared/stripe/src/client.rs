//! The connection to Stripe, and the calls of one request with their deadline and counters.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Url;

use crate::deadline::Deadline;
use crate::key::{ApiKeyStore, SecretError};
use crate::price_cache::PriceCache;
use crate::version::Version;

/// The most time that opening a connection ahead of the first request may take.
const WARM_UP: Duration = Duration::from_secs(2);

/// The connection to Stripe, kept as long as the process lives.
#[derive(Debug)]
pub struct Stripe {
    pub(crate) http: reqwest::Client,
    base: Url,
    pub(crate) version: Version,
    pub(crate) keys: ApiKeyStore,
    /// True once a connection was used: the next call may meet one that Stripe has closed since.
    pub(crate) connected: AtomicBool,
    pub(crate) prices: PriceCache,
    /// True once Stripe has rejected a cart or address together with a discount in one update.
    split: AtomicBool,
}

/// The calls of one request.
#[derive(Debug)]
pub struct RequestClient<'s> {
    pub(crate) stripe: &'s Stripe,
    pub(crate) deadline: Deadline,
    pub(crate) calls: u32,
    pub(crate) failed: u32,
    pub(crate) slowest: Duration,
    pub(crate) request_id: Option<String>,
}

impl Stripe {
    /// A client for Stripe at a base address.
    #[must_use]
    pub fn new(http: reqwest::Client, base: Url, version: Version, keys: ApiKeyStore) -> Self {
        Self {
            http,
            base,
            version,
            keys,
            connected: AtomicBool::new(false),
            prices: PriceCache::default(),
            split: AtomicBool::new(false),
        }
    }

    /// Reads the key and opens a connection at the same time, so that the first request pays for neither. A connection
    /// that fails is left to the request that needs it.
    ///
    /// # Errors
    ///
    /// [`SecretError`] when there is no key.
    pub async fn warm_up(&self) -> Result<(), SecretError> {
        // Without a key and without an effect: only the connection counts.
        let connection = self.http.head(self.base.clone()).timeout(WARM_UP).send();
        let (key, connection) = tokio::join!(self.keys.secrets(), connection);
        if connection.is_ok() {
            self.connected.store(true, Ordering::Relaxed);
        }
        key.map(|_| ())
    }

    /// A client for the calls of one request, until a deadline.
    #[must_use]
    pub const fn request_client(&self, deadline: Deadline) -> RequestClient<'_> {
        RequestClient { stripe: self, deadline, calls: 0, failed: 0, slowest: Duration::ZERO, request_id: None }
    }

    pub(crate) fn url(&self, path: &[&str], query: &str) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        url
    }
}

impl RequestClient<'_> {
    /// The number of calls, retries included.
    #[must_use]
    pub const fn calls(&self) -> u32 {
        self.calls
    }

    /// The number of calls that failed because of Stripe or the network: no connection, timeout, 429, 5xx.
    #[must_use]
    pub const fn failed_calls(&self) -> u32 {
        self.failed
    }

    /// The duration of the slowest call.
    #[must_use]
    pub const fn slowest(&self) -> Duration {
        self.slowest
    }

    /// Stripe's id of the last call that it answered: its support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The deadline of the calls.
    #[must_use]
    pub const fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// Lets the next calls use the time that was kept for corrections.
    pub const fn use_correction_time(&mut self) {
        self.deadline = self.deadline.for_corrections();
    }

    /// Returns whether Stripe was seen to reject a cart or address together with a discount in one update.
    #[must_use]
    pub fn requires_split(&self) -> bool {
        self.stripe.split.load(Ordering::Relaxed)
    }

    /// Notes, for every later request, that Stripe rejects a cart or address together with a discount in one update.
    pub fn mark_split(&self) {
        self.stripe.split.store(true, Ordering::Relaxed);
    }
}
