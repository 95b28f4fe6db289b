//! A check of the `Host` header. Without it, another site could point a name of its own at this machine after its page has
//! loaded (DNS rebinding), and its scripts could then call the shop as if they came from the same origin.

use std::net::IpAddr;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::HOST;
use http::uri::Authority;
use http::{HeaderMap, StatusCode};

use super::answers::message;

/// Passes a request on whose host is `localhost` or an IP address. No DNS record can make either belong to another site.
pub(super) async fn require_local_host(request: Request, next: Next) -> Response {
    let of_target = request.uri().authority().is_none_or(is_local);
    if of_target && has_local_host(request.headers()) {
        return next.run(request).await;
    }
    message(StatusCode::FORBIDDEN, "This server answers to localhost and to IP addresses only: open it by one of them.")
}

fn has_local_host(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
    host.is_some_and(|host| is_local(&host))
}

fn is_local(authority: &Authority) -> bool {
    let name = authority.host();
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn host_is_local_when_localhost_or_an_address() {
        for (host, local) in [
            ("localhost:3000", true),
            ("LOCALHOST", true),
            ("127.0.0.1:3000", true),
            ("192.168.1.20", true),
            ("[::1]:3000", true),
            ("shop.example:3000", false),
            ("127.0.0.1.shop.example", false),
            ("localhost.shop.example", false),
            ("shop.example@localhost.example", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
            assert_eq!(has_local_host(&headers), local, "{host}");
        }
        assert!(!has_local_host(&HeaderMap::new()));
    }
}
