//! How an offer's amount comes about, in words.

use shared::core::Policy;
use shared::core::decide::{Explanation, Selected, Working};
use shared::core::money::{Amount, Rounding};

use super::shown::Shown;

/// One sentence that ends with the amount.
pub(super) fn text(policy: &Policy, explanation: &Explanation, working: &Working) -> String {
    let money = |amount| explanation.shown(amount);
    let step = working.step.map(|step| format!("step {step} of its ladder: ")).unwrap_or_default();
    let uncut = match &working.phrase {
        Some(phrase) => {
            let phrase = phrase.replace("{base}", &base(explanation, working));
            let exact = working.exact.display(explanation.currency);
            let word = match policy.rounding {
                Rounding::Down => "rounded down",
                Rounding::HalfUp => "rounded half up",
            };
            if working.exact.is_whole() {
                format!("{phrase} = {exact}")
            } else {
                format!("{phrase} = {exact}, {word} {}", money(working.uncut))
            }
        }
        None => money(working.uncut),
    };
    let cut = match working.cap {
        _ if working.budget_left.is_some() => format!(", the rest of its budget: {}", money(working.amount)),
        Some(cap) if working.amount < working.uncut => format!(", at most {}: {}", money(cap), money(working.amount)),
        Some(cap) => format!(", at most {}", money(cap)),
        None if working.amount < working.uncut => {
            format!(", no more than {}: {}", base(explanation, working), money(working.amount))
        }
        None => String::new(),
    };
    format!("{step}{uncut}{cut}")
}

/// The base: the cart or some of its lines, and the rest of it that the offers before have left.
fn base(explanation: &Explanation, working: &Working) -> String {
    let money = |amount| explanation.shown(amount);
    let lines = || match &working.selected {
        Some(Selected { phrase, units }) => format!("{phrase} ({})", shown_units(explanation, units)),
        None => format!("its lines ({})", money(working.base)),
    };
    let taken = working.remains < working.whole;
    if working.of_shipping {
        return if taken {
            format!("the {} of shipping that are left", money(working.remains))
        } else {
            format!("shipping ({})", money(working.base))
        };
    }
    match (working.of_lines, taken) {
        (false, false) => money(working.base),
        (false, true) => format!("the {} that are left", money(working.remains)),
        (true, false) => lines(),
        (true, true) => format!("{} where {} of the cart are left", lines(), money(working.remains)),
    }
}

/// `2 units of 6.00, 1 unit of 5.00`, or `none`
fn shown_units(explanation: &Explanation, units: &[(u64, Amount)]) -> String {
    let shown = |(count, price): &(u64, Amount)| {
        let unit = if *count == 1 { "unit" } else { "units" };
        format!("{count} {unit} of {}", explanation.shown(*price))
    };
    if units.is_empty() { "none".to_owned() } else { units.iter().map(shown).collect::<Vec<_>>().join(", ") }
}
