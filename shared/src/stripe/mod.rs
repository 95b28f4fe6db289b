//! The one place that knows Stripe: its calls, its retries, its form, its field names, its errors.

mod client;
mod error;
mod form;
mod id;
mod key;
pub(crate) mod lines;
mod object;
mod past;
mod probe;
mod retry;
mod send;
mod session;
mod version;

pub use client::{Stripe, Talk};
pub use error::StripeError;
pub use id::{IdempotencyKey, SessionId};
pub use key::{Keys, SecretKey};
pub use object::StripeSession;
pub use past::LeftOut;
pub use probe::Permission;
pub use version::Version;
