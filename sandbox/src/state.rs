//! All that a sandbox remembers, behind one lock: each request is as atomic as Stripe's lock on the object makes it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::Request;
use tokio::sync::Notify;

use crate::account::Account;
use crate::config::{Config, Key};
use crate::fault::Fault;
use crate::form;
use crate::idempotency::{Keys, Name};
use crate::limits::Limits;
use crate::list_lag::ListLag;
use crate::log::Recorded;
use crate::on::Faults;
use crate::random::Random;

/// A sandbox's settings and state.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) config: Config,
    /// How many seconds the account's clock is ahead of the machine's.
    ahead: AtomicI64,
    /// A request has arrived, or was answered.
    pub(crate) logged: Notify,
    state: Mutex<State>,
}

/// The state under the lock.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) account: Account,
    pub(crate) keys: Vec<Key>,
    pub(crate) idempotency: Keys,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
    pub(crate) lag: ListLag,
    /// Least and most pause before and after the work.
    pub(crate) delay: Option<(Duration, Duration)>,
    /// Requests with their numbers, which go on when the log is cleared.
    log: Vec<(u64, Recorded)>,
    arrived: u64,
    random: Random,
}

/// The facts that are fixed when a request arrives.
pub(crate) struct Arrival {
    pub(crate) number: u64,
    pub(crate) request_id: String,
    pub(crate) fault: Option<Fault>,
    pub(crate) before: Duration,
    pub(crate) after: Duration,
}

impl Inner {
    pub(crate) fn new(config: Config) -> Self {
        let state = State {
            account: Account::new(config.seed),
            keys: config.keys.clone(),
            idempotency: Keys::new(config.other_parameters_first),
            faults: Faults::default(),
            limits: Limits::new(config.rate_limits),
            lag: ListLag::default(),
            delay: None,
            log: Vec::new(),
            arrived: 0,
            random: Random::new(!config.seed),
        };
        Self { config, ahead: AtomicI64::new(0), logged: Notify::new(), state: Mutex::new(state) }
    }

    /// The account's time, in Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.receivers_now().saturating_add(self.ahead.load(Ordering::Relaxed))
    }

    /// The time of those who receive webhooks, in Unix seconds: they know nothing of an account whose clock is ahead.
    pub(crate) fn receivers_now(&self) -> i64 {
        machine_now().saturating_add(self.config.clock_shift)
    }

    /// Sets the account's clock further ahead.
    pub(crate) fn advance(&self, by: Duration) {
        self.ahead.fetch_add(i64::try_from(by.as_secs()).unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    /// The state. A panic elsewhere does not take it away.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Logs a request and settles what will happen to it.
    pub(crate) fn arrive(&mut self, request: &Request<Bytes>) -> Arrival {
        self.arrived = self.arrived.wrapping_add(1);
        self.lag.arrive(&self.account);
        let request_id = self.random.id("req_", 14);
        let path = request.uri().path();
        let decoded = |text: &str| form::pairs(text).unwrap_or_default();
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let recorded = Recorded {
            method: request.method().to_string(),
            path: path.to_owned(),
            query: decoded(request.uri().query().unwrap_or_default()),
            headers: request.headers().iter().map(header).collect(),
            body: request.body().clone(),
            form: std::str::from_utf8(request.body()).map(decoded).unwrap_or_default(),
            status: None,
            request_id: request_id.clone(),
        };
        self.log.push((self.arrived, recorded));
        let fault = self.faults.take(request.method(), path);
        let mut pause = || self.delay.map_or(Duration::ZERO, |(min, max)| self.random.between(min, max));
        let (before, after) = (pause(), pause());
        Arrival { number: self.arrived, request_id, fault, before, after }
    }

    /// Notes what a request was answered.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        if let Some((_, recorded)) = self.log.iter_mut().rev().find(|(of, _)| *of == number) {
            recorded.status = Some(status);
        }
    }

    pub(crate) fn log(&self) -> Vec<Recorded> {
        self.log.iter().map(|(_, recorded)| recorded.clone()).collect()
    }

    pub(crate) fn clear_log(&mut self) {
        self.log.clear();
    }
}

/// An idempotency key in use. It is released when this is dropped, however the request ends.
#[derive(Debug)]
pub(crate) struct Reservation {
    pub(crate) inner: Arc<Inner>,
    pub(crate) name: Name,
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.inner.lock().idempotency.end(&self.name);
    }
}

/// The machine's time, in Unix seconds. The one place that reads the wall clock.
fn machine_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
