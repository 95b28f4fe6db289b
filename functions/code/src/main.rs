//! `POST /discounts/code`: what the shopper's code earns.

use shared::core::Interaction;
use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Add(Interaction::Code)).await
}
