//! What a function's `main` calls.

use std::io::stdout;

use lambda_http::{Error, service_fn};

use crate::app::App;
use crate::endpoint::Endpoint;
use crate::settings::{Settings, log_level};

/// Serves an endpoint as a Lambda function, until Lambda ends the process.
///
/// # Errors
///
/// When the Runtime API is not there.
pub async fn serve(endpoint: Endpoint) -> Result<(), Error> {
    let variable = |name: &str| std::env::var(name).ok();
    let function = variable("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|| endpoint.name().to_owned());
    crate::log::init(log_level(variable), &function, stdout);

    let app = App::start(Settings::from_env()).await;
    lambda_http::run(service_fn(async |event| Ok::<_, Error>(app.handle(endpoint, event).await))).await
}
