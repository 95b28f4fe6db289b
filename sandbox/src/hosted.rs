//! Stripe's own page of a session, in small: what is bought, what it costs, and a button that pays.
//!
//! | `/c/pay/{session}` | |
//! |---|---|
//! | GET | the page of an open session; an embedded one asks for `client_secret` in the query |
//! | POST | pays, and leads to where the shopper returns to |

use std::fmt::Write as _;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde_json::Value;

use crate::account::{Account, Call};
use crate::expand::Expand;
use crate::pay::{self, Payment};
use crate::prepare;
use crate::presentation;
use crate::session::{SessionState, Status, UiMode};
use crate::state::Inner;
use crate::version::Version;

/// The path of the page.
pub(crate) const PATH: &str = "/c/pay/{id}";

/// Shows the page, or pays.
pub(crate) fn answer(inner: &Inner, id: &str, request: &Request<Bytes>) -> Response<Bytes> {
    let version = Version::assumed(&inner.config.default_version, false);
    let call = Call { config: &inner.config, version: &version, live: false, now: inner.now() };
    let mut state = inner.lock();
    let account = &mut state.account;
    let Some(session) = account.session(id, &call).ok().filter(|session| opens(session, request)).cloned() else {
        return html(StatusCode::NOT_FOUND, "<p>There is no such page.</p>");
    };
    if session.status != Status::Open {
        return html(
            StatusCode::OK,
            &format!("<p>This page is closed: the session is {}.</p>", session.status.as_str()),
        );
    }
    if request.method() != Method::POST {
        return html(StatusCode::OK, &order(account, &call, &session));
    }
    match account.attempt(|account| pay::pay(account, &call, id, Payment::AtOnce)) {
        Ok(()) => leads_to(&return_address(&session)),
        Err(error) => {
            let body = error.body("", false);
            let message = body.pointer("/error/message").and_then(Value::as_str).unwrap_or_default();
            html(StatusCode::PAYMENT_REQUIRED, &format!("<p role=\"alert\">{}</p>", escaped(message)))
        }
    }
}

/// A hosted page opens for everybody who has its address, an embedded one with the session's secret.
fn opens(session: &SessionState, request: &Request<Bytes>) -> bool {
    match session.ui_mode {
        UiMode::Hosted => true,
        UiMode::Embedded => {
            let sent = prepare::pairs(request).unwrap_or_default();
            let secret = sent.into_iter().find(|(name, _)| name == "client_secret").map(|(_, secret)| secret);
            secret.is_some() && secret == presentation::client_secret(session)
        }
        UiMode::Custom | UiMode::Form => false,
    }
}

fn return_address(session: &SessionState) -> String {
    let address = ["success_url", "return_url"].into_iter().find_map(|name| session.extra.get(name)?.as_str());
    address.unwrap_or("about:blank").replace("{CHECKOUT_SESSION_ID}", &session.id)
}

fn order(account: &Account, call: &Call<'_>, session: &SessionState) -> String {
    let shown = presentation::session(account, call, session, &Expand::of_page());
    let currency = session.currency.as_deref().unwrap_or_default();
    let number = |of: &Value, path: &str| of.pointer(path).and_then(Value::as_i64).unwrap_or_default();
    let text = |of: &Value, path: &str| of.pointer(path).and_then(Value::as_str).map(escaped);
    let mut rows = String::new();
    for line in shown.pointer("/line_items/data").and_then(Value::as_array).into_iter().flatten() {
        let name = text(line, "/description").unwrap_or_default();
        let (quantity, amount) = (number(line, "/quantity"), number(line, "/amount_subtotal"));
        let _ = write!(rows, "<tr><td>{quantity} × {name}</td><td>{amount} {currency}</td></tr>");
    }
    let off = number(&shown, "/total_details/amount_discount");
    if off > 0 {
        let name = text(&shown, "/discounts/0/coupon/name").unwrap_or_else(|| "Discount".to_owned());
        let _ = write!(rows, "<tr id=\"discount\"><td>{name}</td><td>-{off} {currency}</td></tr>");
    }
    let back = session.extra.get("cancel_url").and_then(Value::as_str);
    let back = back.map(|address| format!("<p><a href=\"{}\">Back</a></p>", escaped(address))).unwrap_or_default();
    format!(
        "<table>{rows}<tr id=\"total\"><th>Total</th><th>{} {currency}</th></tr></table>\
         <form method=\"post\"{}><button>Pay</button></form>{back}",
        number(&shown, "/amount_total"),
        // Paid, a page in a frame leads its whole window to the return URL.
        if session.ui_mode == UiMode::Embedded { " target=\"_top\"" } else { "" }
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn html(status: StatusCode, body: &str) -> Response<Bytes> {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Checkout (sandbox)</title></head>\
         <body><h1>Checkout (sandbox)</h1>{body}<p><small>Amounts are in minor units.</small></p></body></html>"
    );
    let mut response = Response::new(Bytes::from(page));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn leads_to(address: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}
