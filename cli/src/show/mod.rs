//! `discounts show`: what a policy does, in sentences, days, and curves.
//!
//! - [`view`]: everything that is shown, computed once
//! - [`text`]: for a terminal, and for differences between two policies
//! - [`html`]: one page without anything beside it

mod chart;
mod html;
mod text;
mod view;

use std::io;
use std::path::PathBuf;

use shared::clock::Clock;
use shared::core::money::{Currency, UnknownCurrency};

use self::view::View;
use crate::arguments::ShopTime;
use crate::failure::Failure;
use crate::{arguments, policy_file};

/// The arguments of `discounts show`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The policy. "-" reads standard input.
    #[arg(default_value = policy_file::NAME, value_name = "FILE|-")]
    file: PathBuf,
    /// The moment from which the days are shown: RFC 3339, or a time of the shop's clock. Without it: now.
    #[arg(long, value_name = "TIME", value_parser = arguments::shop_time)]
    now: Option<ShopTime>,
    /// The currency of the curves. Without it: the one that the policy names most often.
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// Write a page instead: one file, without a script, that needs no network and prints well.
    #[arg(long, value_name = "OUT")]
    html: Option<PathBuf>,
}

/// A page that can't be written.
#[derive(Debug, thiserror::Error)]
#[error("{} can't be written", file.display())]
struct Unwritable {
    file: PathBuf,
    source: io::Error,
}

fn currency(code: &str) -> Result<Currency, UnknownCurrency> {
    Currency::parse(code)
}

/// Shows a policy.
///
/// # Errors
///
/// - Exit code 1: the policy can't be read or has errors, or the page can't be written.
pub fn run(args: &Args) -> Result<String, Failure> {
    let policy = policy_file::load(&args.file)?;
    let now = args.now.as_ref().and_then(|now| now.instant(&policy.zone)).unwrap_or_else(|| Clock::SYSTEM.now());
    let name = args.file.file_name().map_or_else(|| policy_file::NAME.into(), |name| name.to_string_lossy());
    let view = View::of(&name, &policy, args.currency, now).map_err(Failure::fault)?;
    let Some(out) = &args.html else { return Ok(text::text(&view)) };
    if let Err(source) = std::fs::write(out, html::page(&view)) {
        return Err(Failure::fault(Unwritable { file: out.clone(), source }));
    }
    Ok(format!("{}: {} as a page\n", out.display(), view.name))
}
