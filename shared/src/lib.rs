//! The part of Checkout Discounts that all functions share.
//!
//! A function is one line: [`serve()`] with its [`Endpoint`]. Data flows one way through it:
//! event -> request -> snapshot -> decision -> writes -> answer.
//!
//! # Layout
//!
//! - [`endpoint`]: the table of functions: name, route, effect on the set of interactions
//! - [`mod@serve`], [`event`], [`app`], `startup`, `request_log`: an invocation, from its event to its answer and log line
//! - [`request`], [`answer`], [`api_error`], [`invalid_request`]: the HTTP edge; one place maps errors to status, code and message
//! - `reconcile`, `executor`: run the reconciler of [`core`] against Stripe
//! - [`quote`], [`mod@create`], [`webhook`], [`mod@sweep`]: quotes, new sessions, what follows from a payment, and from its absence
//! - `counted`: offers that count: calls to the ledger, and the end of their sessions
//! - [`purchase`]: sessions and payment intents, between Stripe's objects and the decision's snapshot
//! - [`stripe`]: the client for Stripe: calls, retries, form, field names, keys
//! - [`context`], [`log`], [`metrics`], [`error_chain`]: logs and metrics
//! - [`ledger`]: the table of counted offers, and the key of codes
//! - [`settings`], `compiled_in`, [`secret`], [`http_client`], [`mod@clock`], [`deadline`]: environment, policy, AWS and time

pub mod answer;
pub mod api_error;
pub mod app;
pub mod clock;
mod compiled_in;
pub mod context;
mod counted;
pub mod create;
pub mod deadline;
pub mod endpoint;
pub mod error_chain;
pub mod event;
mod executor;
pub mod http_client;
pub mod invalid_request;
pub mod ledger;
pub mod log;
pub mod metrics;
pub mod purchase;
pub mod quote;
mod reconcile;
mod region_check;
pub mod request;
mod request_log;
pub mod secret;
pub mod serve;
mod service;
pub mod settings;
mod startup;
pub mod sweep;
pub mod webhook;

pub use app::App;
pub use discounts_core as core;
pub use discounts_core::command;
pub use discounts_stripe as stripe;
pub use endpoint::Endpoint;
pub use serve::{serve, serve_sweep};
