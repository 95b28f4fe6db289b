//! The HTTP edge, outwards: answers to pages.

mod created_session;
mod parts;
mod quote;
mod value;

use lambda_http::Response;
use lambda_http::http::HeaderValue;
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use serde::Serialize;

pub use self::created_session::CreatedSessionValue;
pub use self::quote::QuoteValue;
pub use self::value::Value;
use crate::api_error::ApiError;

/// An answer of status 200: Stripe's guide wants `{"type": "object"}`, and so can a page tell it from anything else.
#[derive(Serialize)]
#[serde(tag = "type", rename = "object")]
pub struct Object<T: Serialize> {
    /// The content of the answer.
    pub value: T,
}

/// The answer of webhook.
#[derive(Serialize)]
pub struct ReceivedValue {
    received: bool,
}

#[derive(Serialize)]
struct ErrorValue<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    code: &'a str,
    message: &'a str,
}

impl ReceivedValue {
    /// The answer to a delivery that need not be repeated.
    #[must_use]
    pub const fn new() -> Self {
        Self { received: true }
    }
}

impl Default for ReceivedValue {
    fn default() -> Self {
        Self::new()
    }
}

/// A success, as HTTP.
#[must_use]
pub fn success<T: Serialize>(value: T, request_id: &str) -> Response<String> {
    // Our own types, whose keys are strings: they always serialise.
    let body = serde_json::to_string(&Object { value }).unwrap_or_default();
    response(200, body, request_id)
}

/// A refusal, as HTTP.
#[must_use]
pub fn failure(refusal: &ApiError, request_id: &str) -> Response<String> {
    let error = ErrorValue { kind: "error", code: refusal.code(), message: &refusal.message() };
    let body = serde_json::to_string(&error).unwrap_or_default();
    let mut response = response(refusal.status(), body, request_id);
    if let Some(seconds) = refusal.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn response(status: u16, body: String, request_id: &str) -> Response<String> {
    let mut response = Response::new(body);
    *response.status_mut() = status.try_into().unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", id);
    }
    response
}
