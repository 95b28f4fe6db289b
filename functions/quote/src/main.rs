//! `POST /discounts/quote`: what each interaction would give now, and how far away the rest is; writes nothing.

use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Quote).await
}
