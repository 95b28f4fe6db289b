//! What the page's inspector shows: each call with its steps, what went to Stripe and what came back, the decision; and
//! the switches that make the sandbox fail.
//!
//! - `GET /inspector/calls`: the last calls, the newest first
//! - `GET /inspector/fault`: the switch as it stands, and what it can be set to
//! - `POST /inspector/fault` `{"fault": "slow"}`: sets it

mod call;
mod fault;
pub(super) mod log;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use sandbox::Sandbox;
use serde::Deserialize;
use serde_json::json;

use self::call::{Call, Exchange};
use self::fault::Switch;
use super::server::{json_response, message, not_allowed};

/// Calls and exchanges that are kept.
const KEPT: usize = 40;

/// What was seen, and the switch.
#[derive(Debug, Default)]
pub(super) struct Inspector(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    calls: VecDeque<Call>,
    exchanges: VecDeque<Exchange>,
    switch: Switch,
}

#[derive(Deserialize)]
struct Wanted {
    fault: Switch,
}

impl Inspector {
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
    pub(super) fn note(&self, id: &str, request: &Request<Bytes>, response: &Response<Bytes>, began: Instant) {
        let lines = log::take(id);
        let mut seen = self.lock();
        let call = Call::new(request, response, began, &lines, &seen.exchanges);
        keep(&mut seen.calls, call);
    }

    /// Answers a request to `/inspector/...`.
    pub(super) fn answer(&self, sandbox: Option<&Sandbox>, request: &Request<Bytes>) -> Response<Bytes> {
        match (request.method(), request.uri().path()) {
            (&Method::GET, "/inspector/calls") => json_response(StatusCode::OK, &json!(self.lock().calls)),
            (&Method::GET, "/inspector/fault") => {
                let (fault, choices) = (self.lock().switch, sandbox.map(|_| Switch::ALL).unwrap_or_default());
                json_response(StatusCode::OK, &json!({"fault": fault, "choices": choices}))
            }
            (&Method::POST, "/inspector/fault") => self.set(sandbox, request),
            (_, "/inspector/calls") => not_allowed("GET"),
            (_, "/inspector/fault") => not_allowed("GET, POST"),
            _ => message(StatusCode::NOT_FOUND, "Not Found"),
        }
    }

    fn set(&self, sandbox: Option<&Sandbox>, request: &Request<Bytes>) -> Response<Bytes> {
        // Another site's page can't send JSON without asking first.
        let is_json = request.headers().get(CONTENT_TYPE).is_some_and(|value| value == "application/json");
        let wanted = serde_json::from_slice::<Wanted>(request.body()).ok().filter(|_| is_json);
        match (sandbox, wanted) {
            (Some(sandbox), Some(Wanted { fault })) => {
                fault.set(sandbox);
                self.lock().switch = fault;
                json_response(StatusCode::OK, &json!({"fault": fault}))
            }
            (None, _) => {
                message(StatusCode::CONFLICT, "Stripe itself has no switches: start without STRIPE_SECRET_KEY.")
            }
            (_, None) => message(StatusCode::BAD_REQUEST, "Send {\"fault\": one of the choices} as application/json."),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keep<T>(all: &mut VecDeque<T>, one: T) {
    all.push_front(one);
    all.truncate(KEPT);
}

/// In milliseconds, to the hundredth.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 100_000.0).round() / 100.0
}
