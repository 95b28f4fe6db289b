//! Checkout Discounts: the `discounts` command.
//!
//! - [`check`]: the errors of a policy, and warnings of what is surely not meant
//! - [`codes`]: signed single-use codes
//! - [`counts`]: the counters of a ledger, compared with its rows
//! - [`report`]: what offers with limits gave
//! - [`schema`]: the JSON Schema of a policy, for editors
//! - [`decide`]: the decision for a session as Stripe returns it
//! - [`try_cart`]: the decision for a cart in a line of words, explained
//! - [`case`]: a case of a policy, written from an exported session
//! - [`show`]: what a policy does, in sentences, days, and curves
//! - [`replay`]: what a policy would have given many sessions
//! - [`doctor`]: the problems of a key, an account or a deployment, and their remedies
//! - [`openapi`]: the description of the functions' routes
//! - [`dev`]: the storefront, every function and a Stripe to talk to, at one address

#![warn(clippy::missing_errors_doc)]

mod arguments;
pub mod case;
pub mod check;
mod checked_cases;
pub mod codes;
mod colour;
mod columns;
pub mod counts;
pub mod decide;
pub mod dev;
pub mod doctor;
mod explain;
mod failure;
mod ledger_table;
mod missing_expansion;
pub mod openapi;
mod policy_file;
pub mod replay;
pub mod report;
pub mod schema;
pub mod show;
pub mod try_cart;

pub use failure::Failure;

/// Discounts on Stripe Checkout Sessions, from one policy file.
#[derive(clap::Parser, Debug)]
#[command(name = "discounts", version)]
pub struct CommandLine {
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// Load a policy, decide its cases, and report every error in it, and what is surely not meant.
    Check(check::Args),
    /// Print the JSON Schema of a policy, by which editors complete and check it.
    Schema(schema::Args),
    /// Print the description of the functions' routes: OpenAPI 3.1.
    Openapi(openapi::Args),
    /// Print the decision for a session as Stripe returns it.
    Decide(decide::Args),
    /// Show what a policy does: each offer in a sentence, the most that a cart can get, the days ahead, and what carts get.
    Show(show::Args),
    /// Print what a cart in a line of words gets, and why.
    Try(try_cart::Args),
    /// Write a case for a policy file from an exported session, without personal data.
    Case(case::Args),
    /// Show what a policy would have given many sessions, and how that differs from another policy or from what was given.
    Replay(replay::Args),
    /// Mint signed single-use codes, check some without a network, or revoke some.
    Codes(codes::Args),
    /// Print what each offer with limits gave: orders, discount, and revenue, from the ledger.
    Report(report::Args),
    /// Compare the counters of the ledger with its rows, as after a backup was restored.
    Counts(counts::Args),
    /// Check key, preview access, permissions, policy and deployed routes, and say what to do. In live mode it changes nothing;
    /// in test mode it makes a session, and expires it again.
    Doctor(doctor::Args),
    /// Serve the storefront, every function and a Stripe sandbox at one address.
    Dev(dev::Args),
}
