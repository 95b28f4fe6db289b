//! `POST /checkout-sessions`, for members `POST /members/checkout-sessions`: creates a session whose discounts only the
//! server changes.

use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::CheckoutSession).await
}
