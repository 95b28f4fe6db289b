//! Answers that the server makes itself, in the form in which API Gateway makes its own.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

/// An answer as API Gateway makes its own.
pub(super) fn message(status: StatusCode, message: &str) -> Response<Bytes> {
    json_response(status, &json!({"message": message}))
}

/// What its JWT authorizer lets it say to whoever brings no token.
pub(super) fn unauthorized() -> Response<Bytes> {
    let mut response = message(StatusCode::UNAUTHORIZED, "Unauthorized");
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

pub(super) fn not_allowed(allow: &'static str) -> Response<Bytes> {
    let mut response = message(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
    response
}

pub(super) fn json_response(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
