//! The event that API Gateway sends to a function for an HTTP request.
//!
//! Source: AWS docs, "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HOST, USER_AGENT};
use http::{HeaderMap, Request};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::shop::Claims;

/// The event, as JSON; `member` is what the route's JWT authorizer has read, where the route has one.
pub(super) fn event(
    request: &Request<Bytes>,
    member: Option<&Claims>,
    source: IpAddr,
    request_id: &str,
    now: Timestamp,
) -> Value {
    let headers = request.headers();
    let (method, path) = (request.method().as_str(), request.uri().path());
    let query = request.uri().query().unwrap_or_default();
    let route = format!("{method} {path}");
    let mut event = json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": joined(headers),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "dev",
            "domainName": text(headers, &HOST),
            "domainPrefix": "dev",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": source.to_string(),
                "userAgent": text(headers, &USER_AGENT),
            },
            "requestId": request_id,
            "routeKey": route,
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": now.as_millisecond(),
        },
        "isBase64Encoded": false,
    });
    if let (Some(claims), Some(context)) = (member, event.get_mut("requestContext").and_then(Value::as_object_mut)) {
        context.insert("authorizer".to_owned(), json!({"jwt": {"claims": claims, "scopes": null}}));
    }
    // The gateway leaves out fields without a value.
    let mut set = |key: &str, value: Value| {
        if let Some(event) = event.as_object_mut() {
            event.insert(key.to_owned(), value);
        }
    };
    if !query.is_empty() {
        set("queryStringParameters", json!(parameters(query)));
    }
    let cookies: Vec<&str> = values(headers, &COOKIE).flat_map(|cookies| cookies.split("; ")).collect();
    if !cookies.is_empty() {
        set("cookies", json!(cookies));
    }
    match as_text(request) {
        Some("") => {}
        Some(body) => set("body", json!(body)),
        None => {
            set("body", json!(STANDARD.encode(request.body())));
            set("isBase64Encoded", json!(true));
        }
    }
    event
}

/// The body, where the gateway passes it on as text: by its media type, not by what is in it.
fn as_text(request: &Request<Bytes>) -> Option<&str> {
    let media_type = text(request.headers(), &CONTENT_TYPE).to_ascii_lowercase();
    let is_text = media_type.is_empty()
        || media_type.starts_with("text/")
        || ["json", "xml", "javascript"].into_iter().any(|kind| media_type.contains(kind));
    std::str::from_utf8(request.body()).ok().filter(|body| is_text || body.is_empty())
}

/// Lower-case names; several values of one name with commas between them; cookies apart.
fn joined(headers: &HeaderMap) -> BTreeMap<&str, String> {
    let names = headers.keys().filter(|name| **name != COOKIE);
    names.map(|name| (name.as_str(), values(headers, name).collect::<Vec<_>>().join(","))).collect()
}

fn parameters(query: &str) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::<String, String>::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let held = parameters.entry(name.into_owned());
        held.and_modify(|held| held.extend([",", &value])).or_insert_with(|| value.into_owned());
    }
    parameters
}

fn values<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
}

fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> &'a str {
    values(headers, name).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(request: http::request::Builder, body: &'static [u8]) -> Value {
        let request = request.body(Bytes::from_static(body)).unwrap();
        let now = "2026-11-27T05:04:03Z".parse().unwrap();
        event(&request, None, IpAddr::from([127, 0, 0, 1]), "r1", now)
    }

    fn post() -> http::request::Builder {
        Request::post("/discounts/loyalty?a=1&b=x%20y&a=2").header("Host", "127.0.0.1:3000")
    }

    #[test]
    fn event_has_the_form_of_the_gateways() {
        let request = post().header("Content-Type", "application/json").header("X-A", "1").header("X-A", "2");
        let event = of(request.header("Cookie", "a=1; b=2"), br#"{"a":1}"#);
        assert_eq!(
            event["headers"],
            json!({"host": "127.0.0.1:3000", "content-type": "application/json", "x-a": "1,2"})
        );
        assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
        assert_eq!(event["queryStringParameters"], json!({"a": "1,2", "b": "x y"}));
        assert_eq!(event["rawPath"], "/discounts/loyalty");
        assert_eq!(event["routeKey"], "POST /discounts/loyalty");
        assert_eq!(event["requestContext"]["http"]["method"], "POST");
        assert_eq!(event["requestContext"].get("authorizer"), None);
        assert_eq!(event["requestContext"]["time"], "27/Nov/2026:05:04:03 +0000");
        assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!(r#"{"a":1}"#), &json!(false)));
    }

    #[test]
    fn body_is_base64_unless_declared_as_text() {
        let event = of(post().header("Content-Type", "application/x-www-form-urlencoded"), b"a=1");
        assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("YT0x"), &json!(true)));
        let event = of(post().header("Content-Type", "application/json"), b"\xff");
        assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("/w=="), &json!(true)));
        assert_eq!(of(post(), b"").get("body"), None);
    }

    #[test]
    fn claims_are_where_the_gateways_authorizer_puts_them() {
        let request = post().body(Bytes::new()).unwrap();
        let claims = Claims::from([("stripe_customer_id".to_owned(), "cus_1".to_owned())]);
        let now = "2026-11-27T05:04:03Z".parse().unwrap();
        let event = event(&request, Some(&claims), IpAddr::from([127, 0, 0, 1]), "r1", now);
        let expected = json!({"claims": {"stripe_customer_id": "cus_1"}, "scopes": null});
        assert_eq!(event["requestContext"]["authorizer"]["jwt"], expected);
    }

    #[test]
    fn functions_read_it() {
        let event = of(post().header("Content-Type", "application/octet-stream"), b"\x00\xff").to_string();
        let shared::event::Event::Http(request) = shared::event::Event::parse(&event) else { panic!("{event}") };
        assert_eq!((request.route.as_str(), request.path.as_str()), ("POST /discounts/loyalty", "/discounts/loyalty"));
        assert_eq!(request.body, b"\x00\xff");
    }
}
