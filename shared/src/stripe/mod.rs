//! The one place that knows Stripe: its calls, its retries, its form, its field names, its errors.

mod cart;
mod client;
mod completions;
mod create;
mod error;
mod form;
mod id;
mod intent;
mod key;
pub(crate) mod lines;
mod object;
mod orders;
mod past;
mod prices;
mod probe;
mod purchase;
mod retry;
mod send;
mod session;
mod turn;
mod verdict;
mod version;

pub use client::{RequestClient, Stripe};
pub use create::Creation;
pub use discounts_core::command::PriceId;
pub use error::StripeError;
pub use id::{CustomerId, IdempotencyKey, IntentId, Purchase, SessionId};
pub use key::{ApiKeyStore, SecretKey, Secrets};
pub use object::{ClientSecret, StripeSession};
pub use orders::Order;
pub use past::MissingExpansion;
pub use prices::Prices;
pub use probe::{NotTried, Permission, Together};
pub use session::PreDiscountTotals;
pub use verdict::Verdict;
pub use version::Version;
