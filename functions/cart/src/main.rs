//! `POST /cart`: changes the line items, and the discount that goes with them, in one update.

use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Cart).await
}
