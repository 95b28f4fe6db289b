//! The routes: which endpoint, page or script a request is for, and what its connection sees of the outcome.

use std::collections::BTreeSet;
use std::future::pending;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::routing::{any, get};
use axum::{RequestExt as _, Router};
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use http_body_util::{BodyExt as _, Collected};
use tokio::sync::mpsc::Sender;

use crate::exchange::{Outcome, Target, exchange};
use crate::hosted;
use crate::page::{self, PageRequest};
use crate::request_file;
use crate::routes;
use crate::state::Inner;
use crate::stripe_js;

/// How a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    Close,
    Reset,
}

/// Cuts the connection of a request; an extension of the request.
#[derive(Debug, Clone)]
pub(crate) struct Cutter(pub(crate) Sender<Cut>);

/// The routes of an account.
pub(crate) fn router(inner: &Arc<Inner>) -> Router {
    let paths: BTreeSet<&'static str> = routes::all().map(|route| route.path).collect();
    let endpoints = paths.into_iter().fold(Router::new(), |router, path| {
        let inner = Arc::clone(inner);
        router.route(path, any(move |request| endpoint(inner, path, request)))
    });
    let pages = page::paths().fold(endpoints, |router, path| {
        let inner = Arc::clone(inner);
        router.route(path, any(move |request| page(inner, path, request)))
    });
    let (scripts, unknown, hosted) = (Arc::clone(inner), Arc::clone(inner), Arc::clone(inner));
    pages
        .route(hosted::PATH, get(hosted_page).post(hosted_page).with_state(hosted))
        .route(stripe_js::PATH, any(move |request| script(scripts, request)))
        .fallback(move |request| answer(unknown, Target::Endpoint(None), request))
}

async fn endpoint(inner: Arc<Inner>, path: &'static str, mut request: Request) -> Response<Body> {
    let id = id(&mut request).await;
    let found = routes::find(request.method(), path, id);
    answer(inner, Target::Endpoint(found), request).await
}

async fn page(inner: Arc<Inner>, path: &'static str, mut request: Request) -> Response<Body> {
    let id = id(&mut request).await;
    let found = PageRequest::find(request.method(), path, id);
    answer(inner, found.map_or(Target::Endpoint(None), Target::Page), request).await
}

async fn script(inner: Arc<Inner>, mut request: Request) -> Response<Body> {
    let name = id(&mut request).await;
    match stripe_js::file(&name).filter(|_| request.method() == Method::GET) {
        Some(script) => script.map(Body::from),
        None => answer(inner, Target::Endpoint(None), request).await,
    }
}

async fn hosted_page(State(inner): State<Arc<Inner>>, mut request: Request) -> Response<Body> {
    let id = id(&mut request).await;
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(Collected::to_bytes).unwrap_or_default();
    hosted::answer(&inner, &id, &http::Request::from_parts(parts, body)).map(Body::from)
}

/// The id in the path; empty for a path without one.
async fn id(request: &mut Request) -> String {
    let params = request.extract_parts::<RawPathParams>().await.ok();
    params.and_then(|params| params.iter().next().map(|(_, id)| id.to_owned())).unwrap_or_default()
}

async fn answer(inner: Arc<Inner>, target: Target, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let cutter = parts.extensions.get::<Cutter>().cloned();
    let outcome = match body.collect().await {
        Err(_) => Outcome::Close,
        Ok(body) => {
            let request = http::Request::from_parts(parts, body.to_bytes());
            request_file::append(&request);
            let exchange = exchange(inner, target, request);
            match cutter {
                // A task of its own: like Stripe, it goes on when the caller hangs up.
                Some(_) => tokio::spawn(exchange).await.unwrap_or(Outcome::Close),
                None => exchange.await,
            }
        }
    };
    let how = match outcome {
        Outcome::Answer(response) => return response.map(Body::from),
        Outcome::Hang(_held) => pending().await,
        Outcome::Close => Cut::Close,
        Outcome::Reset => Cut::Reset,
    };
    if let Some(Cutter(cuts)) = cutter {
        let _ = cuts.send(how).await;
        return pending().await;
    }
    // Without a connection, a cut is what a proxy in front would say.
    let mut response = Response::new(Body::from(Bytes::new()));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use tower::ServiceExt as _;

    async fn message(method: Method, path: &str) -> String {
        let router = router(&Arc::new(Inner::new(Config::default())));
        let request =
            http::Request::builder().method(method).uri(path).header("authorization", "Bearer sk_test_sandbox");
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_route_is_chosen_by_method_and_path() {
        for (method, path, found) in [
            (Method::GET, "/v1/checkout/sessions/cs_1", "No such checkout.session: 'cs_1'"),
            (Method::POST, "/v1/checkout/sessions/cs_2/expire", "No such checkout.session: 'cs_2'"),
            (Method::POST, "/v1/checkout/sessions", "Missing required param: mode."),
            (Method::GET, "/v1/payment_pages/cs_3", "Invalid API Key provided"),
            (Method::GET, "/stripe-js/stripe.js", "export"),
        ] {
            let answer = message(method, path).await;
            assert!(answer.contains(found), "{path}: {answer}");
        }
    }

    #[tokio::test]
    async fn unknown_paths_and_methods_are_unrecognized() {
        for (method, path) in [
            (Method::GET, "/v1/nothing"),
            (Method::DELETE, "/v1/prices/x"),
            (Method::GET, "/v1/checkout/sessions/cs_1/expire"),
            (Method::GET, "/v2/checkout/sessions/cs_1"),
            (Method::GET, "/v1/checkout/sessions/cs_1/line_items/li_1"),
            (Method::POST, "/v1/payment_pages/cs_1"),
            (Method::GET, "/v1/payment_pages/cs_1/confirm"),
            (Method::POST, "/stripe-js/stripe.js"),
            (Method::GET, "/stripe-js/none.js"),
        ] {
            let expected = format!("Unrecognized request URL ({method}: {path})");
            let answer = message(method, path).await;
            assert!(answer.contains(&expected), "{answer}");
        }
    }
}
