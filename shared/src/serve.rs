//! The entry point of every function.

use std::io::stdout;

use lambda_http::{Error, LambdaEvent, lambda_runtime, service_fn};
use serde::de::IgnoredAny;

use crate::app::App;
use crate::endpoint::Endpoint;
use crate::event::{Event, gateway_response};
use crate::metrics::Metrics;
use crate::settings::{Settings, log_level};
use crate::sweep::{SweepError, Swept};

/// Serves an endpoint as a Lambda function, until Lambda ends the process.
///
/// # Errors
///
/// [`Error`] when the Runtime API can't be reached.
pub async fn serve(endpoint: Endpoint) -> Result<(), Error> {
    let app = start(endpoint.name()).await;
    Box::pin(lambda_runtime::run(service_fn(async |event: LambdaEvent<Event>| {
        app.handle(endpoint, event.payload, &event.context).await.map(gateway_response)
    })))
    .await
}

/// Serves the sweep as a Lambda function, until Lambda ends the process. The schedule's event says nothing that it reads.
///
/// # Errors
///
/// [`Error`] when the Runtime API can't be reached.
pub async fn serve_sweep() -> Result<(), Error> {
    let app = start("sweep").await;
    Box::pin(lambda_runtime::run(service_fn(async |event: LambdaEvent<IgnoredAny>| -> Result<Swept, SweepError> {
        app.sweep(&event.context).await
    })))
    .await
}

/// Starts a function's app, its log and its metrics. `name` is for a process that is no Lambda function.
async fn start(name: &str) -> App {
    let variable = |name: &str| std::env::var(name).ok();
    let function = variable("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|| name.to_owned());
    crate::log::init(log_level(variable), &function, stdout);

    // On the heap: on the stack, both would touch some forty kilobytes at once.
    Box::pin(App::start(Settings::from_env())).await.with_metrics(Metrics::new(&function, stdout))
}
