//! `POST /webhooks/stripe`: checks the discount of a completed session, and keeps the purchase history.

use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Webhook).await
}
