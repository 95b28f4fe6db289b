//! `POST /discounts/remove`: takes one interaction, or all, out of the session's set; the next best takes over.

use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Remove).await
}
