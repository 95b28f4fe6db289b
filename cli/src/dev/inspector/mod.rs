//! What the page's inspector shows: each call with its steps, what went to Stripe and what came back, the decision; and
//! the switches that make the sandbox fail.
//!
//! - `GET /inspector/calls`: the last calls, the newest first
//! - `GET /inspector/fault`: the switch as it stands, and what it can be set to
//! - `POST /inspector/fault` `{"fault": "slow"}`: sets it
//! - `GET /inspector/deliveries`: the last deliveries of webhooks, the newest first
//! - `GET /inspector/delivers`: how they are made, and how they can be
//! - `POST /inspector/delivers` `{"delivers": "twice"}`: sets that

mod call;
mod delivery;
mod fault;
pub(super) mod log;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use sandbox::Sandbox;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::Endpoint;

use self::call::{Call, Exchange};
use self::delivery::{Delivers, Delivery};
use self::fault::Switch;
use super::answers::{json_response, message, not_allowed};

/// Calls and exchanges that are kept.
const KEPT: usize = 40;

/// What was seen, and the switches.
#[derive(Debug)]
pub(super) struct Inspector {
    seen: Mutex<Seen>,
    /// The key of a customer's metadata that counts the orders.
    orders_key: String,
}

#[derive(Debug, Default)]
struct Seen {
    calls: VecDeque<Call>,
    exchanges: VecDeque<Exchange>,
    deliveries: VecDeque<Delivery>,
    switch: Switch,
    delivers: Delivers,
}

#[derive(Deserialize)]
struct Wanted {
    fault: Switch,
}

#[derive(Deserialize)]
struct WantedDeliveries {
    delivers: Delivers,
}

impl Inspector {
    pub(super) fn new(orders_key: &str) -> Self {
        Self { seen: Mutex::default(), orders_key: orders_key.to_owned() }
    }

    /// Passes a request of a server on to the sandbox, and notes both sides.
    pub(super) async fn pass(&self, sandbox: &Sandbox, request: Request<Bytes>) -> Response<Bytes> {
        let began = Instant::now();
        let asked = call::Asked::of(&request);
        let response = sandbox.handle(request).await;
        if let Some(asked) = asked {
            keep(&mut self.lock().exchanges, Exchange::new(asked, &response, began));
        }
        response
    }

    /// Notes a call of a function that has ended.
    pub(super) fn note(
        &self,
        endpoint: Endpoint,
        id: &str,
        request: &Request<Bytes>,
        response: &Response<Bytes>,
        began: Instant,
    ) {
        let lines = log::take(id);
        let mut seen = self.lock();
        let call = Call::new(request, response, began, &lines, &seen.exchanges);
        if endpoint == Endpoint::Webhook {
            keep(&mut seen.deliveries, Delivery::of(call, &self.orders_key));
        } else {
            keep(&mut seen.calls, call);
        }
    }

    /// Answers a request to `/inspector/...`.
    pub(super) fn answer(&self, sandbox: Option<&Sandbox>, request: &Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path().strip_prefix("/inspector/").unwrap_or_default();
        let seen = |value: &dyn Fn(&Seen) -> Value| json_response(StatusCode::OK, &value(&self.lock()));
        match (request.method(), path) {
            (&Method::GET, "calls") => seen(&|seen| json!(seen.calls)),
            (&Method::GET, "deliveries") => seen(&|seen| json!(seen.deliveries)),
            (&Method::GET, "fault") => {
                let choices = sandbox.map(|_| Switch::ALL).unwrap_or_default();
                seen(&|seen| json!({"fault": seen.switch, "choices": choices}))
            }
            (&Method::GET, "delivers") => {
                let choices = sandbox.map(|_| Delivers::ALL).unwrap_or_default();
                seen(&|seen| json!({"delivers": seen.delivers, "choices": choices}))
            }
            (&Method::POST, "fault") => self.set(sandbox, request, |seen, sandbox, Wanted { fault }| {
                fault.set(sandbox);
                seen.switch = fault;
                json!({"fault": fault})
            }),
            (&Method::POST, "delivers") => {
                self.set(sandbox, request, |seen, sandbox, WantedDeliveries { delivers }| {
                    delivers.set(seen.delivers, sandbox);
                    seen.delivers = delivers;
                    json!({"delivers": delivers})
                })
            }
            (_, "calls" | "deliveries") => not_allowed("GET"),
            (_, "fault" | "delivers") => not_allowed("GET, POST"),
            _ => message(StatusCode::NOT_FOUND, "Not Found"),
        }
    }

    fn set<T: DeserializeOwned>(
        &self,
        sandbox: Option<&Sandbox>,
        request: &Request<Bytes>,
        set: impl FnOnce(&mut Seen, &Sandbox, T) -> Value,
    ) -> Response<Bytes> {
        // Another site's page can't send JSON without asking first.
        let is_json = request.headers().get(CONTENT_TYPE).is_some_and(|value| value == "application/json");
        let wanted = serde_json::from_slice::<T>(request.body()).ok().filter(|_| is_json);
        match (sandbox, wanted) {
            (Some(sandbox), Some(wanted)) => {
                let said = set(&mut self.lock(), sandbox, wanted);
                json_response(StatusCode::OK, &said)
            }
            (None, _) => {
                message(StatusCode::CONFLICT, "Stripe itself has no switches: start without STRIPE_SECRET_KEY.")
            }
            (_, None) => message(StatusCode::BAD_REQUEST, "Send one of the choices, as application/json."),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keep<T>(all: &mut VecDeque<T>, one: T) {
    all.push_front(one);
    all.truncate(KEPT);
}
