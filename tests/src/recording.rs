//! A readable record of calls: the event, each request that reaches Stripe, and the answer.
//!
//! Generated ids, keys, times and hashes are replaced by names that count up, so that two runs record alike.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use discounts_core::Policy;
use sandbox::{Delivery, Recorded};
use serde_json::{Map, Value};
use shared::Endpoint;

use crate::shop::writes_coupons;
use crate::{Answer, Event, Shop};

/// Set to rewrite the files instead of comparing them.
const REWRITE: &str = "RECORD_WIRE";
/// Prefixes of Stripe's generated ids.
const PREFIXES: [&str; 10] = ["cs_test_", "pi_", "cus_", "price_", "prod_", "li_", "di_", "evt_", "ch_", "re_"];
/// Headers that depend on the connection.
const VOLATILE: [&str; 3] = ["host", "content-length", "idempotency-key"];
/// The field of an answer with the server's time.
const SERVER_TIME: &str = "now";
/// The metadata key of a session's version.
const VERSION_KEY: &str = "discount_version";

/// A shop whose calls are recorded.
pub struct Recording {
    /// The shop.
    pub shop: Shop,
    text: String,
    names: Names,
    headers: String,
}

impl Recording {
    /// A recording of an empty shop.
    ///
    /// # Panics
    /// If the policy has errors.
    #[must_use]
    pub fn of(shop: Shop, policy: &str) -> Self {
        shop.stripe().clear_requests();
        let hash = Policy::load("test.toml", policy).expect("the policy is valid").hash.to_string();
        let names = Names { policy: hash, ..Names::default() };
        Self { shop, text: String::new(), names, headers: String::new() }
    }

    /// Begins a scenario.
    pub fn scenario(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n## {name}");
        self.shop.stripe().clear_requests();
    }

    /// Sends a page's body to an endpoint.
    pub async fn post(&mut self, endpoint: Endpoint, body: &Value) -> Answer {
        self.send(endpoint, Event::post(endpoint, body), body).await
    }

    /// Sends an event, described by its body.
    pub async fn send(&mut self, endpoint: Endpoint, event: Event, body: &Value) -> Answer {
        let (path, body) = (event.path().to_owned(), self.names.json(body));
        let _ = writeln!(self.text, "\n> POST {path} {body}");
        let answer = self.shop.send(endpoint, event).await;
        self.append(&answer);
        answer
    }

    /// Hands a delivery to the webhook.
    pub async fn deliver(&mut self, delivery: &Delivery) -> Answer {
        let _ = writeln!(self.text, "\n> POST {} {}", Endpoint::Webhook.path(), delivery.kind);
        let event = Event::delivery(&delivery.signature, &delivery.body);
        let answer = self.shop.send(Endpoint::Webhook, event).await;
        self.append(&answer);
        answer
    }

    fn append(&mut self, answer: &Answer) {
        for request in self.shop.stripe().requests() {
            self.request(&request);
        }
        self.shop.stripe().clear_requests();
        let body = self.names.json(&answer.body);
        let _ = writeln!(self.text, "< {} {body}", answer.status);
    }

    fn request(&mut self, request: &Recorded) {
        let path = match request.path.strip_prefix("/v1/coupons/") {
            Some(coupon) => format!("/v1/coupons/{}", self.names.numbered("coupon", coupon)),
            None => self.names.text(&request.path),
        };
        let _ = writeln!(self.text, "  {} {path}", request.method);
        self.changed_headers(request);
        for (name, value) in &request.query {
            let value = self.names.text(value);
            let _ = writeln!(self.text, "    ? {name}={value}");
        }
        if let Some(key) = request.header("idempotency-key") {
            let key = self.names.numbered("key", key);
            let _ = writeln!(self.text, "    idempotency-key: {key}");
        }
        for (name, value) in &request.form {
            let pair = self.names.pair(name, value);
            let _ = writeln!(self.text, "    {pair}");
        }
        assert_eq!(request.body, encoded(&request.form), "the body is encoded as a form");
    }

    /// The headers of a method are shown once, and again when they change.
    fn changed_headers(&mut self, request: &Recorded) {
        let steady = request.headers.iter().filter(|(name, _)| !VOLATILE.contains(&name.as_str()));
        let mut lines: Vec<String> = steady.map(|(name, value)| format!("    {name}: {value}\n")).collect();
        lines.sort();
        let shown = format!("{}\n{}", request.method, lines.concat());
        if !self.headers.contains(&shown) {
            self.text.push_str(&lines.concat());
            self.headers.push_str(&shown);
        }
    }

    /// Compares the record with a file of the folder `recorded`, or its folder `line_items`, or rewrites that file if `RECORD_WIRE` is set.
    ///
    /// # Panics
    /// If the file differs.
    pub fn check(self, file: &str) {
        // Each writer has files of its own.
        let folder = if writes_coupons() { "recorded" } else { "recorded/line_items" };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(folder).join(file);
        if std::env::var_os(REWRITE).is_some() {
            std::fs::write(&path, &self.text).expect("the record can be written");
        }
        let wanted = std::fs::read_to_string(&path).unwrap_or_default();
        let differs = wanted.lines().zip(self.text.lines()).position(|(one, other)| one != other);
        let line = differs.unwrap_or_else(|| wanted.lines().count().min(self.text.lines().count()));
        let near = |text: &str| text.lines().skip(line.saturating_sub(5)).take(12).collect::<Vec<_>>().join("\n");
        assert!(
            wanted == self.text,
            "{file} differs from line {} on. If that is meant, run the test with {REWRITE}=1 (and the same WRITER) and review the diff.\n\
             Recorded:\n{}\n\nSent now:\n{}",
            line.saturating_add(1),
            near(&wanted),
            near(&self.text)
        );
    }
}

/// Names for what is generated.
#[derive(Default)]
struct Names {
    policy: String,
    given: HashMap<String, String>,
    counts: HashMap<String, usize>,
}

impl Names {
    fn numbered(&mut self, kind: &str, value: &str) -> String {
        if let Some(name) = self.given.get(value) {
            return name.clone();
        }
        let count = self.counts.entry(kind.to_owned()).or_default();
        *count = count.saturating_add(1);
        let name = format!("<{kind} {count}>");
        self.given.insert(value.to_owned(), name.clone());
        name
    }

    fn pair(&mut self, name: &str, value: &str) -> String {
        if name.contains(VERSION_KEY) {
            return format!(
                "{name}={}",
                if value.is_empty() { String::new() } else { self.numbered("version", value) }
            );
        }
        let name = self.text(name);
        format!("{name}={}", self.text(value))
    }

    /// Replaces every word that is an id, a time or the policy's hash.
    fn text(&mut self, text: &str) -> String {
        let in_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '-';
        let mut named = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.find(|sign| !in_word(sign)).unwrap_or(rest.len());
            let (word, after) =
                rest.split_at(if word == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { word });
            named.push_str(&self.word(word));
            rest = after;
        }
        named
    }

    fn word(&mut self, word: &str) -> String {
        let generated = |prefix: &str| word.strip_prefix(prefix).is_some_and(|rest| rest.len() >= 14);
        let prefix = PREFIXES.iter().find(|prefix| generated(prefix));
        // Two of the same second may be equal.
        if let Some((id, _)) = word.split_once("_secret_") {
            return format!("{}_secret_<secret>", self.word(id));
        }
        if let Some(prefix) = prefix {
            return self.numbered(prefix.trim_end_matches('_').trim_end_matches("_test"), word);
        }
        if word.starts_with("checkout-discounts-") {
            return self.numbered("key", word);
        }
        if word == self.policy {
            return "<policy>".to_owned();
        }
        if word.len() == 10 && word.starts_with(['1', '2']) && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return "<time>".to_owned();
        }
        if word.len() == 36 && word.split('-').map(str::len).eq([8, 4, 4, 4, 12]) {
            return self.numbered("uuid", word);
        }
        word.to_owned()
    }

    fn json(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text).into(),
            Value::Array(items) => items.iter().map(|item| self.json(item)).collect(),
            Value::Object(fields) => {
                let named = fields.iter().map(|(name, value)| (name.clone(), self.field(name, value)));
                Value::Object(named.collect::<Map<_, _>>())
            }
            _ => value.clone(),
        }
    }

    /// The value of a field.
    fn field(&mut self, name: &str, value: &Value) -> Value {
        if name == SERVER_TIME { "<time>".into() } else { self.json(value) }
    }
}

/// Pairs as the client encodes them.
fn encoded(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
