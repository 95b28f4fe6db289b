//! The effect of an offer in words, and the part of the cart that it is given on.

use super::words::{amounts, lines, list};
use crate::effect::{Effect, Ladder, Off, Step, StepEffect};
use crate::money::{Amounts, Percent};
use crate::policy::{Base, Lines, Offer, Selection};

/// The base in words: `the WHOLE cart`, `[shoes] except [sale]`, `shipping`.
pub(super) fn base(offer: &Offer) -> String {
    // A bundle names its lines itself.
    let whole = if matches!(offer.gives, Effect::Bundle(_)) { "the cart" } else { "the WHOLE cart" };
    match &offer.base {
        Base::Cart => whole.to_owned(),
        Base::Lines(part) => of_lines(part, whole),
        Base::Shipping => match &offer.gives {
            Effect::Shipping(shipping) => match &shipping.rates {
                Some(rates) => format!("shipping by {}", list(&**rates, "or")),
                None => "shipping".to_owned(),
            },
            _ => "shipping".to_owned(),
        },
    }
}

fn of_lines(part: &Lines, whole: &str) -> String {
    let on = match (&part.on, &part.except) {
        (Some(on), None) => lines(on),
        (Some(on), Some(except)) => format!("{} except {}", lines(on), lines(except)),
        (None, Some(except)) => format!("everything except {}", lines(except)),
        (None, None) => whole.to_owned(),
    };
    match &part.selection {
        Some(Selection::ForEach(each)) => {
            let phrase = Selection::ForEach(each.clone()).phrase().replace("for_each", &lines(&each.filter));
            format!("{phrase}, in {on}")
        }
        Some(selection) => format!("{} of {on}", selection.phrase()),
        None => on,
    }
}

/// The effect in words, with its base.
pub(super) fn gives(offer: &Offer) -> String {
    let base = base(offer);
    match &offer.gives {
        Effect::Percent(off) => format!("{}% off {base}", off.percent),
        Effect::AmountOff(off) if off.per_unit => format!("{} off each unit of {base}", amounts(&off.amounts)),
        Effect::AmountOff(off) => format!("{} off {base}", amounts(&off.amounts)),
        Effect::Ladder(ladder) => format!("{} off {base}", steps(ladder)),
        Effect::UnitPrice(price) => format!("each unit of {base} for {}", amounts(&price.0)),
        Effect::Bundle(bundle) => {
            let parts: Vec<String> =
                bundle.parts.iter().map(|part| format!("{} of {}", part.quantity, lines(&part.filter))).collect();
            format!("each set of {} in {base} for {}", parts.join(" and "), amounts(&bundle.price))
        }
        Effect::Shipping(shipping) => match &shipping.off {
            Off::Percent(Percent::WHOLE) => format!("free {base}"),
            Off::Percent(percent) => format!("{percent}% off {base}"),
            Off::AmountOff(off) => format!("{} off {base}", amounts(off)),
        },
    }
}

fn steps(ladder: &Ladder) -> String {
    ladder.0.iter().map(step).collect::<Vec<_>>().join(", ")
}

fn step(step: &Step) -> String {
    let reach = match step.reach.key() {
        "over" => format!("over {}", amounts(step.reach.amounts())),
        _ => format!("from {}", amounts(step.reach.amounts())),
    };
    match &step.gives {
        StepEffect::AmountOff(off) => format!("{} {reach}", amounts(off)),
        StepEffect::Percent(off) => {
            let cap = off.cap.as_ref().map(|cap| format!(" and at most {}", amounts(cap))).unwrap_or_default();
            format!("{}% {reach}{cap}", off.percent)
        }
    }
}

/// The cap of a percent.
pub(super) fn cap(offer: &Offer) -> Option<&Amounts> {
    match &offer.gives {
        Effect::Percent(off) => off.cap.as_ref(),
        Effect::Shipping(shipping) => shipping.cap.as_ref(),
        Effect::AmountOff(_) | Effect::Ladder(_) | Effect::UnitPrice(_) | Effect::Bundle(_) => None,
    }
}
