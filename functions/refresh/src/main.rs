//! `POST /discounts/refresh`: decides again on the same set: the cart, the address or the time has changed.

use shared::{Endpoint, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(Endpoint::Refresh).await
}
