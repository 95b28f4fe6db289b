//! `POST /discounts/customer-offer`: what was promised to this customer.

use shared::core::Interaction;
use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Add(Interaction::CustomerOffer)).await
}
