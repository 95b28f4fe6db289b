//! `ladder`: rising steps. The highest step that the base reaches counts.

use serde::{Deserialize, Serialize};

use super::amount_off::{self, once};
use super::context::{Context, Given, NoAmount};
use super::kind::{Example, Kind, Row};
use super::percent::PercentOff;
use super::rate::{Part, Rate};
use super::reach::Reach;
use crate::document::{Reader, Table, values};
use crate::interaction::Subject;
use crate::key::{Form, Key};
use crate::money::{Amount, Amounts, Currency};
use crate::reason::Code;

/// Rising steps, lowest first: the highest that the base reaches counts. The base is the undiscounted one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ladder(pub Vec<Step>);

/// A step of a ladder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// The bases from which it counts.
    pub reach: Reach,
    /// The effect.
    pub gives: StepEffect,
}

/// The effect of a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum StepEffect {
    /// A fixed amount.
    AmountOff(Amounts),
    /// A percent of the base, at most the cap.
    Percent(PercentOff),
}

impl Kind for Ladder {
    const ROW: Row = Row {
        keys: &[Key {
            name: "ladder",
            summary: "Steps that rise: the highest one that the base reaches counts.",
            value: "rising steps `{ over or at_least = amounts, amount_off or percent (+ cap) }`; the highest step that the base reaches counts",
            form: Form::Steps,
        }],
        shares: &[],
        subject: Some(Subject::Subtotal),
        of_goods: true,
        of_selection: false,
        example: Example {
            give: &[
                "ladder = [{ at_least.usd = \"50.00\", amount_off.usd = \"5.00\" }, { over.usd = \"100.00\", percent = \"10\" }]",
            ],
            outcomes: &[
                ("49.99 usd", "nothing: subtotal_too_low"),
                ("50.00 usd", "5.00"),
                ("100.00 usd", "5.00"),
                ("100.10 usd", "10.01"),
                ("50.00 eur", "nothing: currency_not_offered"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>, _: bool) -> Option<Self> {
        let list = reader.list(give.take("ladder")?, "ladder")?;
        let mut steps: Vec<Step> = Vec::new();
        for value in list {
            let Some(table) = reader.table(value, "a step of the ladder") else { continue };
            let Some(step) = step(reader, table) else { continue };
            if let Some(fault) = steps.iter().rev().find_map(|below| not_above(below, &step)) {
                reader.fault(value.span(), fault);
            }
            steps.push(step);
        }
        Some(Self(steps))
    }

    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        let currency = context.facts.currency;
        match (self.step(context.base, currency), self.0.iter().any(|step| step.reach.smallest(currency).is_some())) {
            (Some(step), _) => step.gives.given(context),
            (None, true) => Err(Code::SUBTOTAL_TOO_LOW.into()),
            (None, false) => Err(Code::CURRENCY_NOT_OFFERED.into()),
        }
    }

    fn phrase(&self, context: &Context<'_>) -> Option<String> {
        match &self.step(context.base, context.facts.currency)?.gives {
            StepEffect::AmountOff(_) => None,
            StepEffect::Percent(percent) => percent.phrase(context),
        }
    }

    fn next_base(&self, base: Amount, currency: Currency) -> Option<Amount> {
        let smallest = self.0.iter().filter_map(|step| step.reach.smallest(currency));
        smallest.filter(|smallest| base < *smallest).min()
    }

    fn step_at(&self, base: Amount, currency: Currency) -> Option<usize> {
        self.0.iter().rposition(|step| step.is_reached(base, currency))
    }

    fn parts(&self) -> Vec<Part<'_>> {
        self.0.iter().enumerate().map(|(place, step)| step.part(place)).collect()
    }
}

impl Ladder {
    /// The highest step that a base reaches.
    fn step(&self, base: Amount, currency: Currency) -> Option<&Step> {
        self.0.iter().rev().find(|step| step.is_reached(base, currency))
    }
}

impl Step {
    fn part(&self, place: usize) -> Part<'_> {
        let path = ["give", Ladder::ROW.key(), &place.to_string()].map(str::to_owned);
        Part { path: path.to_vec(), reach: Some(&self.reach), rate: self.gives.rate() }
    }

    fn is_reached(&self, base: Amount, currency: Currency) -> bool {
        self.reach.smallest(currency).is_some_and(|smallest| base >= smallest)
    }
}

impl StepEffect {
    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        match self {
            Self::AmountOff(amounts) => once(amounts, context),
            Self::Percent(percent) => percent.given(context),
        }
    }

    fn rate(&self) -> Rate<'_> {
        match self {
            Self::AmountOff(amounts) => Rate::AmountOff(amounts),
            Self::Percent(percent) => percent.rate(),
        }
    }
}

fn step(reader: &mut Reader, mut table: Table<'_, '_>) -> Option<Step> {
    let (over, at_least) = (table.take("over"), table.take("at_least"));
    let reach = match (over, at_least) {
        (Some(value), None) => values::amounts(reader, value, "over", 0).map(Reach::Over),
        (None, Some(value)) => values::amounts(reader, value, "at_least", 0).map(Reach::AtLeast),
        _ => {
            reader.fault(table.span(), "a step of the ladder has exactly one of over and at_least");
            None
        }
    };
    let gives = step_effect(reader, &mut table);
    table.finish(reader);
    reach.zip(gives).map(|(reach, gives)| Step { reach, gives })
}

/// The effect of a step. Each value is read beside any other, so that all its faults are reported together.
fn step_effect(reader: &mut Reader, table: &mut Table<'_, '_>) -> Option<StepEffect> {
    let before = reader.faults.len();
    let alone = table.has("amount_off") != table.has("percent");
    if !alone {
        reader.fault(table.span(), "give exactly one of amount_off and percent");
    }
    let amount_off = amount_off::amounts(reader, table).map(StepEffect::AmountOff);
    let percent = PercentOff::load(reader, table, alone).map(StepEffect::Percent);
    amount_off.or(percent).filter(|_| reader.faults.len() == before)
}

/// Says in which currency a step does not lie above an earlier one; not every step lists every currency.
fn not_above(below: &Step, step: &Step) -> Option<String> {
    let stuck = step.reach.amounts().iter().map(|(currency, _)| currency).find(|currency| {
        below.reach.smallest(*currency).is_some_and(|lower| step.reach.smallest(*currency) <= Some(lower))
    });
    stuck.map(|currency| format!("the steps of a ladder rise, but this one is not above an earlier one in {currency}"))
}
