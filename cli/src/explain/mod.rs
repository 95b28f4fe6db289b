//! A decision for a person: what each offer says, what it would take, and the sum in steps. Amounts in major units.
//!
//! - [`working`]: how an offer's amount comes about, in words
//! - [`groups`]: what each group of offers gives
//! - [`few`]: the offers that matter, among many
//! - [`why`]: why an offer does not apply, in words

mod few;
mod groups;
mod shown;
mod why;
mod working;

use std::fmt::Write;

use shared::core::Policy;
use shared::core::decide::{Clamp, Explanation, Hint, MissingStep, OfferExplanation};
use shared::core::money::Amount;
use shared::core::policy::{Combine, Items};

use self::shown::Shown;

/// The whole explanation, with notes on the session. Of many offers, those that do not apply and that no hint names are
/// summed up, unless `all` are wanted.
pub(crate) fn text(policy: &Policy, explanation: &Explanation, notes: &[&str], all: bool) -> String {
    let mut text = heading(policy, explanation);
    for note in notes {
        say(&mut text, &format!("note    {note}"));
    }
    let (shown, rest) = if all { (explanation.offers.iter().collect(), Vec::new()) } else { few::few(explanation) };
    for said in shown {
        text.push('\n');
        text.push_str(&offer(policy, explanation, said));
    }
    if !rest.is_empty() {
        text.push('\n');
        say(&mut text, &few::summary(&rest));
    }
    for group in &explanation.groups {
        text.push('\n');
        text.push_str(&groups::text(explanation, group));
    }
    text.push('\n');
    text.push_str(&sum(policy, explanation));
    let more = more(policy, explanation);
    if !more.is_empty() {
        text.push('\n');
        text.push_str(&more);
    }
    text
}

fn heading(policy: &Policy, explanation: &Explanation) -> String {
    let decision = &explanation.decision;
    let asked: Vec<String> = decision.interactions.iter().map(|interaction| interaction.to_string()).collect();
    let asked = if asked.is_empty() { "nothing".to_owned() } else { asked.join(", ") };
    let mut text = String::new();
    say(&mut text, &format!("cart    {} {}", explanation.shown(explanation.subtotal), explanation.currency));
    say(&mut text, &format!("asked   {asked}"));
    say(&mut text, &format!("now     {}", why::moment(policy, decision.now)));
    say(&mut text, &format!("policy  {}", decision.policy));
    text
}

fn offer(policy: &Policy, explanation: &Explanation, said: &OfferExplanation) -> String {
    let mut text = String::new();
    let group = said.group.as_ref().map(|group| format!(", in group {group}")).unwrap_or_default();
    say(&mut text, &format!("{} ({}{group})", said.offer, said.trigger));
    let applies = said.reasons.is_empty();
    let verb = if applies || said.part > Amount::ZERO { "gives" } else { "would give" };
    if let Some(alone) = said.in_turn.as_ref().or(said.alone.as_ref()) {
        say(&mut text, &format!("  {verb} {}", working::text(policy, explanation, alone)));
    }
    for reason in &said.reasons {
        say(&mut text, &format!("  no: {}", why::text(policy, explanation, reason)));
    }
    if applies && said.given < said.part {
        say(&mut text, &format!("  yes, and the guard rails leave {} of it", explanation.shown(said.given)));
    } else if applies {
        say(&mut text, "  yes");
    }
    text
}

fn sum(policy: &Policy, explanation: &Explanation) -> String {
    let decision = &explanation.decision;
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut both = true;
    for (on_shipping, what) in [(false, ""), (true, "on shipping, ")] {
        let parts =
            explanation.offers.iter().filter(|said| said.on_shipping == on_shipping && said.part > Amount::ZERO);
        let sum = parts.clone().fold(Amount::ZERO, |sum, said| sum.checked_add(said.part).unwrap_or(Amount::MAX));
        rows.extend(parts.map(|said| (said.offer.to_string(), explanation.shown(said.part))));
        if sum > Amount::ZERO {
            rows.push((format!("{what}{}", combined(policy, explanation)), explanation.shown(sum)));
        }
        both &= sum > Amount::ZERO;
    }
    if both {
        rows.push(("goods and shipping together".to_owned(), explanation.shown(explanation.sum)));
    }
    if let Some(offer) = explanation.alone.as_ref().filter(|_| rows.is_empty()) {
        rows.push((format!("{offer} alone, although it gives nothing"), explanation.shown(explanation.sum)));
    }
    for cut in &explanation.cuts {
        rows.push((format!("{}, not {}", rail(cut.by), explanation.shown(cut.from)), explanation.shown(cut.to)));
    }
    let (name, off) = decision.discount.as_ref().map_or_else(
        || ("no discount".to_owned(), Amount::ZERO),
        |discount| (format!("discount, \"{}\"", discount.name), discount.amount_off),
    );
    rows.push((name, explanation.shown(off)));
    let shipping = if explanation.shipping == Amount::ZERO {
        String::new()
    } else {
        format!(" + {} shipping", explanation.shown(explanation.shipping))
    };
    let (cart, off) = (explanation.shown(explanation.subtotal), explanation.shown(off));
    rows.push((format!("to pay before tax: {cart} - {off}{shipping}"), explanation.shown(explanation.payable)));
    let width = |cell: fn(&(String, String)) -> &String| rows.iter().map(|row| cell(row).chars().count()).max();
    let (left, right) = (width(|row| &row.0).unwrap_or_default(), width(|row| &row.1).unwrap_or_default());
    let mut text = String::new();
    for (what, amount) in &rows {
        say(&mut text, &format!("{what:<left$}  {amount:>right$}"));
    }
    text
}

fn combined(policy: &Policy, explanation: &Explanation) -> &'static str {
    match policy.combine {
        _ if explanation.alone.is_some() => "alone, since it is exclusive",
        Combine::Best if !policy.groups.is_empty() => "best: the largest offer or group alone",
        Combine::Best => "best: the largest alone",
        Combine::Sum => "sum: all added",
        Combine::Sequential => "sequential: each of what is left",
    }
}

const fn rail(clamp: Clamp) -> &'static str {
    match clamp {
        Clamp::Shipping => "on shipping, no more than it costs",
        Clamp::Subtotal => "no more than the cart",
        Clamp::MaxPercent => "limits.max_percent",
        Clamp::MaxAmount => "limits.max_amount",
        Clamp::MinimumCharge => "what is left must be chargeable",
        Clamp::CurrencyStep => "the currency's step",
    }
}

/// The hints, and the time at which the decision may change.
fn more(policy: &Policy, explanation: &Explanation) -> String {
    let mut text = String::new();
    for hint in &explanation.decision.hints {
        let step = step(policy, explanation, hint);
        say(
            &mut text,
            &match hint.gain {
                Some(gain) => format!("{step}: {} more off", explanation.shown(gain)),
                None => format!("{step} may apply"),
            },
        );
    }
    if let Some(until) = explanation.decision.valid_until {
        say(&mut text, &format!("time alone changes nothing until {}", why::moment(policy, until)));
    }
    if let Some(end) = explanation.decision.ends_at {
        say(&mut text, &format!("the discount ends at {}", why::moment(policy, end)));
    }
    text
}

fn step(policy: &Policy, explanation: &Explanation, hint: &Hint) -> String {
    let offer = &hint.offer;
    match hint.step {
        MissingStep::SpendMore(amount) => format!("with {} more in the cart, {offer}", explanation.shown(amount)),
        MissingStep::AddItems(units) => format!("with {units} more units{}, {offer}", of_what(hint)),
        MissingStep::EnterAddress => format!("with an address that fits, {offer}"),
        MissingStep::SignIn => format!("for a customer who fits, {offer}"),
        MissingStep::StartsAt(at) => format!("from {}, {offer}", why::moment(policy, at)),
    }
}

/// The items that a hint names, and the price that its gain is for.
fn of_what(hint: &Hint) -> String {
    let words = hint.items.iter().flat_map(Items::lists).flat_map(|(_, words)| words.iter());
    let words: Vec<&str> = words.map(|word| &**word).collect();
    let items = if words.is_empty() { String::new() } else { format!(" of {}", words.join(" or ")) };
    let price = hint.price.as_ref().map(|price| format!(" at {price}"));
    items + &price.unwrap_or_default()
}

// A string takes whatever is written to it.
fn say(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}
