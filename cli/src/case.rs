//! `discounts case`: a case of a policy, written from an exported session.

use std::path::PathBuf;

use jiff::Timestamp;
use shared::core::cases::outcome;
use shared::core::counts;
use shared::core::notation::{NotDescribable, describe};
use shared::core::{InteractionSet, Policy, decide};
use shared::purchase::{PurchaseError, past_snapshot};

use crate::arguments::ShopTime;
use crate::decide::{DecideError, read_session};
use crate::failure::Failure;
use crate::missing_expansion::{MissingExpansion, missing_expansions};
use crate::{arguments, policy_file};

/// The arguments of `discounts case`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A Checkout Session in any status, as Stripe returns it, as JSON, expanded as the functions read it: customer, lines.
    /// "-" reads standard input.
    #[arg(long, value_name = "FILE|-")]
    from_session: PathBuf,
    /// The policy. Without it: discounts.toml of the current directory, else the one compiled in.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The moment to decide for: RFC 3339, or a time of the shop's clock. Without it: when the session was created.
    #[arg(long, value_name = "TIME", value_parser = arguments::shop_time)]
    now: Option<ShopTime>,
}

/// A session that no case can be written from. `name` is that of the input.
#[derive(Debug, thiserror::Error)]
enum CaseError {
    #[error(transparent)]
    Session(#[from] DecideError),
    #[error("{name}")]
    Purchase { name: String, source: PurchaseError },
    #[error("{name}: the session does not say when it was created: name a moment with --now")]
    NoTime { name: String },
    #[error("{name}: {}", missing.text())]
    Missing { name: String, missing: MissingExpansion },
    #[error("{name}")]
    NotDescribable { name: String, source: NotDescribable },
}

/// Writes a case: the session's line, and what the policy gives it now.
///
/// # Errors
///
/// - Exit code 1: the policy can't be read, or has errors.
/// - Exit code 2: the input is no session, lacks an expansion, or has no line.
pub fn run(args: &Args) -> Result<String, Failure> {
    let policy = policy_file::load_or_default(args.policy.as_deref())?;
    written(args, &policy).map_err(Failure::usage)
}

fn written(args: &Args, policy: &Policy) -> Result<String, CaseError> {
    let (name, session) = read_session(&args.from_session)?;
    let mut snapshot = match past_snapshot(&session) {
        Ok(snapshot) => snapshot,
        Err(source) => return Err(CaseError::Purchase { name, source }),
    };
    let created = || session.created.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let Some(now) = args.now.as_ref().and_then(|now| now.instant(&policy.zone)).or_else(created) else {
        return Err(CaseError::NoTime { name });
    };
    snapshot.ledger.rooms = counts::untouched(policy, &snapshot, now);
    let asked = snapshot.held.interactions;
    let set = snapshot.honoured(policy, if asked.is_empty() { InteractionSet::all() } else { asked });
    if let Some(missing) = missing_expansions(&session, std::iter::once(policy), set).next() {
        return Err(CaseError::Missing { name, missing });
    }
    let line = describe(policy, &snapshot, set, now);
    let decision = decide(policy, &snapshot, set, now).map_err(NotDescribable::from);
    match line.and_then(|line| Ok((line, decision?))) {
        Ok((line, decision)) => {
            let gives = match &decision.discount {
                Some(discount) => discount.amount_off.display(discount.currency),
                None => outcome(&decision, snapshot.cart.currency),
            };
            let of: Vec<String> = decision.applied.iter().map(|applied| format!("\"{}\"", applied.offer)).collect();
            let of = if of.is_empty() { String::new() } else { format!("of = [{}]\n", of.join(", ")) };
            Ok(format!("[[case]]\ncart = {}\ngives = \"{gives}\"\n{of}", quoted(&line)))
        }
        Err(source) => Err(CaseError::NotDescribable { name, source }),
    }
}

/// A text of TOML.
fn quoted(line: &str) -> String {
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(quoted("1 x a\"b\\c at 1.00, usd"), "\"1 x a\\\"b\\\\c at 1.00, usd\"");
    }
}
