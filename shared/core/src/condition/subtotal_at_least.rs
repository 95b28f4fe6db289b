//! `subtotal_at_least`: the undiscounted subtotal is as large, or larger.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::values;
use crate::document::{Reader, Table};
use crate::interaction::Subject;
use crate::money::Amount;
use crate::money::Amounts;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::step::MissingStep;

/// The undiscounted subtotal is as large, or larger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubtotalAtLeast(pub Amounts);

impl Kind for SubtotalAtLeast {
    const ROW: Row = Row {
        keys: &[Key {
            name: "subtotal_at_least",
            summary: "The undiscounted subtotal is as large, or larger.",
            value: "amounts; of the undiscounted cart",
            form: Form::PositiveAmounts,
        }],
        subject: Subject::Subtotal,
        fact: None,
        code: Code::SUBTOTAL_TOO_LOW,
        example: Example {
            when: &["subtotal_at_least = { usd = \"100.00\" }"],
            holds: "100.00 usd",
            fails: "99.99 usd",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::amounts(reader, when.take("subtotal_at_least")?, "subtotal_at_least", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_amounts(&self.0, |amount| (context.subtotal() < amount).then_some(Code::SUBTOTAL_TOO_LOW))
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::amount(context.listed(&self.0)), Value::Amount(context.subtotal()))
    }

    fn step(&self, context: &Context<'_>) -> Option<MissingStep> {
        Some(MissingStep::SpendMore(context.listed(&self.0)?.saturating_sub(context.subtotal())))
    }

    fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        vec![(vec![self.word()], &self.0)]
    }

    fn subtotals(&self, currency: Currency) -> (Option<Amount>, Option<Amount>) {
        (self.0.get(currency), None)
    }
}
