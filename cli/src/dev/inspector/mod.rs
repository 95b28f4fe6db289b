//! The page's inspector: each call with its steps, what went to Stripe and what came back, the decision; and
//! the switches that make the sandbox fail.
//!
//! - `GET /inspector/calls`: the last calls, the newest first
//! - `GET /inspector/fault`: the fault in force, and the choices
//! - `POST /inspector/fault` `{"fault": "slow"}`: sets the fault
//! - `GET /inspector/deliveries`: the last deliveries of webhooks, the newest first
//! - `GET /inspector/delivers`: the mode of delivery, and the choices
//! - `POST /inspector/delivers` `{"delivers": "twice"}`: sets the mode

mod call;
mod delivery;
mod fault;
pub(super) mod log;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use bytes::Bytes;
use http::{Request, StatusCode};
use sandbox::Sandbox;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::Endpoint;

use self::call::{Call, Exchange};
use self::delivery::{Delivers, Delivery};
use self::fault::Switch;
use super::answers::message;

/// Calls and exchanges that are kept.
const KEPT: usize = 40;

/// The recorded calls, and the switches.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    seen: Mutex<Seen>,
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
    /// Passes a request of a server on to the sandbox, and notes both sides.
    pub(super) async fn pass(&self, sandbox: &Sandbox, request: Request<Bytes>) -> http::Response<Bytes> {
        let began = Instant::now();
        let asked = call::StripeRequest::of(&request);
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
        response: &http::Response<Bytes>,
        began: Instant,
    ) {
        let lines = log::take(id);
        let mut seen = self.lock();
        let call = Call::new(request, response, began, &lines, &seen.exchanges);
        if endpoint == Endpoint::Webhook {
            keep(&mut seen.deliveries, Delivery::of(call));
        } else {
            keep(&mut seen.calls, call);
        }
    }

    /// The routes of the inspector. The switches need the sandbox.
    pub(super) fn routes(self: &Arc<Self>, sandbox: Option<Sandbox>) -> Router {
        let seen = |value: fn(&Seen) -> Value| {
            get(async move |State(panel): State<Panel>| Json(value(&panel.inspector.lock())))
        };
        Router::new()
            .route("/inspector/calls", seen(|seen| json!(seen.calls)))
            .route("/inspector/deliveries", seen(|seen| json!(seen.deliveries)))
            .route("/inspector/fault", get(fault).post(set_fault))
            .route("/inspector/delivers", get(delivers).post(set_delivers))
            .with_state(Panel { inspector: Arc::clone(self), sandbox })
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The inspector, and the sandbox that its switches act on.
#[derive(Clone)]
struct Panel {
    inspector: Arc<Inspector>,
    sandbox: Option<Sandbox>,
}

impl Panel {
    fn set<T>(
        &self,
        wanted: Result<Json<T>, JsonRejection>,
        set: impl FnOnce(&mut Seen, &Sandbox, T) -> Value,
    ) -> Response {
        let Some(sandbox) = &self.sandbox else {
            return message(StatusCode::CONFLICT, "Stripe itself has no switches: start without STRIPE_SECRET_KEY.");
        };
        match wanted {
            Ok(Json(wanted)) => Json(set(&mut self.inspector.lock(), sandbox, wanted)).into_response(),
            // Another site's page can't send JSON without asking first.
            Err(_) => message(StatusCode::BAD_REQUEST, "Send one of the choices, as application/json."),
        }
    }
}

async fn fault(State(panel): State<Panel>) -> Json<Value> {
    let choices = panel.sandbox.as_ref().map(|_| Switch::ALL).unwrap_or_default();
    Json(json!({"fault": panel.inspector.lock().switch, "choices": choices}))
}

async fn set_fault(State(panel): State<Panel>, wanted: Result<Json<Wanted>, JsonRejection>) -> Response {
    panel.set(wanted, |seen, sandbox, Wanted { fault }| {
        fault.set(sandbox);
        seen.switch = fault;
        json!({"fault": fault})
    })
}

async fn delivers(State(panel): State<Panel>) -> Json<Value> {
    let choices = panel.sandbox.as_ref().map(|_| Delivers::ALL).unwrap_or_default();
    Json(json!({"delivers": panel.inspector.lock().delivers, "choices": choices}))
}

async fn set_delivers(State(panel): State<Panel>, wanted: Result<Json<WantedDeliveries>, JsonRejection>) -> Response {
    panel.set(wanted, |seen, sandbox, WantedDeliveries { delivers }| {
        delivers.set(seen.delivers, sandbox);
        seen.delivers = delivers;
        json!({"delivers": delivers})
    })
}

fn keep<T>(all: &mut VecDeque<T>, one: T) {
    all.push_front(one);
    all.truncate(KEPT);
}
