//! Why the server does not start.

use std::io;
use std::net::IpAddr;

use shared::settings::SettingsFault;

/// The body of an error of the sandbox, which is that of Stripe.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SandboxError(pub(super) serde_json::Value);

/// A server that does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The environment or the policy.
    #[error(transparent)]
    Settings(#[from] SettingsFault),
    /// Money would move.
    #[error(
        "STRIPE_SECRET_KEY is a live key: this command makes customers and sessions to try things on; set a test key, or none for the sandbox"
    )]
    LiveKey,
    /// The runtime.
    #[error("the server can't start")]
    Runtime(#[source] io::Error),
    /// A port in use.
    #[error("port {port} of {host} is in use: end what listens there, or choose another with --port")]
    PortInUse {
        /// The port.
        port: u16,
        /// The address.
        host: IpAddr,
    },
    /// A port that the system refuses.
    #[error("the server can't listen on port {port} of {host}")]
    Port {
        /// The port.
        port: u16,
        /// The address.
        host: IpAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// The address of the listener.
    #[error("the address of the server is not known")]
    Address(#[source] io::Error),
    /// The HTTP client of the shop.
    #[error("there is no HTTP client for the shop")]
    Client(#[source] reqwest::Error),
    /// The sandbox's refusal of the webhook.
    #[error("the sandbox refuses the webhook")]
    Webhook(#[source] SandboxError),
    /// The signal that ends the server.
    #[error("Ctrl-C can't be waited for")]
    Interrupt(#[source] io::Error),
}
