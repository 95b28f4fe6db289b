//! The routes, and the server of one address.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::response::Response;
use axum::routing::{any, get, post};
use axum::serve::ListenerExt;
use axum::{Json, Router, middleware};
use sandbox::Sandbox;
use shared::Endpoint;
use shared::endpoint::MEMBERS_PATH;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use super::answers::{method_not_allowed, not_found, unauthorized};
use super::cors::{self, Origins};
use super::functions::Functions;
use super::inspector::Inspector;
use super::local_host::require_local_host;
use super::page;
use super::shop::Shop;
use super::whole_request::WholeRequest;
use crate::openapi;

/// The size in bytes below which compression gains nothing.
const LEAST_COMPRESSED: u16 = 400;

/// Everything that answers.
#[derive(Debug, Clone)]
pub(super) struct Server {
    pub(super) sandbox: Option<Sandbox>,
    pub(super) shop: Arc<Shop>,
    pub(super) functions: Arc<Functions>,
    pub(super) inspector: Arc<Inspector>,
    pub(super) origins: Origins,
}

/// Serves until `stop` is ready. Requests that have arrived by then are answered.
pub(super) async fn serve(server: Server, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) {
    // Nagle's algorithm would hold small answers back.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    let service = server.router().into_make_service_with_connect_info::<SocketAddr>();
    // It does not fail: a connection that can't be accepted is tried again.
    drop(axum::serve(listener, service).with_graceful_shutdown(stop).await);
}

impl Server {
    fn router(&self) -> Router {
        let stripe = self.sandbox.clone().map(|sandbox| stripe(sandbox, &self.inspector));
        // For pages of other origins: the client, and what is Stripe's.
        let open = page::client_routes().merge(stripe.unwrap_or_default());
        let open = open.layer(middleware::from_fn_with_state(self.origins.clone(), cors::like_stripe));
        // A shop's host compresses what it serves. API Gateway, which answers for the functions, does not.
        let compressed = Router::new()
            .merge(page::routes(&self.shop))
            .merge(self.shop.routes())
            .merge(self.inspector.routes(self.sandbox.clone()))
            .merge(open)
            .route("/openapi.json", get(async || Json(openapi::document())))
            .layer(CompressionLayer::new().compress_when(SizeAbove::new(LEAST_COMPRESSED)));
        self.functions()
            // Before the layer, which a preflight has to pass, too.
            .method_not_allowed_fallback(method_not_allowed)
            .layer(middleware::from_fn_with_state(self.origins.clone(), cors::like_the_gateway))
            .merge(compressed)
            .fallback(not_found)
            .method_not_allowed_fallback(method_not_allowed)
            .layer(middleware::from_fn(require_local_host))
    }

    /// The routes of the functions.
    fn functions(&self) -> Router {
        let routes = Endpoint::all().flat_map(|endpoint| endpoint.paths().map(move |path| (endpoint, path)));
        let add = |router: Router<Self>, (endpoint, path): (Endpoint, String)| {
            let for_members = path == MEMBERS_PATH;
            let call = async move |State(server): State<Self>, ConnectInfo(from): ConnectInfo<SocketAddr>, request| {
                server.call(endpoint, for_members, from, request).await
            };
            router.route(&path, post(call))
        };
        routes.fold(Router::new(), add).with_state(self.clone())
    }

    async fn call(
        self,
        endpoint: Endpoint,
        for_members: bool,
        from: SocketAddr,
        WholeRequest(request): WholeRequest,
    ) -> Response {
        let member = self.shop.claims(request.headers()).filter(|_| for_members);
        if for_members && member.is_none() {
            return unauthorized();
        }
        let answer = self.functions.call(endpoint, &request, member.as_ref(), from.ip(), &self.inspector);
        answer.await.map(Body::from)
    }
}

/// Stripe's API and the script of its pages.
fn stripe(sandbox: Sandbox, inspector: &Arc<Inspector>) -> Router {
    let pass = async |State((sandbox, inspector)): State<(Sandbox, Arc<Inspector>)>, WholeRequest(request)| {
        inspector.pass(&sandbox, request).await.map(Body::from)
    };
    let routes = Router::new().route("/v1/{*path}", any(pass)).route("/stripe-js/{*path}", any(pass));
    let routes = routes.route("/c/pay/{*path}", any(pass));
    routes.with_state((sandbox, Arc::clone(inspector)))
}
