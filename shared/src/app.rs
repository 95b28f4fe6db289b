//! A function at work: every request from its event to its answer and its line in the log.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use discounts_core::Policy;
use lambda_http::{Context, Response};
use tracing::{Instrument, Span};

use crate::answer::{OpenedValue, QuoteValue, ReceivedValue, Value, failure, success};
use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::context::RequestContext;
use crate::endpoint::Endpoint;
use crate::error_chain::error_chain;
use crate::event::{Event, HttpRequest, UnknownEvent};
use crate::metrics::{Metrics, MetricsRecorder};
use crate::reconcile::reconcile;
use crate::request::{PurchaseAction, Request, RequestError};
use crate::settings::{KeySource, Settings, SettingsFault};
use crate::stripe::{ApiKeyStore, Purchase, RequestClient, Stripe};
use crate::{create, deadline, http_client, quote, secret, webhook};

/// Turns of the runtime until the connection to Stripe is on its way: connect, hand over, send. The offers are loaded
/// while its answer is awaited.
const YIELDS_BEFORE_POLICY_LOAD: u8 = 3;

/// What a function holds for as long as it lives.
#[derive(Debug)]
pub struct App {
    ready: Option<Ready>,
    cold: AtomicBool,
    metrics: Option<Metrics>,
    clock: Clock,
}

#[derive(Debug)]
struct Ready {
    policy: Policy,
    stripe: Stripe,
}

impl App {
    /// Makes everything ready that a request needs: settings, key, connection. A function that can't be made ready
    /// starts all the same: the log says at once what to set, and every request is answered with `misconfigured`.
    pub async fn start(settings: Result<Settings, SettingsFault>) -> Self {
        let ready = match settings {
            Ok(settings) => Ready::new(settings).await,
            Err(fault) => Err(fault.to_string()),
        };
        if let Err(fault) = &ready {
            tracing::error!(code = "misconfigured", "{fault}");
        }
        Self { ready: ready.ok(), cold: AtomicBool::new(true), metrics: None, clock: Clock::SYSTEM }
    }

    /// Tells CloudWatch of every request from here on.
    #[must_use]
    pub fn with_metrics(self, metrics: Metrics) -> Self {
        Self { metrics: Some(metrics), ..self }
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
        let span = tracing::info_span!(
            "request",
            function_request_id = invocation.request_id.as_str(),
            xray_trace_id = invocation.xray_trace_id.as_deref().unwrap_or_default(),
            cold_start,
        );
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
        let refuse = |refusal: &ApiError, report: &mut MetricsRecorder| {
            report.refused(refusal);
            failure(refusal, &invocation.request_id)
        };
        let request = match event.and_then(|event| Request::parse(endpoint, &event)) {
            Ok(request) => request,
            Err(RequestError { answer, reason }) => {
                let (code, reason) = (answer.code(), reason.as_deref().unwrap_or("refused"));
                tracing::info!(interaction = endpoint.name(), code, duration_ms = millis(started), "{reason}");
                return refuse(&answer, report);
            }
        };
        let Some(ready) = &self.ready else {
            // What is wrong was logged when the function started.
            let (interaction, duration_ms) = (endpoint.name(), millis(started));
            tracing::error!(
                interaction,
                code = "misconfigured",
                duration_ms,
                "not configured: see the start of this log"
            );
            return refuse(&ApiError::Misconfigured, report);
        };
        let mut client = ready.stripe.request_client(deadline::of_invocation(invocation.deadline));
        let mut context = RequestContext::default();
        // On the heap: the calls of a request are some kilobytes of state.
        let outcome =
            Box::pin(ready.answer(&request, &mut client, &mut context, report, (invocation, self.clock))).await;
        log(endpoint, &client, &context, outcome.as_ref().err(), started);
        report.talked(&client, &context);
        outcome.unwrap_or_else(|refusal| refuse(&refusal, report))
    }
}

impl Ready {
    async fn new(settings: Settings) -> Result<Self, String> {
        let http = http_client::http_client().map_err(|error| format!("the HTTP client can't be built: {error}"))?;
        let keys = match settings.key {
            KeySource::Environment(secrets) => ApiKeyStore::fixed(secrets),
            KeySource::SecretsManager(secret) => {
                ApiKeyStore::from_source(secret::SecretReader::new(&secret, http.clone()))
            }
        };
        let stripe = Stripe::new(http, settings.stripe_base, settings.stripe_version, keys);
        let offers = async {
            for _ in 0..YIELDS_BEFORE_POLICY_LOAD {
                tokio::task::yield_now().await;
            }
            settings.policy_source.load()
        };
        let (warm, policy) = tokio::join!(stripe.warm_up(), offers);
        // A key that can't be read now is read again by the request that needs it.
        if let Err(error) = warm {
            let code = if error.is_temporary() { "service_unavailable" } else { "misconfigured" };
            tracing::error!(code, "{}", error_chain(&error));
        }
        Ok(Self { policy: policy.map_err(|fault| fault.to_string())?, stripe })
    }

    async fn answer(
        &self,
        request: &Request,
        client: &mut RequestClient<'_>,
        context: &mut RequestContext,
        report: &mut MetricsRecorder,
        (invocation, clock): (&Context, Clock),
    ) -> Result<Response<String>, ApiError> {
        match request {
            Request::Purchase { id, asks } => {
                context.about = Some(id.clone());
                client.same_mode(id).await.map_err(|error| context.record_error(&error))?;
                match asks {
                    PurchaseAction::SessionCommand(step) => {
                        let reconciled =
                            reconcile(&self.policy, client, id, (step.clone(), None, clock), context).await?;
                        report.reconciled(&reconciled);
                        Ok(success(Value::of(&reconciled), &invocation.request_id))
                    }
                    PurchaseAction::Quote => {
                        let quotes = quote::quote(&self.policy, client, id, clock, context).await?;
                        Ok(success(QuoteValue::of(&quotes), &invocation.request_id))
                    }
                }
            }
            Request::NewSession(asked) => {
                let opened = create::create(&self.policy, client, asked, clock, context).await?;
                if let Some(reconciled) = &opened.reconciled {
                    report.reconciled(reconciled);
                }
                Ok(success(OpenedValue::of(&opened), &invocation.request_id))
            }
            Request::Delivery(delivery) => {
                webhook::receive(&self.policy, client, delivery, clock, context).await?;
                Ok(success(ReceivedValue::new(), &invocation.request_id))
            }
        }
    }
}

/// One line for each request; a failure is logged here and nowhere else.
fn log(
    endpoint: Endpoint,
    client: &RequestClient<'_>,
    context: &RequestContext,
    refusal: Option<&ApiError>,
    started: Instant,
) {
    let (session, intent) = match &context.about {
        Some(Purchase::Session(id)) => (Some(id.as_str()), None),
        Some(Purchase::Intent(id)) => (None, Some(id.as_str())),
        None => (None, None),
    };
    let (event_id, event_type) = context.event.as_ref().map(|(id, kind)| (id.as_str(), kind.as_str())).unzip();
    macro_rules! line {
        ($level:ident, $code:expr, $message:expr) => {
            tracing::$level!(
                interaction = endpoint.name(),
                checkout_session_id = session,
                payment_intent_id = intent,
                event_id,
                event_type,
                code = $code,
                decision = context.decision.as_deref(),
                facts = context.facts.as_deref(),
                changed = context.changed,
                stripe_request_id = client.request_id(),
                stripe_calls = client.calls(),
                duration_ms = millis(started),
                "{}",
                $message
            )
        };
    }
    let cause = context.cause.as_deref().unwrap_or("refused");
    match refusal {
        None => line!(info, None::<&str>, done(endpoint, context.changed)),
        Some(refusal) if refusal.is_ours() => line!(error, Some(refusal.code()), cause),
        Some(refusal) => line!(warn, Some(refusal.code()), cause),
    }
}

const fn done(endpoint: Endpoint, changed: bool) -> &'static str {
    match (endpoint, changed) {
        (Endpoint::CheckoutSession, _) => "session created",
        (Endpoint::Webhook, true) => "event received, history written",
        (Endpoint::Webhook, false) => "event received",
        (_, true) => "discount updated",
        (_, false) => "discount unchanged",
    }
}

fn millis(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}
