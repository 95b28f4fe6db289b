//! A function at work: every request from its event to its answer and its line in the log.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use discounts_core::Policy;
use lambda_http::{Context, Response};
use tracing::{Instrument, Span};

use crate::answer::{OpenedValue, QuoteValue, ReceivedValue, Value, failure, success};
use crate::api_error::ApiError;
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
const TURNS: u8 = 3;

/// What a function holds for as long as it lives.
#[derive(Debug)]
pub struct App {
    ready: Option<Ready>,
    cold: AtomicBool,
    metrics: Option<Metrics>,
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
        Self { ready: ready.ok(), cold: AtomicBool::new(true), metrics: None }
    }

    /// Tells CloudWatch of every request from here on.
    #[must_use]
    pub fn with_metrics(self, metrics: Metrics) -> Self {
        Self { metrics: Some(metrics), ..self }
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
        context: &Context,
    ) -> Result<Response<String>, UnknownEvent> {
        let request = match event {
            Event::Http(request) => Ok(request),
            Event::Malformed(invalid) => Err(RequestError::from(invalid)),
            Event::Unknown => return Err(self.refuse_event(endpoint, context)),
        };
        let (span, mut report) = self.begin(context);
        let response = self.serve(endpoint, request, context, &mut report).instrument(span).await;
        self.tell(&report);
        Ok(response)
    }

    /// Logs an event that is not a request.
    fn refuse_event(&self, endpoint: Endpoint, context: &Context) -> UnknownEvent {
        let (span, mut report) = self.begin(context);
        span.in_scope(|| {
            tracing::error!(interaction = endpoint.name(), code = "misconfigured", duration_ms = 0, "{UnknownEvent}");
        });
        report.refused(&ApiError::Misconfigured);
        self.tell(&report);
        UnknownEvent
    }

    fn begin(&self, context: &Context) -> (Span, MetricsRecorder) {
        let cold_start = self.cold.swap(false, Ordering::Relaxed);
        let span = tracing::info_span!(
            "request",
            function_request_id = context.request_id.as_str(),
            xray_trace_id = context.xray_trace_id.as_deref().unwrap_or_default(),
            cold_start,
        );
        let mut report = MetricsRecorder::default();
        if cold_start {
            report.cold_start();
        }
        (span, report)
    }

    fn tell(&self, report: &MetricsRecorder) {
        if let Some(metrics) = &self.metrics {
            metrics.tell(report);
        }
    }

    async fn serve(
        &self,
        endpoint: Endpoint,
        event: Result<Box<HttpRequest>, RequestError>,
        context: &Context,
        report: &mut MetricsRecorder,
    ) -> Response<String> {
        let started = Instant::now();
        let refuse = |refusal: &ApiError, report: &mut MetricsRecorder| {
            report.refused(refusal);
            failure(refusal, &context.request_id)
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
        let mut talk = ready.stripe.request_client(deadline::of_invocation(context.deadline));
        let mut trail = RequestContext::default();
        // On the heap: the calls of a request are some kilobytes of state.
        let outcome = Box::pin(ready.answer(&request, &mut talk, &mut trail, report, context)).await;
        log(endpoint, &talk, &trail, outcome.as_ref().err(), started);
        report.talked(&talk, &trail);
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
            for _ in 0..TURNS {
                tokio::task::yield_now().await;
            }
            settings.offers.load()
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
        talk: &mut RequestClient<'_>,
        trail: &mut RequestContext,
        report: &mut MetricsRecorder,
        context: &Context,
    ) -> Result<Response<String>, ApiError> {
        match request {
            Request::Purchase { id, asks } => {
                trail.about = Some(id.clone());
                talk.same_mode(id).await.map_err(|error| trail.refuse(&error))?;
                match asks {
                    PurchaseAction::SessionCommand(step) => {
                        let reconciled = reconcile(&self.policy, talk, id, (step.clone(), None), trail).await?;
                        report.reconciled(&reconciled);
                        Ok(success(Value::of(&reconciled), &context.request_id))
                    }
                    PurchaseAction::Quote => {
                        let quotes = quote::quote(&self.policy, talk, id, trail).await?;
                        Ok(success(QuoteValue::of(&quotes), &context.request_id))
                    }
                }
            }
            Request::NewSession(asked) => {
                let opened = create::create(&self.policy, talk, asked, trail).await?;
                if let Some(reconciled) = &opened.reconciled {
                    report.reconciled(reconciled);
                }
                Ok(success(OpenedValue::of(&opened), &context.request_id))
            }
            Request::Delivery(delivery) => {
                webhook::receive(&self.policy, talk, delivery, trail).await?;
                Ok(success(ReceivedValue::new(), &context.request_id))
            }
        }
    }
}

/// One line for each request; a failure is logged here and nowhere else.
fn log(
    endpoint: Endpoint,
    talk: &RequestClient<'_>,
    trail: &RequestContext,
    refusal: Option<&ApiError>,
    started: Instant,
) {
    let (session, intent) = match &trail.about {
        Some(Purchase::Session(id)) => (Some(id.as_str()), None),
        Some(Purchase::Intent(id)) => (None, Some(id.as_str())),
        None => (None, None),
    };
    let (event_id, event_type) = trail.event.as_ref().map(|(id, kind)| (id.as_str(), kind.as_str())).unzip();
    macro_rules! line {
        ($level:ident, $code:expr, $message:expr) => {
            tracing::$level!(
                interaction = endpoint.name(),
                checkout_session_id = session,
                payment_intent_id = intent,
                event_id,
                event_type,
                code = $code,
                decision = trail.decision.as_deref(),
                facts = trail.facts.as_deref(),
                changed = trail.changed,
                stripe_request_id = talk.request_id(),
                stripe_calls = talk.calls(),
                duration_ms = millis(started),
                "{}",
                $message
            )
        };
    }
    let cause = trail.cause.as_deref().unwrap_or("refused");
    match refusal {
        None => line!(info, None::<&str>, done(endpoint, trail.changed)),
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
