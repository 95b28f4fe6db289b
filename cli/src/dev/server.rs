//! The server: hyper for each connection, and who answers which path.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use sandbox::Sandbox;
use shared::Endpoint;
use shared::endpoint::MEMBERS_PATH;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::answers::{json_response, message, not_allowed, unauthorized};
use super::compress::{gzip, wants_gzip};
use super::functions::Functions;
use super::inspector::Inspector;
use super::page;
use super::shop::Shop;
use crate::openapi;

/// The largest body that API Gateway takes.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// Who answers.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) sandbox: Option<Sandbox>,
    pub(super) shop: Shop,
    pub(super) functions: Functions,
    pub(super) inspector: Inspector,
}

/// Accepts connections for ever; dropping the future ends them all.
pub(super) async fn serve(server: Arc<Server>, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => {
                    connections.spawn(connection(Arc::clone(&server), stream, from.ip()));
                }
                // Out of file descriptors, most likely: others must close first.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(server: Arc<Server>, stream: TcpStream, source: IpAddr) {
    // Small answers at once; without it they are only slower.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| async {
        let response = match whole(request).await {
            Ok(request) => {
                let compressed = *request.method() == Method::GET && wants_gzip(request.headers());
                let response = server.answer(request, source).await;
                if compressed { gzip(response) } else { response }
            }
            Err(response) => response,
        };
        Ok::<_, Infallible>(response.map(Full::new))
    });
    // A browser that closes its connection early is no fault of anybody.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn whole(request: Request<Incoming>) -> Result<Request<Bytes>, Response<Bytes>> {
    let (parts, body) = request.into_parts();
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => Ok(Request::from_parts(parts, body.to_bytes())),
        Err(_) => Err(message(StatusCode::PAYLOAD_TOO_LARGE, "Request Too Long")),
    }
}

impl Server {
    async fn answer(&self, request: Request<Bytes>, source: IpAddr) -> Response<Bytes> {
        let path = request.uri().path();
        if let Some(sandbox) = self.sandbox.as_ref().filter(|_| of_stripe(path)) {
            return self.inspector.pass(sandbox, request).await;
        }
        if let Some(endpoint) = Endpoint::from_path(path) {
            if request.method() != Method::POST {
                return not_allowed("POST");
            }
            let member = self.shop.claims(request.headers()).filter(|_| path == MEMBERS_PATH);
            if member.is_none() && path == MEMBERS_PATH {
                return unauthorized();
            }
            return self.functions.call(endpoint, &request, member.as_ref(), source, &self.inspector).await;
        }
        if path.starts_with("/shop/") {
            return self.shop.answer(&request).await;
        }
        if path.starts_with("/inspector/") {
            return self.inspector.answer(self.sandbox.as_ref(), &request);
        }
        if path == "/openapi.json" && request.method() == Method::GET {
            return json_response(StatusCode::OK, &openapi::document());
        }
        match page::page(path, || self.shop.catalog()).await {
            Some(page) if [Method::GET, Method::HEAD].contains(request.method()) => page,
            Some(_) => not_allowed("GET, HEAD"),
            None => message(StatusCode::NOT_FOUND, "Not Found"),
        }
    }
}

/// What is Stripe's, where the sandbox stands in for it: the API, and the script of pages.
fn of_stripe(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/stripe-js/")
}
