//! The functions, each called as API Gateway and Lambda call it.

use std::io::{Write, stderr};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use discounts_ledger::Memory;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response, StatusCode};
use lambda_http::Context;
use shared::clock::Clock;
use shared::error_chain::error_chain;
use shared::event::Event;
use shared::{App, Endpoint};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::environment::Environment;
use super::event::event;
use super::inspector::Inspector;
use super::shop::Claims;

/// The longest time of an invocation.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The time between two sweeps of the ledger.
const BETWEEN_SWEEPS: Duration = Duration::from_mins(1);

/// Every function. They share one [`App`], which is made at the first call, as Lambda does it.
#[derive(Debug)]
pub(super) struct Functions {
    environment: Environment,
    clock: Clock,
    /// The ledger of all functions, for as long as the server runs.
    ledger: Arc<Memory>,
    warm: Mutex<Option<Warm>>,
}

#[derive(Debug)]
struct Warm {
    app: Arc<App>,
    /// The time of the last change to its policy.
    policy: Option<SystemTime>,
}

impl Functions {
    pub(super) fn new(environment: Environment, clock: Clock) -> Self {
        Self { environment, clock, ledger: Arc::new(Memory::default()), warm: Mutex::new(None) }
    }

    /// Calls a function, and shows the call to the inspector.
    pub(super) async fn call(
        &self,
        endpoint: Endpoint,
        request: &Request<Bytes>,
        member: Option<&Claims>,
        source: IpAddr,
        inspector: &Inspector,
    ) -> Response<Bytes> {
        let began = Instant::now();
        let id = Uuid::new_v4().to_string();
        let event = event(request, member, source, &id, self.clock.now());
        let (event, context) = (Event::parse(&event.to_string()), context(id.clone()));
        let Ok(response) = self.app().await.handle(endpoint, event, &context).await else {
            return internal_server_error();
        };
        let response = response.map(Bytes::from);
        inspector.note(endpoint, &id, request, &response, began);
        response
    }

    /// Sweeps the ledger now and then, as a schedule does in a deployment.
    pub(super) async fn sweep_for_ever(&self) {
        loop {
            tokio::time::sleep(BETWEEN_SWEEPS).await;
            // The log says what failed; the next sweep tries again.
            drop(self.app().await.sweep(&context(Uuid::new_v4().to_string())).await);
        }
    }

    /// Reloads the policy file if it has changed. One that does not load is ignored.
    async fn app(&self) -> Arc<App> {
        let mut warm = self.warm.lock().await;
        let changed = self.policy_changed();
        if let Some(warm) = warm.as_mut() {
            if warm.policy == changed {
                return Arc::clone(&warm.app);
            }
            warm.policy = changed;
            if let Err(fault) = self.environment.settings() {
                // The old policy works on, even if nothing reads the output.
                let _ = writeln!(stderr(), "The policy from before this change stays in use: {}", error_chain(&fault));
                return Arc::clone(&warm.app);
            }
        }
        let app = App::start(self.environment.settings()).await.with_clock(self.clock);
        let app = Arc::new(app.with_ledger(Arc::clone(&self.ledger) as _));
        *warm = Some(Warm { app: Arc::clone(&app), policy: changed });
        app
    }

    fn policy_changed(&self) -> Option<SystemTime> {
        let path = self.environment.get("DISCOUNT_POLICY")?;
        std::fs::metadata(path.trim()).and_then(|file| file.modified()).ok()
    }
}

/// The gateway's answer where a function gives none.
fn internal_server_error() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(br#"{"message":"Internal Server Error"}"#));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn context(request_id: String) -> Context {
    let deadline = Clock::SYSTEM.now().checked_add(TIMEOUT).ok();
    let mut context = Context::default();
    context.request_id = request_id;
    context.deadline = deadline.and_then(|at| u64::try_from(at.as_millisecond()).ok()).unwrap_or_default();
    context
}
