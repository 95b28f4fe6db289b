//! `discounts decide`: the decision for a session as Stripe returns it, without Stripe.

use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;
use shared::clock::Clock;
use shared::core::{Interaction, InteractionSet, ShopperCode, Snapshot, decide};
use shared::purchase::{self, PurchaseError};
use shared::stripe::StripeSession;

use crate::failure::Failure;
use crate::{arguments, explain, policy_file};

/// What `discounts decide` is given.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A Checkout Session as Stripe returns it, as JSON, expanded as the functions read it: discounts, customer, lines.
    /// "-" reads standard input.
    #[arg(long, value_name = "FILE|-")]
    session: PathBuf,
    /// The policy. Without it: discounts.toml of the current directory, else the one compiled in.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The interactions to decide for. Without it: those that the session has been asked for, by its metadata.
    #[arg(long, value_name = "A,B|all", value_parser = arguments::interactions)]
    interactions: Option<InteractionSet>,
    /// A code that the shopper has just typed: decides for the session's interactions and "code".
    #[arg(long, value_parser = arguments::code)]
    code: Option<ShopperCode>,
    /// The moment to decide for. Without it: now.
    #[arg(long, value_name = "RFC3339", value_parser = arguments::moment)]
    now: Option<Timestamp>,
    /// Say in words what each offer gives and why not, and how the discount comes about, instead of JSON.
    #[arg(long)]
    explain: bool,
}

/// Decides; the decision as JSON, or explained.
///
/// # Errors
///
/// Code 1 for a policy with faults, 2 for a session that can't be decided.
pub fn run(args: &Args) -> Result<String, Failure> {
    let policy = policy_file::load_or_default(args.policy.as_deref())?;
    let mut snapshot = snapshot(&args.session)?;
    let mut set = args.interactions.unwrap_or(snapshot.held.interactions);
    if let Some(code) = &args.code {
        snapshot.code = Some(code.clone());
        set = set.with(Interaction::Code);
    }
    if set.contains(Interaction::Code) && snapshot.codes_are_spent(&policy) {
        let most = policy.limits.codes_per_session;
        return Err(Failure::usage(format!("the session has been asked for {most} codes, and may not be for more")));
    }
    let now = args.now.unwrap_or_else(|| Clock::SYSTEM.now());
    if args.explain {
        let explanation = shared::core::decide::explain(&policy, &snapshot, set, now);
        let explanation = explanation.map_err(|overflow| Failure::usage(overflow.to_string()))?;
        return Ok(explain::text(&policy, &explanation));
    }
    let decision = decide(&policy, &snapshot, set, now).map_err(|overflow| Failure::usage(overflow.to_string()))?;
    let mut text = serde_json::to_string_pretty(&decision).map_err(|error| Failure::usage(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn snapshot(path: &Path) -> Result<Snapshot, Failure> {
    let (name, text) = read(path)?;
    let json: Value = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text))
        .map_err(|error| Failure::usage(format!("{name} is not JSON: {error}")))?;
    let status = json.get("status").and_then(Value::as_str).unwrap_or("unknown").to_owned();
    let session: StripeSession = serde_json::from_value(json)
        .map_err(|error| Failure::usage(format!("{name} is not a Checkout Session as Stripe returns it: {error}")))?;
    purchase::snapshot(&session).map_err(|error| {
        Failure::usage(match error {
            PurchaseError::NotOpen => {
                format!("{name}: the session's status is {status}: only an open session has a discount to decide")
            }
            PurchaseError::HiddenDiscount => {
                format!("{name}: the session has a discount that it does not show: retrieve it with expand[]=discounts.coupon")
            }
            PurchaseError::NotServerOnly => {
                format!("{name}: the session was not created with permissions[update_discounts]=server_only")
            }
            error => format!("{name}: {error}"),
        })
    })
}

fn read(path: &Path) -> Result<(String, String), Failure> {
    if path == Path::new("-") {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        read.map_err(|error| Failure::usage(format!("standard input can't be read: {error}")))?;
        return Ok(("standard input".to_owned(), text));
    }
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path);
    text.map(|text| (name.clone(), text)).map_err(|error| Failure::usage(format!("{name} can't be read: {error}")))
}
