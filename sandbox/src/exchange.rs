//! One request from arrival to answer, with its fault, its pauses and its idempotency key.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Request, Response, StatusCode};

use crate::account::Call;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::fault::{Fault, of_status};
use crate::idempotency::Stored;
use crate::page::PageRequest;
use crate::prepare::{Prepared, Ready, prepare};
use crate::state::{Arrival, Inner, Reservation};

/// The handler of a request, by its path and method.
pub(crate) enum Target {
    /// An endpoint of servers; none where nothing is known of the path.
    Endpoint(Option<Endpoint>),
    /// An operation of pages.
    Page(PageRequest),
}

/// The outcome of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// An answer.
    Answer(Response<Bytes>),
    /// The connection is closed without an answer.
    Close,
    /// The connection is reset.
    Reset,
    /// No answer, ever. The idempotency key is in use until this is dropped.
    Hang(Hanging),
}

/// Keeps a hanging request's idempotency key in use.
#[derive(Debug)]
pub(crate) struct Hanging(#[expect(dead_code, reason = "kept for its drop")] Option<Reservation>);

/// Answers, or does what the request's fault says.
pub(crate) async fn exchange(inner: Arc<Inner>, target: Target, request: Request<Bytes>) -> Outcome {
    let arrival = inner.lock().arrive(&request);
    inner.logged.notify_waiters();
    let mut answer = Answer::new(request.headers(), &arrival.request_id, &inner.config.default_version);
    if arrival.fault == Some(Fault::ResetBefore) {
        return Outcome::Reset;
    }
    let live = is_live(request.headers());
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if let Some((error, headers)) = arrival.fault.as_ref().and_then(|fault| fault.refusal(key)) {
        for (name, value) in headers {
            answer.header(name, value);
        }
        return answer.refused(&error, live).send(&inner, &arrival);
    }
    let endpoint = match target {
        Target::Endpoint(endpoint) => endpoint,
        Target::Page(page) => {
            pause(arrival.before).await;
            return match page.answer(&inner, &request) {
                Ok(session) => answer.with(200, Bytes::from(session.to_string())).send(&inner, &arrival),
                Err(error) => answer.refused(&error, live).send(&inner, &arrival),
            };
        }
    };
    match prepare(&inner, endpoint, &request) {
        Err(error) => answer.refused(&error, live).send(&inner, &arrival),
        Ok(Prepared::Replay(stored)) => answer.replaying(stored).send(&inner, &arrival),
        Ok(Prepared::Ready(ready)) => run(&inner, &arrival, ready, answer).await,
    }
}

async fn run(inner: &Arc<Inner>, arrival: &Arrival, ready: Ready, answer: Answer) -> Outcome {
    let fault = arrival.fault.as_ref();
    pause(arrival.before).await;
    match fault {
        Some(Fault::Delay(delay)) => pause(*delay).await,
        Some(Fault::Hold(hold)) => hold.wait().await,
        Some(Fault::Hang) => return Outcome::Hang(Hanging(ready.reservation)),
        _ => {}
    }
    let stored = execute(inner, arrival, &ready);
    pause(arrival.after).await;
    match fault {
        Some(Fault::HoldAnswer(hold)) => hold.wait().await,
        Some(Fault::HangAfter) => return Outcome::Hang(Hanging(ready.reservation)),
        Some(Fault::ResetAfter) => return Outcome::Reset,
        Some(Fault::AnswerLost) => return Outcome::Close,
        _ => {}
    }
    if fault == Some(&Fault::Garbage) {
        let page = Bytes::from_static(b"<html><body>upstream</body></html>");
        return answer.with(200, page).send(inner, arrival);
    }
    match fault {
        Some(Fault::ReplayedSuccess | Fault::ReplayedFailure) => answer.replaying(stored).send(inner, arrival),
        _ => answer.with(stored.status, stored.body).send(inner, arrival),
    }
}

/// Does the work and keeps its result, under one lock.
fn execute(inner: &Arc<Inner>, arrival: &Arrival, ready: &Ready) -> Stored {
    let mut state = inner.lock();
    let call = Call { config: &inner.config, version: &ready.version, live: ready.live, now: inner.now() };
    let wrong = arrival.fault == Some(Fault::WrongTotal);
    let result = if matches!(arrival.fault, Some(Fault::FailStored500 | Fault::ReplayedFailure)) {
        Err(of_status(500))
    } else {
        let state = &mut *state;
        let behind = state.lag.seen().filter(|_| ready.endpoint.is_list());
        let account = behind.unwrap_or(&mut state.account);
        account.attempt(|account| ready.endpoint.execute(account, &call, &ready.data, &ready.expand, wrong))
    };
    let result = if arrival.fault == Some(Fault::ExecuteThen500) { Err(of_status(500)) } else { result };
    let (status, body) = match result {
        Ok(value) => (200, value),
        Err(error) => (error.status, error.body(&arrival.request_id, ready.live)),
    };
    let body = Bytes::from(format!("{body:#}\n"));
    let stored = Stored { status, body, request_id: arrival.request_id.clone() };
    if let Some(reservation) = &ready.reservation {
        state.idempotency.store(&reservation.name, stored.clone());
    }
    stored
}

/// Without a pause there is no need of a runtime.
async fn pause(duration: std::time::Duration) {
    if !duration.is_zero() {
        tokio::time::sleep(duration).await;
    }
}

/// For the log link of a refusal that comes before the key is known.
fn is_live(headers: &HeaderMap) -> bool {
    let header = headers.get("authorization").and_then(|value| value.to_str().ok());
    header.is_some_and(|header| header.contains("_live_"))
}

/// An answer in the making.
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
    request_id: String,
}

impl Answer {
    /// With the headers that every answer carries.
    fn new(sent: &HeaderMap, request_id: &str, default_version: &str) -> Self {
        let mut answer =
            Self { status: 200, headers: Vec::new(), body: Bytes::new(), request_id: request_id.to_owned() };
        answer.header("request-id", request_id);
        let header = |name: &str| sent.get(name).and_then(|value| value.to_str().ok());
        answer.header("stripe-version", header("stripe-version").unwrap_or(default_version));
        if let Some(key) = header("idempotency-key") {
            answer.header("idempotency-key", key);
        }
        answer
    }

    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn with(mut self, status: u16, body: Bytes) -> Self {
        self.status = status;
        self.body = body;
        self
    }

    /// A kept result.
    fn replaying(mut self, stored: Stored) -> Self {
        self.header("idempotent-replayed", "true");
        self.header("original-request", &stored.request_id);
        self.with(stored.status, stored.body)
    }

    fn refused(mut self, error: &ApiError, live: bool) -> Self {
        if let Some(reason) = error.limit_reason {
            self.header("stripe-rate-limited-reason", reason);
        }
        let body = format!("{:#}\n", error.body(&self.request_id, live));
        self.with(error.status, Bytes::from(body))
    }

    fn send(self, inner: &Inner, arrival: &Arrival) -> Outcome {
        inner.lock().answered(arrival.number, self.status);
        inner.logged.notify_waiters();
        let mut response = Response::new(self.body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        Outcome::Answer(response)
    }
}
