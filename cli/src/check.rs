//! `discounts check`: what is wrong with a policy, and what is risky about it.

use std::fmt::Write;
use std::io::{IsTerminal, stderr};
use std::path::PathBuf;

use shared::core::Policy;
use shared::core::money::{Amounts, Currency};
use shared::core::policy::{Effect, Faults, Rate};

use crate::policy_file::{self, Source};
use crate::{Failure, colour};

/// What `discounts check` is given.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The policy.
    #[arg(default_value = policy_file::NAME)]
    file: PathBuf,
}

/// Loads a policy; one line for each warning, and one that it loads.
///
/// # Errors
///
/// Every fault, as `file:line:column: sentence`.
pub fn run(args: &Args) -> Result<String, Failure> {
    let source = Source::read(&args.file)?;
    let shown = |faults: Faults| Failure::fault(faults.report(colour::of(stderr().is_terminal())));
    let policy = source.load().map_err(shown)?;
    let name = args.file.display();
    let mut text = String::new();
    for warning in warnings(&policy) {
        // A string takes whatever is written to it.
        let _ = writeln!(text, "{name}: warning: {warning}");
    }
    let offers = policy.offers.len();
    let plural = if offers == 1 { "" } else { "s" };
    let _ = writeln!(text, "{name}: {offers} offer{plural}, no faults");
    Ok(text)
}

fn warnings(policy: &Policy) -> Vec<String> {
    let mut warnings = Vec::new();
    if policy.limits.max_percent.is_none() && policy.limits.max_amount.is_none() {
        warnings.push("there are no limits, so a mistake in an offer can give a whole cart away: set max_percent or max_amount under [limits]".to_owned());
    }
    let mut unknown: Vec<Currency> = currencies(policy);
    unknown.retain(|currency| policy.limits.minimum_charge(*currency).is_none());
    for currency in unknown {
        warnings.push(format!(
            "nobody publishes the minimum charge of {currency}, so a discount can leave less than Stripe charges: set minimum_charge under [limits]",
        ));
    }
    warnings
}

/// The currencies in which something is given, each once.
fn currencies(policy: &Policy) -> Vec<Currency> {
    let rates = policy.offers.iter().flat_map(|offer| match &offer.gives {
        Effect::Flat(rate) => vec![rate],
        Effect::Ladder(steps) => steps.iter().map(|step| &step.rate).collect(),
    });
    let amounts = rates.filter_map(|rate| match rate {
        Rate::AmountOff(amounts) | Rate::AmountOffEachUnit(amounts) | Rate::Percent { cap: Some(amounts), .. } => {
            Some(amounts)
        }
        Rate::Percent { cap: None, .. } => None,
    });
    let mut currencies: Vec<Currency> = amounts.flat_map(Amounts::iter).map(|(currency, _)| currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    currencies
}
