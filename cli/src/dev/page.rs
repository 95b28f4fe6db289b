//! The storefront page and what it needs, compiled in.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Response};

/// Path, media type, content.
const FILES: [(&str, &str, &str); 3] = [
    ("/", "text/html; charset=utf-8", include_str!("../../../storefront/plain/index.html")),
    ("/app.js", "text/javascript; charset=utf-8", include_str!("../../../storefront/plain/app.js")),
    ("/style.css", "text/css; charset=utf-8", include_str!("../../../storefront/plain/style.css")),
];

/// The file of a path.
pub(super) fn page(path: &str) -> Option<Response<Bytes>> {
    let (_, media_type, content) = FILES.into_iter().find(|(known, _, _)| *known == path)?;
    let mut response = Response::new(Bytes::from_static(content.as_bytes()));
    for (name, value) in [
        (CONTENT_TYPE, media_type),
        (CACHE_CONTROL, "no-cache"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Some(response)
}
