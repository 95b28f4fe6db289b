//! A stand-in for Stripe that keeps state: Checkout Sessions whose totals follow cart, discount and shipping, and the
//! objects around them. It refuses what Stripe refuses, in Stripe's words where they are known, and fails on demand.
//!
//! | module | |
//! |---|---|
//! | `sandbox`, `direct` | what users hold: over HTTP, and past it |
//! | `serve`, `exchange`, `prepare`, `state` | a request from the socket to its answer |
//! | `auth`, `version`, `limits`, `idempotency` | what is checked first |
//! | `fault`, `log` | what goes wrong on demand, and what was received |
//! | `form`, `schema`, `metadata`, `expand` | parameters |
//! | `endpoint`, `routes` | the routes |
//! | `page`, `stripe_js` | what the shopper's page may do, and the stand-in for Stripe.js that does it |
//! | `create`, `update`, `session`, `lines`, `discount`, `shipping`, `totals`, `currency` | Checkout Sessions |
//! | `coupon`, `catalog` | coupons; products, prices, customers |
//! | `pay`, `intent`, `charge` | paying a session; payment intents; charges and refunds |
//! | `event`, `webhook`, `queue`, `signature`, `deliver` | events, and how they are delivered |
//! | `render`, `items`, `shown`, `list`, `samples`, `error` | answers |
//! | `account`, `config`, `random` | the account |
//!
//! What nobody outside Stripe knows is called a guess where it stands; README.md lists the guesses.

mod account;
mod auth;
mod catalog;
mod charge;
mod config;
mod coupon;
mod create;
mod currency;
mod deliver;
mod direct;
mod discount;
mod endpoint;
mod error;
mod event;
mod exchange;
mod expand;
mod fault;
mod form;
mod idempotency;
mod intent;
mod items;
mod limits;
mod lines;
mod list;
mod log;
mod metadata;
mod page;
mod pay;
mod prepare;
mod queue;
mod random;
mod render;
mod routes;
mod samples;
mod sandbox;
mod schema;
mod serve;
mod session;
mod shipping;
mod shown;
mod signature;
mod state;
mod stripe_js;
mod totals;
mod update;
mod version;
mod webhook;

pub use config::{Access, Config, Key, RateLimits, Resource, Tax, Webhooks};
pub use discount::Discount;
pub use exchange::{Hanging, Outcome};
pub use fault::{Fault, On, Times};
pub use intent::IntentStatus;
pub use lines::Line;
pub use log::Recorded;
pub use queue::{Attempt, Delivery};
pub use sandbox::{Running, Sandbox};
pub use session::{Permissions, SessionState, ShippingOption, Status, UiMode};
pub use signature::sign;
