//! Events and webhooks without HTTP, and the account's clock.

use std::time::Duration;

use serde_json::{Value, json};

use crate::account::Account;
use crate::queue::{self, Attempt, Delivery};
use crate::sandbox::Sandbox;
use crate::webhook;

impl Sandbox {
    /// Sets the account's clock further ahead. Sessions whose time has come expire.
    pub fn advance_clock(&self, by: Duration) {
        self.inner.advance(by);
        self.with(Account::expire_due);
    }

    /// The account's time, in Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.inner.now()
    }

    /// The deliveries to an endpoint of all event types since the last call, in order: each event once, of both
    /// modes, in the account's default API version. They are signed with [`Config::WEBHOOK_SECRET`] or what it was
    /// rolled to, at this moment by the machine's clock, as the receiver's is.
    ///
    /// [`Config::WEBHOOK_SECRET`]: crate::Config::WEBHOOK_SECRET
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        let now = self.inner.receivers_now();
        self.with(|account, call| {
            account.expire_due(call);
            let unseen = account.events.unseen();
            let delivery = |event: &serde_json::Map<String, Value>| {
                let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let body = queue::body(event);
                let signature = account.webhooks.inbox.sign(now, &body);
                Delivery { event: text("id"), kind: text("type"), body, signature }
            };
            unseen.iter().map(delivery).collect()
        })
    }

    /// An event of either mode.
    #[must_use]
    pub fn event(&self, id: &str) -> Option<Value> {
        let account = &self.inner.lock().account;
        let found = [false, true].into_iter().find_map(|live| account.events.find(id, live));
        found.cloned().map(Value::Object)
    }

    /// Registers an endpoint on loopback for event types (`*` is all, `checkout.session.*` those that begin so).
    /// Returns its id.
    ///
    /// # Errors
    ///
    /// Stripe's error object.
    pub fn add_webhook(&self, url: &str, secret: &str, kinds: &[&str]) -> Result<String, Value> {
        let data = json!({"url": url, "enabled_events": kinds});
        self.with(|account, call| account.attempt(|account| webhook::create(account, call, &data, Some(secret))))
            .map_err(|error| error.body("req_direct", false))
    }

    /// Gives an endpoint (`None`: the deliveries in process) another secret. For `overlap` both sign. `false` if there
    /// is no such endpoint.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn roll_webhook_secret(&self, endpoint: Option<&str>, secret: &str, overlap: Duration) -> bool {
        let now = self.inner.receivers_now();
        let webhooks = &mut self.inner.lock().account.webhooks;
        webhooks.secrets(endpoint).map(|secrets| secrets.roll(secret, now, overlap)).is_some()
    }

    /// Makes each further delivery over HTTP this many times; 1 is the default.
    pub fn duplicate_webhooks(&self, copies: u32) {
        self.inner.lock().account.webhooks.duplicate(copies);
    }

    /// Holds further deliveries over HTTP back: those of an event type, of the types that begin as in
    /// `checkout.session.*`, or all (`*`).
    pub fn hold_webhooks(&self, kind: &str) {
        self.inner.lock().account.webhooks.hold(kind);
    }

    /// Puts the deliveries over HTTP that wait into another order.
    pub fn shuffle_webhooks(&self, seed: u64) {
        self.inner.lock().account.webhooks.shuffle(seed);
    }

    /// Lets go what is held back.
    pub fn release_webhooks(&self) {
        self.inner.lock().account.webhooks.release();
    }

    /// All attempts to deliver over HTTP, in the order in which they ended.
    #[must_use]
    pub fn webhook_attempts(&self) -> Vec<Attempt> {
        self.inner.lock().account.webhooks.attempts()
    }

    /// Waits until everything is delivered or given up, but for what is held back.
    pub async fn webhooks_settled(&self) {
        let done = std::sync::Arc::clone(&self.inner.lock().account.webhooks.done);
        loop {
            let changed = done.notified();
            if self.inner.lock().account.webhooks.is_settled() {
                return;
            }
            changed.await;
        }
    }
}
