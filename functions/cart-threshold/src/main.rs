//! `POST /discounts/cart-threshold`: what a cart earns by its subtotal or its number of units.

use shared::core::Interaction;
use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Add(Interaction::CartThreshold)).await
}
