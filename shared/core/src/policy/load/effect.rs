//! `give`: exactly one of `amount_off`, `percent` and `ladder`, and of which part of the cart.

use super::items::{Given, Scope};
use crate::document::{Reader, Table, Value, values};
use crate::money::Amounts;
use crate::policy::{Base, Effect, Rate, Reach, Step};

/// What an offer gives, and of what; none when it is faulty.
pub(super) fn effect(reader: &mut Reader, mut give: Table<'_, '_>) -> Option<(Base, Effect)> {
    let before = reader.faults.len();
    let ladder = give.take("ladder");
    let choice = "amount_off, percent and ladder";
    let rate = rate(reader, &mut give, choice, ladder.is_some());
    let effect = match ladder {
        Some(value) => ladder_of(reader, value),
        None => rate.map(Effect::Flat),
    };
    let given = effect.as_ref().map(|effect| match effect {
        Effect::Flat(Rate::Percent { .. }) => Given::Percent,
        Effect::Flat(_) => Given::AmountOff,
        Effect::Ladder(_) => Given::Ladder,
    });
    let scope = Scope::take(&mut give).read(reader, given);
    give.finish(reader);
    let (base, per_unit) = scope?;
    let effect = match effect? {
        Effect::Flat(Rate::AmountOff(amounts)) if per_unit => Effect::Flat(Rate::AmountOffEachUnit(amounts)),
        effect => effect,
    };
    (reader.faults.len() == before).then_some((base, effect))
}

/// `amount_off`, or `percent` with its `cap`; `instead` says that something else of the choice already gives. Each value
/// is read whatever stands beside it, so that all its faults are told at once.
fn rate(reader: &mut Reader, table: &mut Table<'_, '_>, choice: &str, instead: bool) -> Option<Rate> {
    let before = reader.faults.len();
    let (amount_off, percent, cap) = (table.take("amount_off"), table.take("percent"), table.take("cap"));
    let given = [amount_off.is_some(), percent.is_some(), instead].into_iter().filter(|given| *given).count();
    if given != 1 {
        reader.fault(table.span(), format!("give exactly one of {choice}"));
    } else if let (Some(cap), None) = (cap, percent) {
        reader.fault(cap.span(), "cap is the most that a percent gives: it stands beside percent");
    }
    let amount_off = amount_off.and_then(|value| values::amounts(reader, value, "amount_off", 1));
    let percent = percent.and_then(|value| values::percent(reader, value, "percent"));
    let cap = cap.and_then(|value| values::amounts(reader, value, "cap", 1));
    let rate = amount_off.map(Rate::AmountOff).or(percent.map(|percent| Rate::Percent { percent, cap }));
    rate.filter(|_| reader.faults.len() == before)
}

fn ladder_of(reader: &mut Reader, value: &Value<'_>) -> Option<Effect> {
    let list = reader.list(value, "ladder")?;
    let mut steps: Vec<Step> = Vec::new();
    for value in list {
        let Some(table) = reader.table(value, "a step of the ladder") else { continue };
        let Some(step) = step(reader, table) else { continue };
        if let Some(fault) = steps.iter().rev().find_map(|below| not_above(below, &step)) {
            reader.fault(value.span(), fault);
        }
        steps.push(step);
    }
    Some(Effect::Ladder(steps))
}

fn step(reader: &mut Reader, mut table: Table<'_, '_>) -> Option<Step> {
    let (over, at_least) = (table.take("over"), table.take("at_least"));
    let reach = match (over, at_least) {
        (Some(value), None) => values::amounts(reader, value, "over", 0).map(Reach::Over),
        (None, Some(value)) => values::amounts(reader, value, "at_least", 1).map(Reach::AtLeast),
        _ => {
            reader.fault(table.span(), "a step of the ladder has exactly one of over and at_least");
            None
        }
    };
    let rate = rate(reader, &mut table, "amount_off and percent", false);
    table.finish(reader);
    reach.zip(rate).map(|(reach, rate)| Step { reach, rate })
}

/// Says in which currency a step does not lie above an earlier one; not every step lists every currency.
fn not_above(below: &Step, step: &Step) -> Option<String> {
    let amounts: &Amounts = step.reach.amounts();
    let stuck = amounts.iter().map(|(currency, _)| currency).find(|currency| {
        below.reach.smallest(*currency).is_some_and(|lower| step.reach.smallest(*currency) <= Some(lower))
    });
    stuck.map(|currency| format!("the steps of a ladder rise, but this one is not above an earlier one in {currency}"))
}
