//! `POST /discounts/location`: what the place earns to which the cart goes.

use shared::core::Interaction;
use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Add(Interaction::Location)).await
}
