//! A client for the part of Stripe's API that Checkout Discounts uses.
//!
//! The crate is a leaf: it holds Stripe's paths, parameter names, versions and errors, and no policy or discount rule.
//!
//! # Layout
//!
//! - [`client`](Stripe): the connection, and the calls of one request with their deadline and counters
//! - `send`, `retry`, `failed_call`: one call, its attempts, the rules for another attempt, and the meaning of failures
//! - [`StripeError`], [`ConnectionError`]: failures, named by what a caller can do
//! - `session_calls`, `intent_calls`, `customer_calls`, `history_calls`, `price_calls`, `coupon_calls`,
//!   `permission`: calls by object
//! - [`SessionUpdate`], [`IntentUpdate`], [`SessionCreation`]: write parameters in Stripe's form notation
//! - [`object`], [`expand`], `cart`: Stripe's objects, and the paths that expand them
//! - [`ApiKeyStore`], [`WebhookSecret`]: secrets, and the signatures of webhooks
//! - [`SessionId`], [`IdempotencyKey`]: ids

mod answered;
mod cart;
mod client;
mod connection_error;
mod coupon_calls;
mod creation;
mod customer_calls;
mod deadline;
mod error;
mod error_object;
pub mod expand;
mod failed_call;
mod form;
mod history_calls;
mod id;
mod intent_calls;
mod intent_update;
mod key;
pub mod object;
mod page;
mod permission;
mod price_cache;
mod price_calls;
mod query;
mod retry;
mod send;
mod session_calls;
mod session_facts;
mod session_update;
mod signature;
mod version;

pub use answered::Answered;
pub use client::{RequestClient, Stripe};
pub use connection_error::ConnectionError;
pub use coupon_calls::{CouponId, SingleUseCoupon};
pub use creation::SessionCreation;
pub use customer_calls::MetadataOwner;
pub use deadline::Deadline;
pub use error::{AnswerError, RejectedParameter, StripeError};
pub use history_calls::CompletedSessions;
pub use id::{CustomerId, IdempotencyKey, IntentId, Purchase, SessionId};
pub use intent_update::IntentUpdate;
pub use key::{ApiKeyStore, SecretError, SecretFuture, SecretKey, SecretSource, Secrets, SigningKey};
pub use object::{ClientSecret, PageUrl, StripeCustomer, StripeIntent, StripeSession};
pub use page::Page;
pub use permission::Permission;
pub use price_cache::Prices;
pub use session_facts::Part;
pub use session_update::{Coupon, PriceData, SessionUpdate};
pub use signature::{SignatureError, WebhookSecret};
pub use version::Version;
