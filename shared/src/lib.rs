//! The part of Checkout Discounts that all functions share.
//!
//! A function is one line: [`serve()`] with its [`Endpoint`]. Data flows one way through it:
//! event -> request -> snapshot -> decision -> writes -> answer.
//!
//! # Layout
//!
//! - [`endpoint`]: the table of functions, with the name, route and command of each
//! - [`mod@serve`], [`event`], [`app`]: initialization once, then every request from its event to its answer and its log line
//! - [`request`], [`answer`], [`api_error`]: the HTTP edge; one place maps errors to status, code and message
//! - `reconcile`, `executor`: runs the protocol of [`core::reconcile`] with real calls
//! - [`quote`], [`mod@create`], [`webhook`]: quotes, sessions that this service creates, and the audit after payment
//! - [`purchase`]: sessions and payment intents, between Stripe's objects and the decision's snapshot
//! - [`context`], [`log`], [`metrics`]: a request's log line, and the counts for CloudWatch
//! - [`settings`], [`secret`], [`http_client`], [`mod@clock`], [`deadline`]: the edge to environment, AWS and time
//! - `compiled_in`: the policy as it was loaded when the functions were built

pub mod answer;
pub mod api_error;
pub mod app;
pub mod clock;
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
