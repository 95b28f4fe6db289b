//! The one HTTP client of a function: for Stripe and for AWS, one TLS stack, one set of roots.

use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};

/// Stripe answers in 100 to 500 ms; a host that does not even accept a connection in this time is down.
const CONNECT: Duration = Duration::from_secs(2);
/// Servers close idle connections when they like. A thawed function finds out by a failed write, which is retried;
/// this keeps it rare.
const IDLE: Duration = Duration::from_secs(30);

/// Builds it.
///
/// # Errors
///
/// When the TLS configuration is refused: a bug.
pub fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(1)
        // A proxy of the environment would be handed the key, on http in the clear.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        // What may be sent again, and with which key, is decided in `discounts_stripe::retry` alone.
        .retry(reqwest::retry::never())
        .user_agent(concat!("checkout-discounts/", env!("CARGO_PKG_VERSION")));
    match ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions() {
        Ok(config) => {
            let tls = config.with_root_certificates(roots).with_no_client_auth();
            builder.tls_backend_preconfigured(tls).build()
        }
        // ring supports the default versions; without them reqwest refuses to build and says so.
        Err(_) => builder.build(),
    }
}
