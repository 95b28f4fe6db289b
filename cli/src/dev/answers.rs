//! Answers that the server makes itself, in the form in which API Gateway makes its own.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

/// A status with a message.
pub(super) fn message(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"message": message}))).into_response()
}

/// The answer of the JWT authorizer to a request without a token that it accepts.
pub(super) fn unauthorized() -> Response {
    ([(WWW_AUTHENTICATE, "Bearer")], message(StatusCode::UNAUTHORIZED, "Unauthorized")).into_response()
}

/// The answer for a path without a route.
pub(super) async fn not_found() -> Response {
    message(StatusCode::NOT_FOUND, "Not Found")
}

/// The answer for a method that a path has no route for. The router adds the methods that it has.
pub(super) async fn method_not_allowed() -> Response {
    message(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
}
