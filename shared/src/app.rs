//! A function: each request from its event to its answer, its log line and its metrics.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use discounts_ledger::Store;
use lambda_http::{Context, Response};
use tracing::{Instrument, Span};

use crate::answer::{CreatedSessionValue, QuoteValue, ReceivedValue, Value, failure, success};
use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::context::RequestContext;
use crate::counted::{KeyedFacts, MISTYPED, check_code};
use crate::create::CreationResult;
use crate::deadline::Deadline;
use crate::endpoint::Endpoint;
use crate::error_chain::error_chain;
use crate::event::{Event, HttpRequest, UnknownEvent};
use crate::metrics::{Metrics, MetricsRecorder};
use crate::reconcile::reconcile;
use crate::region_check::{UNKNOWN_REGION, check_region};
use crate::request::{PurchaseAction, Request, RequestError};
use crate::request_log::{log_rejected, log_request, log_unconfigured, request_span};
use crate::service::Service;
use crate::settings::{Settings, SettingsFault};
use crate::startup::{Ready, StartError};
use crate::stripe::RequestClient;
use crate::sweep::{SweepError, Swept, sweep};
use crate::webhook::{self, Alarm};
use crate::{create, deadline, quote};

/// A function, with the state that it keeps as long as it lives.
#[derive(Debug)]
pub struct App {
    ready: Option<Ready>,
    cold: AtomicBool,
    metrics: Option<Metrics>,
    clock: Clock,
}

impl App {
    /// Prepares what requests need: policy, key, connection. If that fails the function still starts, logs the fix, and answers
    /// every request with `misconfigured`.
    pub async fn start(settings: Result<Settings, SettingsFault>) -> Self {
        let ready = match settings {
            Ok(settings) => Ready::start(settings).await,
            Err(fault) => Err(StartError::from(fault)),
        };
        if let Err(error) = &ready {
            tracing::error!(code = "misconfigured", "{}", error_chain(error));
        }
        Self { ready: ready.ok(), cold: AtomicBool::new(true), metrics: None, clock: Clock::SYSTEM }
    }

    /// Writes metrics of every request from here on.
    #[must_use]
    pub fn with_metrics(self, metrics: Metrics) -> Self {
        Self { metrics: Some(metrics), ..self }
    }

    /// Counts uses in this ledger, and not in the one of the settings.
    #[must_use]
    pub fn with_ledger(self, ledger: Arc<dyn Store>) -> Self {
        let ready = self.ready.map(|ready| Ready { ledger: Ok(ledger), ..ready });
        Self { ready, ..self }
    }

    /// Decides by another clock than the system's.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Serves one event.
    ///
    /// # Errors
    ///
    /// [`UnknownEvent`] for one that is not a request; it is logged.
    pub async fn handle(
        &self,
        endpoint: Endpoint,
        event: Event,
        invocation: &Context,
    ) -> Result<Response<String>, UnknownEvent> {
        let request = match event {
            Event::Http(request) => Ok(request),
            Event::Malformed(invalid) => Err(RequestError::from(invalid)),
            Event::Unknown => return Err(self.refuse_event(endpoint, invocation)),
        };
        let (span, mut report) = self.begin(invocation);
        let response = self.serve(endpoint, request, invocation, &mut report).instrument(span).await;
        self.emit(&report);
        Ok(response)
    }

    /// Settles the sessions of the ledger that are due. A function whose policy counts nothing has none.
    ///
    /// # Errors
    ///
    /// [`SweepError`]; it is logged.
    pub async fn sweep(&self, invocation: &Context) -> Result<Swept, SweepError> {
        let (span, mut report) = self.begin(invocation);
        let swept = self.sweep_until(deadline::of_invocation(invocation.deadline), &mut report).instrument(span).await;
        self.emit(&report);
        swept
    }

    async fn sweep_until(&self, deadline: Deadline, report: &mut MetricsRecorder) -> Result<Swept, SweepError> {
        let Some(ready) = &self.ready else {
            tracing::error!(code = "misconfigured", "not configured: see the start of this log");
            report.refused(&ApiError::Misconfigured);
            return Err(SweepError::Misconfigured);
        };
        let service = match ready.service(self.clock) {
            Ok(service) => service,
            Err(fault) => {
                tracing::error!(code = "misconfigured", "{}", error_chain(fault));
                report.refused(&ApiError::Misconfigured);
                return Err(SweepError::Misconfigured);
            }
        };
        let Some(store) = service.ledger else { return Ok(Swept::default()) };
        let (mut client, mut context) = (ready.stripe.request_client(deadline), RequestContext::default());
        let swept = sweep(service, store, &mut client, Alarm::new(self.metrics.as_ref())).await;
        match &swept {
            Ok(Swept { settled, open, failed }) => tracing::info!(settled, open, failed, "swept the ledger"),
            Err(error) => {
                context.ledger_unavailable = true;
                tracing::error!(code = "ledger_unavailable", "{}", error_chain(error));
            }
        }
        report.talked(&client, &context);
        Ok(swept?)
    }

    /// Logs an event that is not a request.
    fn refuse_event(&self, endpoint: Endpoint, invocation: &Context) -> UnknownEvent {
        let (span, mut report) = self.begin(invocation);
        span.in_scope(|| {
            tracing::error!(interaction = endpoint.name(), code = "misconfigured", duration_ms = 0, "{UnknownEvent}");
        });
        report.refused(&ApiError::Misconfigured);
        self.emit(&report);
        UnknownEvent
    }

    fn begin(&self, invocation: &Context) -> (Span, MetricsRecorder) {
        let cold_start = self.cold.swap(false, Ordering::Relaxed);
        let span = request_span(invocation, cold_start);
        let mut report = MetricsRecorder::default();
        if cold_start {
            report.cold_start();
        }
        (span, report)
    }

    fn emit(&self, report: &MetricsRecorder) {
        if let Some(metrics) = &self.metrics {
            metrics.emit(report);
        }
    }

    async fn serve(
        &self,
        endpoint: Endpoint,
        event: Result<Box<HttpRequest>, RequestError>,
        invocation: &Context,
        report: &mut MetricsRecorder,
    ) -> Response<String> {
        let started = Instant::now();
        let refuse = |error: &ApiError, report: &mut MetricsRecorder| {
            report.refused(error);
            failure(error, &invocation.request_id)
        };
        let request = match event.and_then(|event| Request::parse(endpoint, &event)) {
            Ok(request) => request,
            Err(RequestError { answer, reason }) => {
                log_rejected(endpoint, &answer, reason.as_deref(), started);
                return refuse(&answer, report);
            }
        };
        let Some(ready) = &self.ready else {
            log_unconfigured(endpoint, &ApiError::Misconfigured, started);
            return refuse(&ApiError::Misconfigured, report);
        };
        let mut client = ready.stripe.request_client(deadline::of_invocation(invocation.deadline));
        let mut context = RequestContext::default();
        // On the heap: the calls of a request are some kilobytes of state.
        let outcome = Box::pin(answer(
            ready,
            &request,
            &mut client,
            &mut context,
            report,
            (invocation, self.clock, Alarm::new(self.metrics.as_ref())),
        ))
        .await;
        log_request(endpoint, &client, &context, outcome.as_ref().err(), started);
        report.talked(&client, &context);
        outcome.unwrap_or_else(|error| refuse(&error, report))
    }
}

/// Serves one request that was understood.
async fn answer(
    ready: &Ready,
    request: &Request,
    client: &mut RequestClient<'_>,
    context: &mut RequestContext,
    report: &mut MetricsRecorder,
    (invocation, clock, alarm): (&Context, Clock, Alarm<'_>),
) -> Result<Response<String>, ApiError> {
    let service = ready.service(clock).map_err(|fault| context.record(ApiError::Misconfigured, error_chain(fault)))?;
    check_code(&ready.policy, request.code()).map_err(|error| context.record(error, MISTYPED.to_owned()))?;
    let keyed = KeyedFacts::read(&ready.policy, client, context).await?;
    let service = Service { keyed: keyed.as_ref(), ..service };
    match request {
        Request::Purchase { id, action, locale } => {
            let (policy, locale) = (&ready.policy, locale.as_ref());
            context.about = Some(id.clone());
            check_region(&ready.policy, action)
                .map_err(|error| context.record(error.into(), UNKNOWN_REGION.to_owned()))?;
            client.same_mode(id).await.map_err(|error| context.record_error(&error))?;
            match action {
                PurchaseAction::Reconcile(command) => {
                    let reconciled = reconcile(service, client, id, (command.clone(), None), context).await?;
                    report.reconciled(&reconciled);
                    Ok(success(Value::of(&reconciled).in_locale(policy, locale), &invocation.request_id))
                }
                PurchaseAction::Quote => {
                    let quotes = quote::quote(service, client, id, context).await?;
                    Ok(success(QuoteValue::of(&quotes).in_locale(policy, locale), &invocation.request_id))
                }
            }
        }
        Request::NewSession(new) => {
            let created = create::create(service, client, new, context).await?;
            match &created.result {
                CreationResult::Reconciled(reconciled) => report.reconciled(reconciled),
                CreationResult::DecidedOnce(decision) => report.decided_once(decision),
                CreationResult::Nothing => {}
            }
            Ok(success(CreatedSessionValue::of(&created), &invocation.request_id))
        }
        Request::Delivery(delivery) => {
            webhook::receive(service, client, delivery, alarm, context).await?;
            Ok(success(ReceivedValue::new(), &invocation.request_id))
        }
    }
}
