//! The sweep of the ledger, which a schedule calls: confirms or gives back the uses of sessions that ended without an event.

use shared::serve_sweep;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve_sweep().await
}
