//! `POST /discounts/limited-time`: what the time earns, and goes when it is over.

use shared::core::Interaction;
use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Add(Interaction::LimitedTime)).await
}
