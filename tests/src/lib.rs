//! A shop to test in: the Stripe sandbox on loopback, a function's `App` that talks to it, and whole gateway events.
//!
//! # Layout
//!
//! - [`answer`]: what a page gets
//! - [`shop`]: the sandbox, its products and customers, sessions of Stripe's own shape
//! - [`event`]: the gateway event that API Gateway would send
//! - [`secrets`]: the least Secrets Manager
//! - [`cloudwatch`]: reads metrics as CloudWatch does
//! - [`recording`]: a readable record of calls, compared with a file
//! - [`log`]: everything that was logged, and what must never be in it

// Test support: what fails here fails a test.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test that can't be set up has failed"
)]

pub mod answer;
pub mod cloudwatch;
pub mod event;
pub mod log;
pub mod recording;
pub mod secrets;
pub mod shop;

pub use answer::Answer;
pub use event::Event;
pub use recording::Recording;
pub use shop::Shop;
