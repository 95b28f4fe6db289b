//! The entry point of every function.

use std::io::stdout;

use lambda_http::{Error, LambdaEvent, lambda_runtime, service_fn};

use crate::app::App;
use crate::endpoint::Endpoint;
use crate::event::{Event, gateway_response};
use crate::metrics::Metrics;
use crate::settings::{Settings, log_level};

/// Serves an endpoint as a Lambda function, until Lambda ends the process.
///
/// # Errors
///
/// [`Error`] when the Runtime API can't be reached.
pub async fn serve(endpoint: Endpoint) -> Result<(), Error> {
    let variable = |name: &str| std::env::var(name).ok();
    let function = variable("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|| endpoint.name().to_owned());
    crate::log::init(log_level(variable), &function, stdout);

    // On the heap: on the stack, both would touch some forty kilobytes at once.
    let app = Box::pin(App::start(Settings::from_env())).await.with_metrics(Metrics::new(&function, stdout));
    Box::pin(lambda_runtime::run(service_fn(async |event: LambdaEvent<Event>| {
        app.handle(endpoint, event.payload, &event.context).await.map(gateway_response)
    })))
    .await
}
