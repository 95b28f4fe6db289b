//! `days_since_last_order_at_most`: at most this number of days of 86,400 s has passed since the last order.

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

/// At most this number of days of 86,400 s has passed since the last order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DaysSinceLastOrderAtMost(pub u64);

impl Kind for DaysSinceLastOrderAtMost {
    const ROW: Row = Row {
        keys: &[Key {
            name: "days_since_last_order_at_most",
            summary: "At most this number of days of 86,400 s have passed since the last order.",
            value: "integer; whole days of 86,400 s",
            form: Form::PositiveCount,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::LastOrderAt),
        code: code!("ordered_too_long_ago", "the last order was {actual} days ago; it asks for {required} at most"),
        example: Example {
            when: &["days_since_last_order_at_most = 30"],
            holds: "60.00 usd; last-order 2026-05-03T12:00:01Z",
            fails: "60.00 usd; last-order 2026-05-03T12:00:00Z",
        },
    };

    const CHANGES_WITH_TIME: bool = true;

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "days_since_last_order_at_most", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| {
            let Some(last_order) = shopper.last_order_at else { return context.without_orders(shopper) };
            Some(self.over(last_order).is_none_or(|over| context.now() < over))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let since = context.shopper().and_then(|shopper| shopper.last_order_at);
        (Value::Count(self.0), Value::count(context.days_since(since)))
    }

    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.failure(context).is_none().then(|| context.now())
    }

    fn closes_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.over(context.shopper()?.last_order_at?)
    }

    fn ends_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.closes_at(context)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.0 >= held.0
    }
}

impl DaysSinceLastOrderAtMost {
    /// The instant at which one whole day more has passed since the last order.
    fn over(&self, last_order: Timestamp) -> Option<Timestamp> {
        days_after(last_order, self.0.checked_add(1)?)
    }
}
