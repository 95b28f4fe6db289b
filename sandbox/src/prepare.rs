//! The checks of a request before its endpoint executes. An error here is not kept under the idempotency key.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Request};
use serde_json::Value;

use crate::auth;
use crate::config::{Access, Key, Resource};
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::expand::Expand;
use crate::form;
use crate::idempotency::{Asked, Stored};
use crate::schema;
use crate::state::{Inner, Reservation};
use crate::version::Version;

/// A request that is fit to be executed.
pub(crate) struct Ready {
    pub(crate) endpoint: Endpoint,
    pub(crate) version: Version,
    pub(crate) live: bool,
    pub(crate) data: Value,
    pub(crate) expand: Expand,
    /// Of a POST with an idempotency key.
    pub(crate) reservation: Option<Reservation>,
}

/// The result of the checks.
pub(crate) enum Prepared {
    Ready(Ready),
    /// The idempotency key has a result already.
    Replay(Stored),
}

/// Checks key, version, route, rate limit, permission, idempotency key and parameters, in this order.
pub(crate) fn prepare(
    inner: &Arc<Inner>,
    endpoint: Option<Endpoint>,
    request: &Request<Bytes>,
) -> Result<Prepared, ApiError> {
    let (method, path, headers) = (request.method(), request.uri().path(), request.headers());
    let mut state = inner.lock();
    let key = auth::key(&state.keys, headers)?;
    let live = key.live();
    let version = version(inner, headers, live)?;
    let endpoint = endpoint.ok_or_else(|| unrecognized(method, path))?;
    state.limits.admit(live, &endpoint.name(), Instant::now())?;
    let (resource, access) = endpoint.route.scope;
    auth::check_scope(&key, resource, access)?;
    let pairs = pairs(request)?;
    let reservation = match idempotency_key(method, headers) {
        None => None,
        Some(name) => {
            let mut sorted = pairs.clone();
            sorted.sort();
            let asked = Asked { endpoint: format!("{method} {path}"), pairs: sorted };
            let name = (live, name);
            if let Some(stored) = state.idempotency.begin(&name, asked)? {
                return Ok(Prepared::Replay(stored));
            }
            Some(Reservation { inner: Arc::clone(inner), name })
        }
    };
    // A reservation takes the lock when it is dropped, as it is if the checks below refuse.
    drop(state);
    let data = schema::check(endpoint.route.schema, &version, &form::tree(&pairs)?)?;
    let expand = Expand::read(&data, endpoint.route.answer, &version)?;
    check_scopes(inner, &key, &data, &expand)?;
    Ok(Prepared::Ready(Ready { endpoint, version, live, data, expand, reservation }))
}

fn unrecognized(method: &Method, path: &str) -> ApiError {
    let message = format!(
        "Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at \
         https://support.stripe.com/."
    );
    ApiError::new(404, "invalid_request_error", message)
}

fn version(inner: &Inner, headers: &HeaderMap, live: bool) -> Result<Version, ApiError> {
    let unlocked = if live { inner.config.preview_live } else { inner.config.preview };
    match headers.get("stripe-version") {
        Some(value) => Version::parse(value.to_str().unwrap_or_default(), unlocked),
        None => Version::parse(&inner.config.default_version, unlocked),
    }
}

/// Stripe ignores the key of a GET.
fn idempotency_key(method: &Method, headers: &HeaderMap) -> Option<String> {
    let value = headers.get("idempotency-key").filter(|_| method == Method::POST)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The parameters of the query and of the body.
pub(crate) fn pairs(request: &Request<Bytes>) -> Result<Vec<(String, String)>, ApiError> {
    let mut all = form::pairs(request.uri().query().unwrap_or_default())?;
    if request.body().is_empty() {
        return Ok(all);
    }
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let invalid = || {
        ApiError::invalid(
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have \
             any questions, we can help at https://support.stripe.com/.",
        )
    };
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(invalid());
    }
    let body = std::str::from_utf8(request.body()).map_err(|_| invalid())?;
    all.extend(form::pairs(body)?);
    Ok(all)
}

/// Permissions that depend on the parameters.
fn check_scopes(inner: &Inner, key: &Key, data: &Value, expand: &Expand) -> Result<(), ApiError> {
    for resource in expand.needs() {
        auth::check_scope(key, *resource, Access::Read)?;
    }
    let makes_coupon = data.pointer("/discounts/0/coupon_data").is_some();
    if makes_coupon && inner.config.coupon_data_needs_scope {
        auth::check_scope(key, Resource::Coupon, Access::Write)?;
    }
    Ok(())
}
