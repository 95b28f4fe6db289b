//! The calls to Stripe, and what is counted of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use discounts_core::difference::Update;
use reqwest::{Method, Url};
use serde::de::DeserializeOwned;

use super::object::{Expandable, LineItems, StripeCustomer, StripeSession};
use super::send::{Answer, Call};
use super::{IdempotencyKey, Keys, SecretKey, SessionId, StripeError, Version, form, lines};
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
    pub(super) keys: Keys,
    /// Whether a connection has been used, so that a further call may meet one that Stripe has closed since.
    pub(super) connected: AtomicBool,
}

/// The calls of one request.
#[derive(Debug)]
pub struct Talk<'s> {
    pub(super) stripe: &'s Stripe,
    pub(super) deadline: Deadline,
    pub(super) calls: u32,
    pub(super) failed: u32,
    pub(super) slowest: Duration,
    pub(super) request_id: Option<String>,
    referenced: Referenced,
}

/// The customer of a session that only refers to one.
#[derive(Debug, Clone, Default)]
enum Referenced {
    #[default]
    NotRead,
    Customer(StripeCustomer),
    Nobody,
}

impl Stripe {
    /// Stripe under a base address.
    #[must_use]
    pub fn new(http: reqwest::Client, base: Url, version: Version, keys: Keys) -> Self {
        Self { http, base, version, keys, connected: AtomicBool::new(false) }
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
        let (key, connection) = tokio::join!(self.keys.key(), connection);
        if connection.is_ok() {
            self.connected.store(true, Ordering::Relaxed);
        }
        key.map(|_| ())
    }

    /// The calls of one request, until a deadline.
    #[must_use]
    pub fn talk(&self, deadline: Deadline) -> Talk<'_> {
        Talk {
            stripe: self,
            deadline,
            calls: 0,
            failed: 0,
            slowest: Duration::ZERO,
            request_id: None,
            referenced: Referenced::NotRead,
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

impl Talk<'_> {
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

    /// From here on, what was kept for corrections may be used.
    pub fn correct(&mut self) {
        self.deadline = self.deadline.for_corrections();
    }

    /// Refuses a session of the other mode without a call: the key shows its mode. The secret may have been mended.
    ///
    /// # Errors
    ///
    /// [`StripeError::NotFound`], or why there is no key.
    pub async fn same_mode(&self, id: &SessionId) -> Result<(), StripeError> {
        let fits = |key: &SecretKey| key.is_live() == id.is_live();
        if fits(&self.key().await?) || self.key_read_again().await?.as_ref().is_some_and(fits) {
            Ok(())
        } else {
            Err(StripeError::NotFound)
        }
    }

    /// Retrieves a session.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn session(&mut self, id: &SessionId, expand: &[&str]) -> Result<StripeSession, StripeError> {
        let url = self.stripe.url(&["v1", "checkout", "sessions", id.as_str()], &form::expand(expand));
        let session: StripeSession = self.read(url).await?;
        let session = about(id, session)?;
        self.with_all_lines(session, expand).await
    }

    /// Updates a session under a key of its own.
    ///
    /// # Errors
    ///
    /// As Stripe answers; [`StripeError::KeySpent`] when it replays a failure.
    pub async fn update(
        &mut self,
        id: &SessionId,
        update: &Update,
        expand: &[&str],
    ) -> Result<StripeSession, StripeError> {
        let url = self.stripe.url(&["v1", "checkout", "sessions", id.as_str()], "");
        let (body, key) = (form::update(update, expand), IdempotencyKey::new());
        let call = Call { method: Method::POST, url, body: Some(&body), idempotency: Some(&key), longest: WRITE };
        about(id, parse(&self.send(&call).await?)?)
    }

    /// Fills in a customer who is only known by reference; one who does not exist is a guest.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn add_referenced_customer(&mut self, session: &mut StripeSession) -> Result<(), StripeError> {
        let Some(id) = session.referenced_customer() else { return Ok(()) };
        if matches!(self.referenced, Referenced::NotRead) {
            let url = self.stripe.url(&["v1", "customers", id], "");
            self.referenced = match self.read::<StripeCustomer>(url).await {
                Ok(customer) => Referenced::Customer(customer),
                Err(StripeError::NotFound) => Referenced::Nobody,
                Err(error) => return Err(error),
            };
        }
        match &self.referenced {
            Referenced::Customer(customer) => session.customer = Some(Expandable::Object(customer.clone())),
            Referenced::Nobody | Referenced::NotRead => session.forget_reference(),
        }
        Ok(())
    }

    /// Reads the lines of a cart of more than one page, and checks that the lines are those of the session's sum.
    ///
    /// # Errors
    ///
    /// [`StripeError::Busy`] when the cart has changed in between; else as Stripe answers.
    pub async fn with_all_lines(
        &mut self,
        mut session: StripeSession,
        expand: &[&str],
    ) -> Result<StripeSession, StripeError> {
        if session.line_items.as_ref().is_some_and(|lines| lines.has_more) {
            session.line_items = Some(self.all_lines(&session.id, expand).await?);
        }
        match &session.line_items {
            Some(lines) if lines.subtotal() != session.amount_subtotal() => Err(StripeError::Busy),
            _ => Ok(session),
        }
    }

    async fn all_lines(&mut self, id: &str, expand: &[&str]) -> Result<LineItems, StripeError> {
        let products: &[_] = if expand.contains(&lines::WITH_PRODUCTS) { &[lines::PAGE_WITH_PRODUCTS] } else { &[] };
        let mut all = LineItems::default();
        loop {
            let after = all.data.last().map(|line| line.id.as_str());
            let path = ["v1", "checkout", "sessions", id, "line_items"];
            let page: LineItems = self.read(self.stripe.url(&path, &form::page(after, products))).await?;
            let more = page.has_more && !page.data.is_empty();
            all.data.extend(page.data);
            if !more {
                return Ok(all);
            }
        }
    }

    async fn read<T: DeserializeOwned>(&mut self, url: Url) -> Result<T, StripeError> {
        let call = Call { method: Method::GET, url, body: None, idempotency: None, longest: READ };
        parse(&self.send(&call).await?)
    }
}

fn parse<T: DeserializeOwned>(answer: &Answer) -> Result<T, StripeError> {
    serde_json::from_slice(&answer.body).map_err(|_| StripeError::Unreadable("it is not what was asked for"))
}

fn about(id: &SessionId, session: StripeSession) -> Result<StripeSession, StripeError> {
    if session.id == id.as_str() { Ok(session) } else { Err(StripeError::Unreadable("it is about another session")) }
}
