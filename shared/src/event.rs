//! Events of an HTTP API in payload format 2.0, and answers in its form.
//!
//! Source: AWS docs, "Create AWS Lambda proxy integrations for HTTP APIs".

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lambda_http::Response;
use lambda_http::aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use lambda_http::http::header::{HOST, HeaderMap};
use lambda_http::http::uri::{Authority, PathAndQuery, Scheme};
use lambda_http::lambda_runtime::Diagnostic;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::invalid_request::InvalidRequest;

/// An invocation's event. Reading one never fails: events of another kind are logged by the function itself.
#[derive(Debug)]
pub enum Event {
    /// A request.
    Http(Box<HttpRequest>),
    /// A request that contradicts itself, or that no HTTP client may send.
    Malformed(InvalidRequest),
    /// Anything else: an event of payload format 1.0, of another service, or no event at all.
    Unknown,
}

/// A request, as far as the functions read it. It prints as its route: the rest is the shopper's.
pub struct HttpRequest {
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decoded.
    pub body: Vec<u8>,
    /// The key of the gateway's route.
    pub route: String,
    /// The path.
    pub path: String,
    /// The claims of the token that the gateway's authorizer has verified.
    pub claims: Option<HashMap<String, String>>,
}

/// The event is not one that a function understands.
#[derive(Debug, thiserror::Error)]
#[error(
    "the event is not of payload format 2.0: call the function through an HTTP API whose integration has \
     PayloadFormatVersion 2.0 (REST APIs and load balancers send another form)"
)]
pub struct UnknownEvent;

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest").field("route", &self.route).finish_non_exhaustive()
    }
}

impl Event {
    /// Reads an event. Unlike `lambda_http`, it panics for no text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let Ok(event) = serde_json::from_str::<ApiGatewayV2httpRequest>(text) else { return Self::Unknown };
        match HttpRequest::read(event) {
            Ok(request) => Self::Http(Box::new(request)),
            Err(invalid) => Self::Malformed(invalid),
        }
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer).ok();
        Ok(text.map_or(Self::Unknown, |text| Self::parse(text.get())))
    }
}

impl HttpRequest {
    fn read(event: ApiGatewayV2httpRequest) -> Result<Self, InvalidRequest> {
        if !has_valid_url(&event) {
            return Err(InvalidRequest::Url);
        }
        let body = event.body.unwrap_or_default();
        let body = if event.is_base64_encoded {
            STANDARD.decode(body).map_err(|_| InvalidRequest::NotBase64)?
        } else {
            body.into_bytes()
        };
        let context = event.request_context;
        Ok(Self {
            headers: event.headers,
            body,
            route: context.route_key.unwrap_or_default(),
            path: event.raw_path.unwrap_or_default(),
            claims: context.authorizer.and_then(|authorizer| authorizer.jwt).map(|token| token.claims),
        })
    }
}

/// Returns whether protocol, host and query can be parts of a URL. The functions read none of them; a request in which they
/// are broken is not from a browser.
fn has_valid_url(event: &ApiGatewayV2httpRequest) -> bool {
    let header = |name| event.headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let query = event.raw_query_string.as_deref().unwrap_or_default();
    header("x-forwarded-proto").is_none_or(|scheme| Scheme::from_str(scheme).is_ok())
        && header(HOST.as_str()).is_none_or(|host| Authority::from_str(host).is_ok())
        && PathAndQuery::from_str(&format!("/?{query}")).is_ok()
}

impl From<UnknownEvent> for Diagnostic {
    fn from(fault: UnknownEvent) -> Self {
        Self { error_type: "UnknownEvent".to_owned(), error_message: fault.to_string() }
    }
}

/// An answer as the gateway wants it.
#[must_use]
pub fn gateway_response(response: Response<String>) -> ApiGatewayV2httpResponse {
    let (parts, body) = response.into_parts();
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = parts.status.as_u16().into();
    answer.headers = parts.headers;
    answer.body = Some(body.into());
    answer
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(event: &str) -> Event {
        serde_json::from_str(event).unwrap()
    }

    fn of_http_api() -> Value {
        serde_json::from_str(include_str!("../../events/loyalty-ok.json")).unwrap()
    }

    #[test]
    fn http_api_event_is_a_request() {
        let Event::Http(request) = read(&of_http_api().to_string()) else { panic!("it is one") };
        assert_eq!((request.route.as_str(), request.path.as_str()), ("POST /discounts/loyalty", "/discounts/loyalty"));
    }

    #[test]
    fn base64_body_is_decoded() {
        let mut event = of_http_api();
        event["isBase64Encoded"] = true.into();
        event["body"] = "e30=".into();
        let Event::Http(request) = read(&event.to_string()) else { panic!("it is one") };
        assert_eq!(request.body, b"{}");
    }

    #[test]
    fn event_that_contradicts_itself_is_malformed() {
        let with = |pointer: &str, value: Value| {
            let mut event = of_http_api();
            event["headers"]["x-forwarded-proto"] = "https".into();
            *event.pointer_mut(pointer).unwrap() = value;
            read(&event.to_string())
        };
        for (pointer, value, expected) in [
            ("/isBase64Encoded", json!(true), InvalidRequest::NotBase64),
            ("/rawQueryString", json!("a=<b>"), InvalidRequest::Url),
            ("/rawQueryString", json!("a=b c"), InvalidRequest::Url),
            ("/rawQueryString", json!("a=\"b\""), InvalidRequest::Url),
            ("/headers/x-forwarded-proto", json!("https,http"), InvalidRequest::Url),
            ("/headers/host", json!("shop example com"), InvalidRequest::Url),
        ] {
            let event = with(pointer, value.clone());
            assert!(
                matches!(&event, Event::Malformed(invalid) if *invalid == expected),
                "{pointer} {value}: {event:?}"
            );
        }
        for (pointer, value) in [
            ("/rawQueryString", json!("a=b&c[]=%3Cd%3E")),
            ("/rawPath", json!("/a path/\u{e4}")),
            ("/headers/x-forwarded-proto", json!("http")),
            ("/headers/host", json!("localhost:3000")),
        ] {
            assert!(matches!(with(pointer, value.clone()), Event::Http(_)), "{pointer} {value}");
        }
    }

    #[test]
    fn mutated_events_never_panic() {
        let seeds = [
            include_str!("../../events/loyalty-base64.json"),
            include_str!("../../events/loyalty-raw-query.json"),
            include_str!("../../events/checkout-session-member.json"),
        ];
        let mut random = fastrand::Rng::with_seed(7);
        let insertions =
            ["\"", "<", " ", "=", ",", "\\u0000", "\u{e4}", "true", "null", "[", "}", "http", ":", "%", "-1"];
        for _ in 0..6_000 {
            let mut text = random.choice(seeds).unwrap().to_owned();
            for _ in 0..random.usize(1..4) {
                let mut at = random.usize(..text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                if random.bool() {
                    text.insert_str(at, random.choice(insertions).unwrap());
                } else {
                    text.remove(at);
                }
            }
            let _ = Event::parse(&text);
        }
    }

    #[test]
    fn other_events_are_unknown() {
        let of_rest_api = json!({
            "version": "1.0", "resource": "/discounts/loyalty", "path": "/discounts/loyalty", "httpMethod": "POST",
            "headers": {"content-type": "application/json"}, "multiValueHeaders": {}, "requestContext": {"stage": "x"},
            "body": "{}", "isBase64Encoded": false,
        });
        for event in [of_rest_api.to_string().as_str(), "{}", "[]", "null", "1", "\"text\"", r#"{"Records":[]}"#] {
            assert!(matches!(read(event), Event::Unknown), "{event}");
        }
        assert!(UnknownEvent.to_string().contains("PayloadFormatVersion 2.0"), "it says what to do");
    }

    #[test]
    fn answer_has_the_gateways_form() {
        let response = Response::builder().status(409).header("x-request-id", "r1").body("{}".to_owned()).unwrap();
        let answer = serde_json::to_value(gateway_response(response)).unwrap();
        assert_eq!(
            answer,
            json!({
                "statusCode": 409, "headers": {"x-request-id": "r1"}, "multiValueHeaders": {}, "body": "{}",
                "isBase64Encoded": false, "cookies": [],
            })
        );
    }
}
