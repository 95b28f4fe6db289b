//! CORS: the origins whose pages may call, and the answers of API Gateway to them, as `CorsConfiguration` in template.yaml
//! describes it. Stripe's API and the scripts are open to the same origins.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::arguments::ArgumentError;

/// `AllowMethods`, `AllowHeaders`, `ExposeHeaders` and `MaxAge` of template.yaml.
const ALLOWED_METHODS: &str = "POST";
const ALLOWED_HEADERS: &str = "content-type,authorization";
const EXPOSED_HEADERS: &str = "retry-after,x-request-id";
const MAX_AGE: &str = "600";

/// The origin of a page: `https://shop.example`, or `http://` with localhost or an IP address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin(String);

/// The origins that may call: those of this machine, and those that `--origin` names.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins(Arc<BTreeSet<Origin>>);

impl Origin {
    /// Reads an origin in the form in which browsers send it.
    pub(super) fn parse(text: &str) -> Result<Self, ArgumentError> {
        let (scheme, rest) = text.split_once("://").ok_or(ArgumentError::Origin)?;
        let authority: Authority = rest.parse().map_err(|_| ArgumentError::Origin)?;
        let plain =
            matches!(scheme, "http" | "https") && !authority.as_str().contains('@') && !authority.host().is_empty();
        if plain { Ok(Self(text.to_ascii_lowercase())) } else { Err(ArgumentError::Origin) }
    }
}

impl Origins {
    /// The origins of this machine, and these.
    pub(super) fn with(named: &[Origin]) -> Self {
        Self(Arc::new(named.iter().cloned().collect()))
    }

    fn allow(&self, origin: &str) -> bool {
        is_of_this_machine(origin) || self.0.contains(&Origin(origin.to_owned()))
    }

    /// The `Origin` of a request, if it is allowed.
    fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        origin.to_str().is_ok_and(|origin| self.allow(origin)).then(|| origin.clone())
    }
}

/// The origins that template.yaml accepts with `http`: any port of localhost and 127.0.0.1.
fn is_of_this_machine(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").and_then(|rest| rest.parse::<Authority>().ok());
    host.is_some_and(|host| matches!(host.host(), "localhost" | "127.0.0.1") && !host.as_str().contains('@'))
}

/// Answers as the gateway does: a preflight without the function, any other request with it.
pub(super) async fn like_the_gateway(State(origins): State<Origins>, request: Request, next: Next) -> Response {
    let allowed = origins.allowed(request.headers());
    if is_preflight(&request) {
        let mut response = StatusCode::NO_CONTENT.into_response();
        if let Some(origin) = allowed {
            let headers = response.headers_mut();
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(ALLOWED_METHODS));
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS));
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
        }
        return response;
    }
    readable(allowed, next.run(request).await)
}

/// Lets pages of these origins read the answer, as Stripe lets any page.
pub(super) async fn like_stripe(State(origins): State<Origins>, request: Request, next: Next) -> Response {
    let allowed = origins.allowed(request.headers());
    readable(allowed, next.run(request).await)
}

fn is_preflight(request: &Request) -> bool {
    let headers = request.headers();
    request.method() == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn readable(origin: Option<HeaderValue>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    // A cache keeps one answer for each origin.
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED_HEADERS));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_this_machine_and_named_ones_may_call() {
        let named = Origin::parse("https://Shop.example").unwrap();
        let origins = Origins::with(&[named, Origin::parse("http://192.168.1.20:5173").unwrap()]);
        for (origin, allowed) in [
            ("http://localhost:5173", true),
            ("http://localhost", true),
            ("http://127.0.0.1:8000", true),
            ("https://shop.example", true),
            ("http://192.168.1.20:5173", true),
            ("http://shop.example", false),
            ("https://shop.example:444", false),
            ("http://192.168.1.20", false),
            ("http://localhost.example", false),
            ("http://a@localhost", false),
            ("https://other.example", false),
            ("null", false),
        ] {
            assert_eq!(origins.allow(origin), allowed, "{origin}");
        }
    }

    #[test]
    fn origins_have_a_scheme_and_no_path() {
        for text in
            ["shop.example", "https://", "https://shop.example/", "ftp://shop.example", "*", "https://a@b.example"]
        {
            assert!(Origin::parse(text).unwrap_err().to_string().contains("http://192.168.1.20:5173"), "{text}");
        }
    }

    #[test]
    fn headers_are_those_of_the_template() {
        let template = include_str!("../../../template.yaml");
        let (_, cors) = template.split_once("CorsConfiguration:").unwrap();
        let value = |key: &str| {
            let (_, rest) = cors.split_once(&format!("{key}: ")).unwrap();
            rest.lines().next().unwrap().trim_matches(['[', ']']).replace(", ", ",").to_ascii_lowercase()
        };
        for (key, said) in [
            ("AllowMethods", ALLOWED_METHODS),
            ("AllowHeaders", ALLOWED_HEADERS),
            ("ExposeHeaders", EXPOSED_HEADERS),
            ("MaxAge", MAX_AGE),
        ] {
            assert_eq!(value(key), said.to_ascii_lowercase(), "{key}");
        }
    }
}
