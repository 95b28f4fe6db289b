//! `days_since_last_order_at_least`: at least this number of days of 86,400 s has passed since the last order.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::context::days_after;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;

/// At least this number of days of 86,400 s has passed since the last order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DaysSinceLastOrderAtLeast(pub u64);

impl Kind for DaysSinceLastOrderAtLeast {
    const ROW: Row = Row {
        keys: &[Key {
            name: "days_since_last_order_at_least",
            summary: "At least this many days of 86,400 s have passed since the last order.",
            value: "integer, of 86,400 s",
            form: Form::PositiveCount,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::LastOrderAt),
        code: code!(passes "ordered_too_recently", "the last order was {actual} days ago; it asks for {required}{lacking}"),
        example: Example {
            when: &["days_since_last_order_at_least = 90"],
            holds: "60.00 usd; last-order 2026-03-05T12:00:00Z",
            fails: "60.00 usd; last-order 2026-03-05T12:00:01Z",
        },
    };

    const CHANGES_WITH_TIME: bool = true;

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "days_since_last_order_at_least", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| {
            let Some(last_order) = shopper.last_order_at else { return context.without_orders(shopper) };
            Some(days_after(last_order, self.0).is_some_and(|passed| passed <= context.now()))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let since = context.shopper().and_then(|shopper| shopper.last_order_at);
        (Value::Count(self.0), Value::count(context.days_since(since)))
    }

    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.lasts_from(context).map(|passed| context.now().max(passed))
    }

    fn lasts_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        let since = context.shopper().and_then(|shopper| shopper.last_order_at)?;
        days_after(since, self.0)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.0 <= held.0
    }
}
