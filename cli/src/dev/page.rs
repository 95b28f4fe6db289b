//! The storefront page and what it needs, compiled in. Scripts are served as they stand in the tree, without a build.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Response};
use serde_json::Value;

/// Where files of `storefront/` are served.
const ASSETS: &str = "/assets/";
/// What stands for the catalog in the page.
const CATALOG: &str = "{{catalog}}";

const INDEX: &str = include_str!("../../../storefront/plain/index.html");

/// What a page with Stripe's own script may load (docs.stripe.com/security/guide, "Content Security Policy"). The
/// stand-in comes from this address.
const POLICY: &str = "default-src 'self'; img-src 'self' data: https://*.stripe.com; \
                      script-src 'self' https://js.stripe.com https://*.js.stripe.com; \
                      frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; \
                      connect-src 'self' https://api.stripe.com; frame-ancestors 'none'";

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../storefront/", $path)))),*]
    };
}

/// Path below `storefront/` and content.
const FILES: &[(&str, &str)] = files![
    "client/src/answer.js",
    "client/src/checkout.js",
    "client/src/confirm.js",
    "client/src/conversation.js",
    "client/src/discounts.js",
    "client/src/error.js",
    "client/src/index.js",
    "client/src/server-update.js",
    "inspector/call.js",
    "inspector/deliveries.js",
    "inspector/inspector.css",
    "inspector/inspector.js",
    "plain/app.js",
    "plain/cart.js",
    "plain/code.js",
    "plain/element.js",
    "plain/offers.js",
    "plain/order.js",
    "plain/summary.js",
    "shop/cards.js",
    "shop/code.js",
    "shop/mark.svg",
    "shop/products.svg",
    "shop/server.js",
    "shop/stripe.js",
    "shop/style.css",
    "shop/summary.js",
    "shop/words.js",
];

/// The file of a path; `catalog` is what the page shows before there is a session.
pub(super) async fn page(path: &str, catalog: impl AsyncFnOnce() -> Value) -> Option<Response<Bytes>> {
    if path == "/" {
        // Inside of a script element, only `<` could end it.
        let catalog = catalog().await.to_string().replace('<', "\\u003c");
        return Some(response("html", INDEX.replace(CATALOG, &catalog).into()));
    }
    let wanted = path.strip_prefix(ASSETS)?;
    let (name, content) = FILES.iter().find(|(known, _)| *known == wanted)?;
    Some(response(name, Bytes::from_static(content.as_bytes())))
}

fn response(name: &str, content: Bytes) -> Response<Bytes> {
    let media_type = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    };
    let mut response = Response::new(content);
    for (header, value) in
        [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "no-cache"), (X_CONTENT_TYPE_OPTIONS, "nosniff")]
    {
        response.headers_mut().insert(header, HeaderValue::from_static(value));
    }
    // It is the document's that counts.
    if name == "html" {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everything_that_the_page_may_load_is_compiled_in() {
        let storefront = concat!(env!("CARGO_MANIFEST_DIR"), "/../storefront");
        // The hook is for pages that are built.
        let left_out = ["client/src/react.js", "plain/index.html"];
        for folder in ["client/src", "inspector", "plain", "shop"] {
            for file in std::fs::read_dir(format!("{storefront}/{folder}")).unwrap() {
                let path = format!("{folder}/{}", file.unwrap().file_name().into_string().unwrap());
                assert_eq!(
                    page(&format!("{ASSETS}{path}"), async || Value::Null).await.is_none(),
                    left_out.contains(&path.as_str()),
                    "{path}"
                );
            }
        }
    }

    #[tokio::test]
    async fn a_catalog_can_not_end_the_element_that_holds_it() {
        let page = page("/", async || serde_json::json!({"name": "</script><b>"})).await.unwrap();
        let text = std::str::from_utf8(page.body()).unwrap().to_owned();
        assert!(text.contains(r#"{"name":"\u003c/script>\u003cb>"}"#));
    }
}
