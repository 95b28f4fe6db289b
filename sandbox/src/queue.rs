//! Deliveries of webhooks: what waits, what was tried, and how it goes wrong on demand.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use serde_json::{Map, Value};
use tokio::sync::Notify;

use crate::config::{Config, Webhooks as Settings};
use crate::random::Random;
use crate::signature::Secrets;

/// A delivery in process: what an endpoint would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The event's id.
    pub event: String,
    /// The event's `type`.
    pub kind: String,
    /// As it would be sent.
    pub body: Bytes,
    /// The `Stripe-Signature` header.
    pub signature: String,
}

/// One attempt to deliver over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The endpoint's id.
    pub endpoint: String,
    /// The event's id.
    pub event: String,
    /// The event's `type`.
    pub kind: String,
    /// The first is 1.
    pub number: u32,
    /// The status of the answer; `None` for no answer.
    pub status: Option<u16>,
}

/// A delivery over HTTP that is not done yet.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    number: u64,
    pub(crate) endpoint: String,
    event: String,
    kind: String,
    pub(crate) body: Bytes,
    attempts: u32,
    not_before: Option<Instant>,
    held: bool,
    running: bool,
}

/// The pending deliveries, and the faults on demand.
#[derive(Debug, Clone)]
pub(crate) struct Webhooks {
    /// Of the deliveries in process.
    pub(crate) inbox: Secrets,
    secrets: BTreeMap<String, Secrets>,
    queue: VecDeque<Waiting>,
    numbered: u64,
    attempts: Vec<Attempt>,
    /// Event types that are held back; see [`matches_event_type`].
    held: Vec<String>,
    /// How often each delivery is made.
    copies: u32,
    /// Something may have become due.
    pub(crate) wake: Arc<Notify>,
    /// Something is done.
    pub(crate) done: Arc<Notify>,
}

impl Webhooks {
    pub(crate) fn new() -> Self {
        Self {
            inbox: Secrets::new(Config::WEBHOOK_SECRET),
            secrets: BTreeMap::new(),
            queue: VecDeque::new(),
            numbered: 0,
            attempts: Vec::new(),
            held: Vec::new(),
            copies: 1,
            wake: Arc::default(),
            done: Arc::default(),
        }
    }

    /// The secrets of an endpoint, or of the deliveries in process.
    pub(crate) fn secrets(&mut self, endpoint: Option<&str>) -> Option<&mut Secrets> {
        match endpoint {
            None => Some(&mut self.inbox),
            Some(id) => self.secrets.get_mut(id),
        }
    }

    /// The first secret of a new endpoint.
    pub(crate) fn add(&mut self, endpoint: &str, secret: &str) {
        self.secrets.insert(endpoint.to_owned(), Secrets::new(secret));
    }

    /// Forgets an endpoint and what waits for it.
    pub(crate) fn remove(&mut self, endpoint: &str) {
        self.secrets.remove(endpoint);
        self.queue.retain(|waiting| waiting.endpoint != endpoint);
        self.done.notify_waiters();
    }

    /// The ids of all endpoints.
    pub(crate) fn endpoints(&self) -> impl Iterator<Item = &str> {
        self.secrets.keys().map(String::as_str)
    }

    /// How many deliveries wait.
    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }

    /// Forgets the newest until `count` wait.
    pub(crate) fn rewind(&mut self, count: usize) {
        self.queue.truncate(count);
    }

    /// Queues an event for an endpoint.
    pub(crate) fn send(&mut self, endpoint: &str, event: &Map<String, Value>) {
        let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let kind = text("type");
        let held = self.held.iter().any(|pattern| matches_event_type(pattern, &kind));
        for _ in 0..self.copies {
            self.numbered = self.numbered.wrapping_add(1);
            self.queue.push_back(Waiting {
                number: self.numbered,
                endpoint: endpoint.to_owned(),
                event: text("id"),
                kind: kind.clone(),
                body: body(event),
                attempts: 0,
                not_before: None,
                held,
                running: false,
            });
        }
        self.wake.notify_one();
    }

    /// Takes the first delivery that is due, unless `at_once` of them are under way; or says when the next will be.
    pub(crate) fn take(&mut self, settings: &Settings, now: Instant) -> Result<Waiting, Option<Instant>> {
        let running = self.queue.iter().filter(|waiting| waiting.running).count();
        let mut ready = self.queue.iter_mut().filter(|waiting| !waiting.held && !waiting.running);
        if running >= settings.at_once {
            return Err(None);
        }
        match ready.find(|waiting| waiting.not_before.is_none_or(|at| at <= now)) {
            Some(waiting) => {
                waiting.running = true;
                Ok(waiting.clone())
            }
            None => {
                Err(self.queue.iter().filter(|waiting| !waiting.held).filter_map(|waiting| waiting.not_before).min())
            }
        }
    }

    /// Notes how an attempt ended. Unless it was a 2xx, the delivery waits for the next, if there is one.
    pub(crate) fn attempted(&mut self, settings: &Settings, taken: &Waiting, status: Option<u16>, now: Instant) {
        let number = taken.attempts.saturating_add(1);
        let Waiting { endpoint, event, kind, .. } = taken.clone();
        self.attempts.push(Attempt { endpoint, event, kind, number, status });
        let delivered = status.is_some_and(|status| (200..300).contains(&status));
        if delivered || number >= settings.attempts {
            self.queue.retain(|waiting| waiting.number != taken.number);
        } else if let Some(waiting) = self.queue.iter_mut().find(|waiting| waiting.number == taken.number) {
            let pause = settings.backoff.saturating_mul(2_u32.saturating_pow(taken.attempts));
            waiting.attempts = number;
            waiting.not_before = now.checked_add(pause);
            waiting.running = false;
        }
        self.done.notify_waiters();
        self.wake.notify_one();
    }

    /// True if nothing waits except held deliveries.
    pub(crate) fn is_settled(&self) -> bool {
        self.queue.iter().all(|waiting| waiting.held)
    }

    /// All attempts so far.
    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        self.attempts.clone()
    }

    /// Makes each further delivery this many times.
    pub(crate) fn duplicate(&mut self, copies: u32) {
        self.copies = copies.max(1);
    }

    /// Holds back further deliveries of these event types.
    pub(crate) fn hold(&mut self, kind: &str) {
        self.held.push(kind.to_owned());
    }

    /// Lets everything go that is held back.
    pub(crate) fn release(&mut self) {
        self.held.clear();
        self.queue.iter_mut().for_each(|waiting| waiting.held = false);
        self.wake.notify_one();
    }

    /// Puts what waits into another order.
    pub(crate) fn shuffle(&mut self, seed: u64) {
        let mut random = Random::new(seed);
        let mut waiting: Vec<Waiting> = self.queue.drain(..).collect();
        while !waiting.is_empty() {
            let at = random.below(waiting.len());
            self.queue.push_back(waiting.swap_remove(at));
        }
    }
}

/// The body of an event's deliveries.
pub(crate) fn body(event: &Map<String, Value>) -> Bytes {
    Bytes::from(format!("{:#}", Value::Object(event.clone())))
}

/// True if a pattern matches the event type: itself, `*`, or its beginning as in `checkout.session.*`.
pub(crate) fn matches_event_type(pattern: &str, kind: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == kind, |start| kind.starts_with(start))
}

#[cfg(test)]
mod tests;
