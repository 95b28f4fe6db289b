//! The event that an HTTP API sends with payload 2.0 (AWS docs, "Working with HTTP APIs: Lambda proxy integrations").

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_http::{Context, Response};
use serde_json::{Value, json};
use shared::{App, Endpoint};

/// A call of a page, as the gateway hands it over.
#[derive(Clone, Debug)]
pub struct Event {
    event: Value,
    time: Duration,
}

impl Event {
    /// A POST of JSON to an endpoint.
    #[must_use]
    pub fn post(endpoint: Endpoint, body: &Value) -> Self {
        Self::raw(endpoint, "application/json", &body.to_string())
    }

    /// A POST of anything.
    #[must_use]
    pub fn raw(endpoint: Endpoint, content_type: &str, body: &str) -> Self {
        let path = endpoint.path();
        let event = json!({
            "version": "2.0",
            "routeKey": format!("POST {path}"),
            "rawPath": path,
            "rawQueryString": "",
            "headers": {
                "accept": "*/*",
                "content-length": body.len().to_string(),
                "content-type": content_type,
                "host": "abc123.execute-api.us-east-1.amazonaws.com",
                "origin": "https://shop.example.com",
                "user-agent": "Mozilla/5.0",
                "x-amzn-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793",
                "x-forwarded-for": "192.0.2.1"
            },
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "abc123",
                "domainName": "abc123.execute-api.us-east-1.amazonaws.com",
                "domainPrefix": "abc123",
                "http": {
                    "method": "POST", "path": path, "protocol": "HTTP/1.1",
                    "sourceIp": "192.0.2.1", "userAgent": "Mozilla/5.0"
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "routeKey": format!("POST {path}"),
                "stage": "$default",
                "time": "10/Mar/2026:05:16:23 +0000",
                "timeEpoch": 1_773_119_783_548_u64
            },
            "body": body,
            "isBase64Encoded": false
        });
        Self { event, time: Duration::from_secs(30) }
    }

    /// A delivery of Stripe's.
    #[must_use]
    pub fn delivery(signature: &str, body: &[u8]) -> Self {
        let body = std::str::from_utf8(body).expect("a delivery is text");
        let mut event = Self::raw(Endpoint::Webhook, "application/json; charset=utf-8", body);
        event.event["headers"]["stripe-signature"] = signature.into();
        event
    }

    /// An event of a file, whole.
    #[must_use]
    pub fn of_file(text: &str) -> Self {
        let event = serde_json::from_str(text).expect("an event file holds JSON");
        Self { event, time: Duration::from_secs(30) }
    }

    /// Sent to another path.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        let route = format!("POST {path}");
        self.with("/rawPath", path.into())
            .with("/routeKey", route.as_str().into())
            .with("/requestContext/routeKey", route.into())
            .with("/requestContext/http/path", path.into())
    }

    /// With something that the gateway adds to the context.
    #[must_use]
    pub fn with_context(mut self, name: &str, value: Value) -> Self {
        self.event["requestContext"][name] = value;
        self
    }

    /// With so much time left of the invocation.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// Another value somewhere in the event.
    #[must_use]
    pub fn with(mut self, pointer: &str, value: Value) -> Self {
        *self.event.pointer_mut(pointer).expect("the event has this field") = value;
        self
    }

    /// The path that it was sent to.
    #[must_use]
    pub fn path(&self) -> &str {
        self.event["rawPath"].as_str().expect("an event has a path")
    }

    /// Sends it to a function.
    ///
    /// # Panics
    ///
    /// When the function does not take it for a request.
    pub async fn send_to(self, app: &App, endpoint: Endpoint) -> Response<String> {
        let (event, context) = self.into_parts();
        app.handle(endpoint, event, &context).await.expect("it is a request")
    }

    /// The event as a function reads it, with the context that the Runtime API gives.
    #[must_use]
    fn into_parts(self) -> (shared::event::Event, Context) {
        let event = shared::event::Event::parse(&self.event.to_string());
        let end = SystemTime::now().checked_add(self.time).expect("a time in range");
        let mut context = Context::default();
        context.request_id = format!("00000000-0000-4000-8000-{:012x}", fastrand::u64(..1 << 48));
        let deadline = end.duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
        context.deadline = u64::try_from(deadline).expect("milliseconds fit");
        (event, context)
    }
}
