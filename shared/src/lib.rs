//! Checkout Discounts: what every function shares.
//!
//! A function is one line: [`serve()`] with its [`Endpoint`]. Data takes one way through it:
//! event -> request -> snapshot -> decision -> writes -> answer.
//!
//! # Layout
//!
//! - [`endpoint`]: the table of functions: name, route, what each does to the set of interactions
//! - [`mod@serve`], [`event`], [`app`]: init once, then every request; what is logged of it
//! - [`metrics`]: what CloudWatch counts
//! - [`request`], [`answer`], [`api_error`]: the HTTP edge; one place maps errors to status, code and message
//! - [`command`], [`steps`], [`quote`]: what is asked; retrieve, validate, recompute, update, until the session is as decided
//! - `change`, [`mod@create`]: the session as it will be with another cart or address; sessions of our own
//! - [`webhook`]: what has been paid: was the discount right, and what has the customer bought
//! - `work`, [`context`]: one request's reads and writes and what is done when they fail; what the log says of it
//! - [`purchase`]: sessions and payment intents, between Stripe's objects and the decision's snapshot
//! - [`stripe`]: the client for Stripe: calls, retries, form, field names, keys
//! - `compiled_in`: the policy as it was loaded when the functions were built
//! - [`settings`], [`secret`], [`http_client`], [`log`], [`deadline`]: the edge to environment, AWS and clocks

pub mod answer;
pub mod api_error;
pub mod app;
mod compiled_in;
pub mod context;
pub mod create;
pub mod deadline;
pub mod endpoint;
pub mod error_chain;
pub mod event;
mod executor;
pub mod http_client;
pub mod log;
pub mod metrics;
pub mod purchase;
pub mod quote;
mod reconcile;
pub mod request;
pub mod secret;
pub mod serve;
pub mod settings;
pub mod webhook;

pub use app::App;
pub use discounts_core as core;
pub use discounts_core::command;
pub use discounts_stripe as stripe;
pub use endpoint::Endpoint;
pub use serve::serve;
