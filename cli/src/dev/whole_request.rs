//! A request with all of its body, as a function gets it.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;

use super::answers::message;

/// The largest body that API Gateway accepts, in bytes.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// A request whose body has arrived.
pub(super) struct WholeRequest(pub(super) http::Request<Bytes>);

impl<S: Send + Sync> FromRequest<S> for WholeRequest {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        // The sandbox routes with axum, too, and would read the parameters of this server's routes as its own.
        parts.extensions.clear();
        match to_bytes(body, LARGEST_BODY).await {
            Ok(body) => Ok(Self(http::Request::from_parts(parts, body))),
            Err(_) => Err(message(StatusCode::PAYLOAD_TOO_LARGE, "Request Too Long")),
        }
    }
}
