//! The storefront page and what it needs, compiled in. Its scripts are served without a build, but `compact`; the client has a
//! build in one file.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use sandbox::compact;
use serde_json::Value;

use super::answers::not_found;
use super::shop::Shop;

/// The placeholder of the catalog in the page.
const CATALOG: &str = "{{catalog}}";

const INDEX: &str = include_str!("../../../storefront/plain/index.html");

const ICON: &str = include_str!("../../../storefront/shop/mark.svg");

/// The sources that a page with Stripe's own script loads from (docs.stripe.com/security/guide, "Content Security Policy"). The
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

/// The client in one file. The page loads it under the name of the main module: a third of the bytes, and one request.
const ONE_FILE: &str = include_str!("../../../storefront/client/dist/checkout-discounts.js");
const MAIN_MODULE: &str = "client/src/index.js";

/// Path below `storefront/` and content.
const FILES: &[(&str, &str)] = files![
    "client/src/answer.js",
    "client/src/api.js",
    "client/src/checkout.js",
    "client/src/confirm.js",
    "client/src/conversation.js",
    "client/src/discounts.js",
    "client/src/element-code.js",
    "client/src/element-progress.js",
    "client/src/element.js",
    "client/src/elements.js",
    "client/src/error.js",
    "client/src/events.js",
    "client/src/index.js",
    "client/src/options.js",
    "client/src/server-update.js",
    "client/src/texts-de.js",
    "client/src/texts-en.js",
    "client/src/texts.js",
    "client/src/totals.js",
    "client/src/warnings.js",
    "inspector/call.js",
    "inspector/deliveries.js",
    "inspector/inspector.css",
    "inspector/inspector.js",
    "plain/app.js",
    "plain/cart.js",
    "plain/code.js",
    "plain/delivery.js",
    "plain/element.js",
    "plain/savings.js",
    "plain/summary.js",
    "shop/cart.js",
    "shop/code.js",
    "shop/focus.js",
    "shop/mark.svg",
    "shop/order-session.js",
    "shop/order-state.js",
    "shop/order.js",
    "shop/products.svg",
    "shop/savings.js",
    "shop/server.js",
    "shop/steady.js",
    "shop/stripe.js",
    "shop/style.css",
    "shop/summary.js",
    "shop/tabs.js",
    "shop/words.js",
];

/// The routes of the page and of its files.
pub(super) fn routes(shop: &Arc<Shop>) -> Router {
    let index = async |State(shop): State<Arc<Shop>>| index(&shop.catalog().await);
    let asset = async |Path(path): Path<String>| match asset(&path) {
        Some(asset) => asset,
        None => not_found().await,
    };
    // Browsers ask for it on pages that name no icon.
    let icon = async || content("svg", ICON);
    Router::new()
        .route("/", get(index))
        .route("/favicon.ico", get(icon))
        .route("/assets/{*path}", get(asset))
        .with_state(Arc::clone(shop))
}

/// The routes of the client, for pages elsewhere.
pub(super) fn client_routes() -> Router {
    let module = async |Path(name): Path<String>| match file(&format!("client/src/{name}")) {
        Some(file) => file,
        None if name == "checkout-discounts.js" => content("js", ONE_FILE),
        None => not_found().await,
    };
    Router::new().route("/checkout-discounts/{name}", get(module))
}

/// The page, with what it shows before there is a session.
fn index(catalog: &Value) -> Response {
    // Inside of a script element, only `<` could end it.
    let catalog = catalog.to_string().replace('<', "\\u003c");
    // The policy of the document holds for all that it loads.
    ([(CONTENT_SECURITY_POLICY, POLICY)], content("html", INDEX.replace(CATALOG, &catalog))).into_response()
}

/// The file of a path below `storefront/`, as the page loads it.
fn asset(path: &str) -> Option<Response> {
    if path == MAIN_MODULE {
        return Some(content("js", ONE_FILE));
    }
    let (_, text) = FILES.iter().find(|(known, _)| *known == path)?;
    match path.rsplit_once('.') {
        Some((_, extension @ ("js" | "css"))) => Some(content(extension, compact(text))),
        _ => file(path),
    }
}

/// The file of a path below `storefront/`.
fn file(path: &str) -> Option<Response> {
    let (name, text) = FILES.iter().find(|(known, _)| *known == path)?;
    let extension = name.rsplit('.').next().unwrap_or_default();
    Some(content(extension, *text))
}

fn content(extension: &str, text: impl Into<Body>) -> Response {
    let media_type = match extension {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    };
    let headers = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "no-cache"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, text.into()).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[test]
    fn files_that_the_page_may_load_are_compiled_in() {
        let storefront = concat!(env!("CARGO_MANIFEST_DIR"), "/../storefront");
        // The hook is for pages that are built, and the fakes are for tests.
        let left_out = ["client/src/react.js", "client/src/testing.js", "plain/index.html"];
        for folder in ["client/src", "inspector", "plain", "shop"] {
            for entry in std::fs::read_dir(format!("{storefront}/{folder}")).unwrap() {
                let path = format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap());
                assert_eq!(file(&path).is_none(), left_out.contains(&path.as_str()), "{path}");
            }
        }
    }

    #[tokio::test]
    async fn catalog_cannot_end_the_element_that_holds_it() {
        let page = index(&serde_json::json!({"name": "</script><b>"}));
        let body = to_bytes(page.into_body(), usize::MAX).await.unwrap();
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains(r#"{"name":"\u003c/script>\u003cb>"}"#));
    }
}
