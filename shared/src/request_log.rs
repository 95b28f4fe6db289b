//! The log line of a request.

use std::time::Instant;

use lambda_http::Context;
use tracing::Span;

use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::endpoint::Endpoint;
use crate::stripe::{Purchase, RequestClient};

/// The span of a request, whose fields each of its lines has, at whatever level lines are logged.
pub(crate) fn request_span(invocation: &Context, cold_start: bool) -> Span {
    tracing::error_span!(
        "request",
        function_request_id = invocation.request_id.as_str(),
        xray_trace_id = invocation.xray_trace_id.as_deref().unwrap_or_default(),
        cold_start,
    )
}

/// Writes the one line of a request that called Stripe, or could have; a failure is logged here and nowhere else.
pub(crate) fn log_request(
    endpoint: Endpoint,
    client: &RequestClient<'_>,
    context: &RequestContext,
    error: Option<&ApiError>,
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
    match error {
        // Whatever the page is answered, an excess that may be left costs the merchant money.
        None if context.needs_review => {
            line!(error, None::<&str>, format_args!("{}; {cause}", success_text(endpoint, context.changed)));
        }
        None => line!(info, None::<&str>, success_text(endpoint, context.changed)),
        Some(error) if error.is_ours() || context.needs_review => line!(error, Some(error.code()), cause),
        Some(error) => line!(warn, Some(error.code()), cause),
    }
}

/// Writes the one line of a request that is not served.
pub(crate) fn log_rejected(endpoint: Endpoint, error: &ApiError, reason: Option<&str>, started: Instant) {
    let (interaction, code, duration_ms) = (endpoint.name(), error.code(), millis(started));
    tracing::info!(interaction, code, duration_ms, "{}", reason.unwrap_or("refused"));
}

/// Writes the one line of a request to a function that could not start; its first line says why.
pub(crate) fn log_unconfigured(endpoint: Endpoint, error: &ApiError, started: Instant) {
    let (interaction, code, duration_ms) = (endpoint.name(), error.code(), millis(started));
    tracing::error!(interaction, code, duration_ms, "not configured: see the start of this log");
}

const fn success_text(endpoint: Endpoint, changed: bool) -> &'static str {
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

#[cfg(test)]
mod tests {
    use tracing::level_filters::LevelFilter;
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[test]
    fn request_span_is_enabled_at_the_highest_level() {
        let errors_only = tracing_subscriber::registry().with(LevelFilter::ERROR);
        tracing::subscriber::with_default(errors_only, || {
            let span = request_span(&Context::default(), false);
            assert!(!span.is_disabled() && span.has_field("function_request_id"));
        });
    }
}
