//! A stand-in for Stripe that keeps state: Checkout Sessions whose totals follow cart, discount and shipping, and the
//! objects around them. It refuses what Stripe refuses, in Stripe's words where they are known, and fails on demand.
//!
//! | module | |
//! |---|---|
//! | `sandbox`, `in_process` | what users hold: over HTTP, and past it |
//! | `serve`, `router`, `exchange`, `prepare`, `state` | a request from the socket to its answer |
//! | `auth`, `version`, `limits`, `idempotency` | what is checked first |
//! | `fault`, `hold`, `on`, `log` | what goes wrong on demand, and what was received |
//! | `form`, `schema`, `metadata`, `expand` | parameters |
//! | `endpoint`, `routes` | the routes |
//! | `page`, `stripe_js`, `compact` | what the shopper's page may do, and the stand-in for Stripe.js that does it |
//! | `hosted` | Stripe's own page, in small |
//! | `session`, `expiry`, `amounts`, `totals`, `currency` | Checkout Sessions |
//! | `create`, `update`, `line_items`, `discount`, `shipping` | parameters of Checkout Sessions |
//! | `coupon`, `catalog` | coupons; products, prices, customers |
//! | `pay`, `intent`, `capture`, `charge`, `refund`, `dispute` | paying a session; payment intents; charges and what takes them back |
//! | `event`, `event_log`, `webhook`, `queue`, `signature`, `deliver` | events, and how they are delivered |
//! | `presentation`, `list`, `list_lag`, `paging`, `seed_data`, `error` | answers |
//! | `account`, `config`, `random` | the account |
//!
//! Undocumented behavior is called a guess in its place; README.md lists the guesses.

mod account;
mod amount_details;
mod amounts;
mod auth;
mod capture;
mod catalog;
mod charge;
mod compact;
mod config;
mod coupon;
mod create;
mod currency;
mod deliver;
mod discount;
mod dispute;
mod endpoint;
mod error;
mod event;
mod event_log;
mod exchange;
mod expand;
mod expiry;
mod fault;
mod form;
mod hold;
mod hosted;
mod idempotency;
mod in_process;
mod intent;
mod intent_status;
mod limits;
mod line_items;
mod list;
mod list_lag;
mod log;
mod metadata;
mod on;
mod page;
mod paging;
mod pay;
mod prepare;
mod presentation;
mod queue;
mod random;
mod refund;
mod request_file;
mod router;
mod routes;
mod sandbox;
mod schema;
mod seed_data;
mod serve;
mod session;
mod shipping;
mod shopper;
mod signature;
mod state;
mod stripe_js;
#[cfg(test)]
mod test_support;
mod totals;
mod update;
mod version;
mod webhook;

pub use compact::compact;
pub use config::{Access, Config, Key, RateLimits, Resource, Tax, Webhooks};
pub use dispute::{Claim, DisputeStatus};
pub use fault::Fault;
pub use hold::Hold;
pub use intent_status::IntentStatus;
pub use log::Recorded;
pub use on::{On, Times};
pub use queue::{Attempt, Delivery};
pub use sandbox::{Running, Sandbox};
pub use session::{Discount, Line, Permissions, SessionState, ShippingOption, Status, UiMode};
pub use signature::sign;
