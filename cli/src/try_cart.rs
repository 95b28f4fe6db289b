//! `discounts try`: the decision for a cart in a line of words, explained.

use std::io::{IsTerminal, stderr};
use std::path::PathBuf;

use shared::clock::Clock;
use shared::core::Policy;
use shared::core::decide::explain as explained;
use shared::core::money::Overflow;
use shared::core::notation::{Described, NotationFault};
use shared::core::policy::report::report;
use shared::core::policy::{Note, Severity};

use crate::arguments::ShopTime;
use crate::failure::Failure;
use crate::{arguments, colour, explain, policy_file};

/// The name of the argument in messages.
const NAME: &str = "CART";

/// The arguments of `discounts try`.
#[derive(clap::Args, Debug)]
#[command(after_help = "docs/cases.md has every fact that a line may have.\n\nFor example:\n  \
    discounts try \"150.00 usd\"\n  \
    discounts try \"2 x boots at 90.00 [shoes] + 1 x mug at 8.00, usd; tier gold; code SPRING\"\n  \
    discounts try \"80.00 eur; to DE 10115; at 2026-06-06T10:00:00\"")]
pub struct Args {
    /// The cart, then facts of the session with semicolons between them.
    #[arg(value_name = NAME)]
    cart: String,
    /// The policy. Without it: discounts.toml of the current directory, else the one compiled in.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The moment to decide for, unless the line says "at": RFC 3339, or a time of the shop's clock. Without it: now.
    #[arg(long, value_name = "TIME", value_parser = arguments::shop_time)]
    now: Option<ShopTime>,
    /// Every offer, where otherwise, of many, those that do not apply are summed up.
    #[arg(long)]
    all: bool,
}

/// A line that can't be decided.
#[derive(Debug, thiserror::Error)]
enum TryError {
    /// The mistake, with the line and a marker under it.
    #[error("{0}")]
    Notation(String),
    #[error("the cart says \"at\" and --now says another time: leave one of them out")]
    TwoTimes,
    #[error("the line's codes are more than the policy allows for one session")]
    CodesSpent,
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// Decides, and returns the explanation.
///
/// # Errors
///
/// - Exit code 1: the policy can't be read, or has errors.
/// - Exit code 2: the line has a mistake.
pub fn run(args: &Args) -> Result<String, Failure> {
    let policy = policy_file::load_or_default(args.policy.as_deref())?;
    tried(args, &policy).map_err(Failure::usage)
}

fn tried(args: &Args, policy: &Policy) -> Result<String, TryError> {
    let described = Described::read(&args.cart, policy)
        .map_err(|fault| TryError::Notation(shown(&args.cart, &fault, colour::of(stderr().is_terminal()))))?;
    let now = args.now.as_ref().and_then(|now| now.instant(&policy.zone));
    let now = match (described.at, now) {
        (Some(_), Some(_)) => return Err(TryError::TwoTimes),
        (at, now) => at.or(now).unwrap_or_else(|| Clock::SYSTEM.now()),
    };
    let set = described.interactions();
    if described.snapshot.code.is_some() && described.snapshot.codes_are_spent(policy) {
        return Err(TryError::CodesSpent);
    }
    let explanation = explained(policy, &described.snapshot, set, now)?;
    Ok(explain::text(policy, &explanation, &[], args.all))
}

fn shown(line: &str, fault: &NotationFault, colour: bool) -> String {
    let note = Note {
        severity: Severity::Error,
        code: "notation",
        span: fault.span.clone(),
        message: &fault.message,
        instead: fault.instead.as_deref(),
        help: None,
    };
    report(NAME, line, [note], colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistake_is_marked_in_the_line() {
        let line = "150.00 usd; tire gold";
        let fault = Described::read(line, &Policy::load("p.toml", "").unwrap()).unwrap_err();
        assert_eq!(
            shown(line, &fault, false),
            "CART:1:13: \"tire\" is not a fact of a session: did you mean \"tier\"?\n  |\n1 | 150.00 usd; tire gold\n  \
             |             ^^^^ write tier"
        );
    }
}
