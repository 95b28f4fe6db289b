//! `subtotal_below`: the undiscounted subtotal is smaller.

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

/// The undiscounted subtotal is smaller.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubtotalBelow(pub Amounts);

impl Kind for SubtotalBelow {
    const ROW: Row = Row {
        keys: &[Key {
            name: "subtotal_below",
            summary: "The undiscounted subtotal is smaller.",
            value: "amounts; of the undiscounted cart",
            form: Form::PositiveAmounts,
        }],
        subject: Subject::Subtotal,
        fact: None,
        code: Code::SUBTOTAL_TOO_HIGH,
        example: Example { when: &["subtotal_below = { usd = \"500.00\" }"], holds: "499.99 usd", fails: "500.00 usd" },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::amounts(reader, when.take("subtotal_below")?, "subtotal_below", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_amounts(&self.0, |amount| (context.subtotal() >= amount).then_some(Code::SUBTOTAL_TOO_HIGH))
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::amount(context.listed(&self.0)), Value::Amount(context.subtotal()))
    }

    fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        vec![(vec![self.word()], &self.0)]
    }

    fn subtotals(&self, currency: Currency) -> (Option<Amount>, Option<Amount>) {
        (None, self.0.get(currency))
    }
}
