//! `subtotal_at_most`: the undiscounted subtotal is as large, or smaller.

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
use crate::money::just_over;
use crate::reason::Code;
use crate::reason::Value;

/// The undiscounted subtotal is as large, or smaller.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubtotalAtMost(pub Amounts);

impl Kind for SubtotalAtMost {
    const ROW: Row = Row {
        keys: &[Key {
            name: "subtotal_at_most",
            summary: "The undiscounted subtotal is as large, or smaller.",
            value: "amounts; of the undiscounted cart, which may cost as much",
            form: Form::PositiveAmounts,
        }],
        subject: Subject::Subtotal,
        fact: None,
        code: Code::SUBTOTAL_TOO_HIGH,
        example: Example {
            when: &["subtotal_at_most = { usd = \"100.00\" }"],
            holds: "100.00 usd",
            fails: "100.01 usd",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::amounts(reader, when.take("subtotal_at_most")?, "subtotal_at_most", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_amounts(&self.0, |amount| (context.subtotal() > amount).then_some(Code::SUBTOTAL_TOO_HIGH))
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::amount(context.listed(&self.0).and_then(just_over)), Value::Amount(context.subtotal()))
    }

    fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        vec![(vec![self.word()], &self.0)]
    }

    fn subtotals(&self, currency: Currency) -> (Option<Amount>, Option<Amount>) {
        (None, self.0.get(currency).and_then(just_over))
    }
}
