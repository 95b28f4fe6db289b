//! A call of a function, and an exchange with Stripe, as the inspector shows them. No key is in them.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use serde::Serialize;
use serde_json::Value;

use super::log::LogLine;

/// Fields that hold a key, in what Stripe answers.
const SECRETS: [&str; 1] = ["client_secret"];

/// A request to Stripe.
#[derive(Serialize, Debug, Clone)]
pub(super) struct StripeRequest {
    method: String,
    path: String,
    /// Parameters of the query and of the body.
    sent: BTreeMap<String, String>,
    idempotency_key: Option<String>,
}

impl StripeRequest {
    /// Reads a request of a server. Requests of pages carry the client secret and are left out.
    pub(super) fn of(request: &Request<Bytes>) -> Option<Self> {
        let path = request.uri().path();
        if path.starts_with("/v1/payment_pages/") || !path.starts_with("/v1/") {
            return None;
        }
        let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        let sent = query.chain(form_urlencoded::parse(request.body()));
        let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
        Some(Self {
            method: request.method().to_string(),
            path: path.to_owned(),
            sent: sent.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
            idempotency_key: key.map(str::to_owned),
        })
    }
}

/// A request to Stripe, and the answer.
#[derive(Serialize, Debug, Clone)]
pub(super) struct Exchange {
    #[serde(flatten)]
    asked: StripeRequest,
    status: u16,
    answer: Value,
    duration_ms: f64,
    #[serde(skip)]
    began: Instant,
}

impl Exchange {
    /// The value that a successful write gave to a key.
    pub(super) fn wrote(&self, key: &str) -> Option<&str> {
        let value = self.asked.sent.get(key).filter(|_| self.asked.method == "POST" && self.status < 300)?;
        Some(value)
    }

    pub(super) fn new(asked: StripeRequest, response: &Response<Bytes>, began: Instant) -> Self {
        let mut answer: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        redact(&mut answer);
        Self { asked, status: response.status().as_u16(), answer, duration_ms: millis(began.elapsed()), began }
    }
}

/// One of retrieve, validate, recompute, update.
#[derive(Serialize, Debug)]
struct Step {
    step: String,
    duration_ms: f64,
}

/// A call of a function.
#[derive(Serialize, Debug)]
pub(super) struct Call {
    path: String,
    pub(super) sent: Value,
    pub(super) status: u16,
    answer: Value,
    pub(super) duration_ms: f64,
    steps: Vec<Step>,
    pub(super) stripe: Vec<Exchange>,
    decision: Value,
    facts: Value,
}

impl Call {
    pub(super) fn new(
        request: &Request<Bytes>,
        response: &Response<Bytes>,
        began: Instant,
        lines: &[LogLine],
        exchanges: &VecDeque<Exchange>,
    ) -> Self {
        let json = |body: &[u8]| {
            let mut json: Value = serde_json::from_slice(body).unwrap_or_default();
            redact(&mut json);
            json
        };
        let (sent, answer) = (json(request.body()), json(response.body()));
        let about = About::of(&sent, &answer);
        let last = |name: &str| {
            let mut values = lines.iter().rev().filter_map(|line| line.fields.get(name));
            values.find(|value| !value.is_null()).cloned().unwrap_or_default()
        };
        let during = |exchange: &&Exchange| exchange.began >= began && about.has(&exchange.asked);
        Self {
            path: request.uri().path().to_owned(),
            status: response.status().as_u16(),
            duration_ms: millis(began.elapsed()),
            steps: steps(lines),
            stripe: exchanges.iter().filter(during).rev().cloned().collect(),
            decision: last("decision"),
            facts: last("facts"),
            sent,
            answer,
        }
    }
}

/// The objects that a call is about. They separate its exchanges with Stripe from those of concurrent calls.
struct About {
    /// Sessions, payments, customers.
    ids: Vec<String>,
    /// A session that it has made.
    makes: bool,
}

impl About {
    fn of(sent: &Value, answer: &Value) -> Self {
        let made = answer.pointer("/value/checkout_session_id");
        let of_event = ["id", "customer", "payment_intent"].map(|name| sent.get("data")?.get("object")?.get(name));
        let ids = [sent.get("checkout_session_id"), made].into_iter().chain(of_event).flatten();
        let ids = ids.filter_map(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned).collect();
        Self { ids, makes: made.is_some() }
    }

    fn has(&self, asked: &StripeRequest) -> bool {
        let is_ours = |text: &str| self.ids.iter().any(|id| text.contains(id.as_str()));
        let makes = self.makes && asked.method == "POST" && asked.path == "/v1/checkout/sessions";
        let listed = asked.sent.get("customer").is_some_and(|customer| is_ours(customer));
        // A session's customer is known to Stripe only, and prices belong to no session.
        let shared = asked.path.starts_with("/v1/customers/") || asked.path.starts_with("/v1/prices");
        is_ours(&asked.path) || makes || listed || shared
    }
}

/// A step lasts until the next line of its call.
fn steps(lines: &[LogLine]) -> Vec<Step> {
    let until = lines.iter().skip(1).map(|line| line.at);
    let of_line = |(line, end): (&LogLine, Instant)| {
        let step = line.fields.get("step")?.as_str()?.to_owned();
        Some(Step { step, duration_ms: millis(end.saturating_duration_since(line.at)) })
    };
    lines.iter().zip(until).filter_map(of_line).collect()
}

/// In milliseconds, to the hundredth.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 100_000.0).round() / 100.0
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if SECRETS.contains(&name.as_str()) && value.is_string() {
                    *value = Value::from("(redacted)");
                } else {
                    redact(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn client_secret_is_redacted_at_every_depth() {
        let mut answer = json!({"data": [{"client_secret": "canary", "id": "cs_1"}], "client_secret": null});
        redact(&mut answer);
        assert_eq!(answer, json!({"data": [{"client_secret": "(redacted)", "id": "cs_1"}], "client_secret": null}));
    }

    #[test]
    fn keys_and_requests_of_pages_are_not_kept() {
        let request = |path: &str| {
            let request = Request::post(path).header("authorization", "Bearer canary").header("idempotency-key", "k1");
            request.body(Bytes::from_static(b"metadata[a]=b")).unwrap()
        };
        let asked = StripeRequest::of(&request("/v1/checkout/sessions/cs_1?expand[]=customer")).unwrap();
        let shown = serde_json::to_value(asked).unwrap();
        assert_eq!(shown["sent"], json!({"expand[]": "customer", "metadata[a]": "b"}));
        assert!(!shown.to_string().contains("canary"));
        assert!(StripeRequest::of(&request("/v1/payment_pages/cs_1/confirm")).is_none());
    }
}
