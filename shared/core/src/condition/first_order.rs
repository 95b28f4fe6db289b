//! `first_order`: this is the customer's first order.

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

/// This is the customer's first order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FirstOrder;

impl Kind for FirstOrder {
    const ROW: Row = Row {
        keys: &[Key {
            name: "first_order",
            summary: "It is the customer's first order. Only true can be written.",
            value: "`true`",
            form: Form::True,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Orders),
        code: code!("not_first_order", "this is order {actual}, not the first"),
        example: Example { when: &["first_order = true"], holds: "60.00 usd; orders 0", fails: "60.00 usd; orders 1" },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let value = when.take("first_order")?;
        let first = reader.boolean(value, "first_order")?;
        let wrong = "first_order can only be true: for everybody else write orders_at_least = 1";
        reader.read(value.span(), first.then_some(Self).ok_or(wrong))
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| Some(context.orders_against(shopper)? == 0))
    }

    fn is_open_to_newcomers(&self) -> bool {
        true
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::Count(1), Value::count(context.this_order()))
    }

    fn follows_from(&self, _: &Self, _: &[Option<Currency>]) -> bool {
        true
    }
}
