//! `POST /discounts/loyalty`: what a member's tier, orders or spend earn.

use shared::core::Interaction;
use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Add(Interaction::Loyalty)).await
}
