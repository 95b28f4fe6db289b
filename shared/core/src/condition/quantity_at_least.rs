//! `quantity_at_least`: at least this number of units is in the cart.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;
use crate::step::MissingStep;

/// At least this number of units is in the cart.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuantityAtLeast(pub u64);

impl Kind for QuantityAtLeast {
    const ROW: Row = Row {
        keys: &[Key {
            name: "quantity_at_least",
            summary: "At least this many units are in the cart.",
            value: "integer; units in the cart",
            form: Form::PositiveCount,
        }],
        subject: Subject::Quantity,
        fact: Some(Fact::Quantity),
        code: code!("quantity_too_low", "{actual} units are in the cart; it asks for {required}{lacking}"),
        example: Example {
            when: &["quantity_at_least = 3"],
            holds: "100.00 usd; units 3",
            fails: "100.00 usd; units 2",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "quantity_at_least", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let enough = context.quantity().map_or(context.excluding, |quantity| quantity >= self.0);
        (!enough).then_some(Self::ROW.code)
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::Count(self.0), Value::count(context.quantity()))
    }

    fn step(&self, context: &Context<'_>) -> Option<MissingStep> {
        Some(MissingStep::AddItems(self.0.checked_sub(context.quantity()?)?))
    }

    fn withstands_more_items(&self, holds: bool) -> bool {
        holds
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.0 <= held.0
    }
}
