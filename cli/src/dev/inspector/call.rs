//! A call of a function, and an exchange with Stripe, as the inspector shows them. No key is in them.

use std::collections::{BTreeMap, VecDeque};
use std::time::Instant;

use bytes::Bytes;
use http::{Request, Response};
use serde::Serialize;
use serde_json::Value;

use super::log::LogLine;
use super::millis;

/// Fields that hold a key, in what Stripe answers.
const SECRETS: [&str; 1] = ["client_secret"];

/// What was asked of Stripe.
#[derive(Serialize, Debug, Clone)]
pub(super) struct Asked {
    method: String,
    path: String,
    /// Parameters of the query and of the body.
    sent: BTreeMap<String, String>,
    idempotency_key: Option<String>,
}

impl Asked {
    /// Of a server's request; none of what pages ask, which carries the client secret.
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

/// What Stripe was asked, and what it answered.
#[derive(Serialize, Debug, Clone)]
pub(super) struct Exchange {
    #[serde(flatten)]
    asked: Asked,
    status: u16,
    answer: Value,
    duration_ms: f64,
    #[serde(skip)]
    began: Instant,
}

impl Exchange {
    pub(super) fn new(asked: Asked, response: &Response<Bytes>, began: Instant) -> Self {
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
    sent: Value,
    status: u16,
    answer: Value,
    duration_ms: f64,
    steps: Vec<Step>,
    stripe: Vec<Exchange>,
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
        let json = |body: &[u8]| serde_json::from_slice(body).unwrap_or_default();
        let sent: Value = json(request.body());
        let session = sent.get("checkout_session_id").and_then(Value::as_str).unwrap_or_default();
        let about = |exchange: &&Exchange| {
            let path = &exchange.asked.path;
            exchange.began >= began && (path.contains(session) || path.starts_with("/v1/customers/"))
        };
        let last = |name: &str| {
            let mut values = lines.iter().rev().filter_map(|line| line.fields.get(name));
            values.find(|value| !value.is_null()).cloned().unwrap_or_default()
        };
        Self {
            path: request.uri().path().to_owned(),
            status: response.status().as_u16(),
            answer: json(response.body()),
            duration_ms: millis(began.elapsed()),
            steps: steps(lines),
            stripe: exchanges.iter().filter(about).rev().cloned().collect(),
            decision: last("decision"),
            facts: last("facts"),
            sent,
        }
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
    fn the_secret_of_a_session_is_not_shown_wherever_it_stands() {
        let mut answer = json!({"data": [{"client_secret": "canary", "id": "cs_1"}], "client_secret": null});
        redact(&mut answer);
        assert_eq!(answer, json!({"data": [{"client_secret": "(redacted)", "id": "cs_1"}], "client_secret": null}));
    }

    #[test]
    fn neither_keys_nor_requests_of_pages_are_kept() {
        let request = |path: &str| {
            let request = Request::post(path).header("authorization", "Bearer canary").header("idempotency-key", "k1");
            request.body(Bytes::from_static(b"metadata[a]=b")).unwrap()
        };
        let asked = Asked::of(&request("/v1/checkout/sessions/cs_1?expand[]=customer")).unwrap();
        let shown = serde_json::to_value(asked).unwrap();
        assert_eq!(shown["sent"], json!({"expand[]": "customer", "metadata[a]": "b"}));
        assert!(!shown.to_string().contains("canary"));
        assert!(Asked::of(&request("/v1/payment_pages/cs_1/confirm")).is_none());
    }
}
