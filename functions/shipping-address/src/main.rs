//! `POST /shipping-address`: changes the address, and the discount that goes with it, in one update.

use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::ShippingAddress).await
}
