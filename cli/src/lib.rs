//! Checkout Discounts: the `discounts` command.
//!
//! - [`check`]: what is wrong with a policy
//! - [`decide`]: the decision for a session as Stripe returns it
//! - [`dev`]: the storefront, every function and a Stripe to talk to, at one address

pub mod check;
pub mod decide;
pub mod dev;
mod failure;
mod policy_file;

pub use failure::Failure;

/// Discounts on Stripe Checkout Sessions, from one policy file.
#[derive(clap::Parser, Debug)]
#[command(name = "discounts", version)]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// Load a policy and name every fault in it.
    Check(check::Args),
    /// Print the decision for a session as Stripe returns it.
    Decide(decide::Args),
    /// Serve the storefront, every function and a Stripe sandbox at one address.
    Dev(dev::Args),
}
