//! `customer_for_days_at_least`: the customer was created at least this number of days of 86,400 s ago.

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

/// The customer was created at least this number of days of 86,400 s ago.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CustomerForDaysAtLeast(pub u64);

impl Kind for CustomerForDaysAtLeast {
    const ROW: Row = Row {
        keys: &[Key {
            name: "customer_for_days_at_least",
            summary: "The customer was created at least this many days of 86,400 s ago.",
            value: "integer, of 86,400 s",
            form: Form::PositiveCount,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::CustomerSince),
        code: code!(passes "customer_too_new", "the customer is {actual} days old; it asks for {required}{lacking}"),
        example: Example {
            when: &["customer_for_days_at_least = 365"],
            holds: "60.00 usd; customer; since 2025-06-03T12:00:00Z",
            fails: "60.00 usd; customer; since 2025-06-03T12:00:01Z",
        },
    };

    const CHANGES_WITH_TIME: bool = true;

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "customer_for_days_at_least", 1).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| {
            Some(days_after(shopper.since?, self.0).is_some_and(|passed| passed <= context.now()))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let since = context.shopper().and_then(|shopper| shopper.since);
        (Value::Count(self.0), Value::count(context.days_since(since)))
    }

    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.lasts_from(context).map(|passed| context.now().max(passed))
    }

    fn lasts_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        let since = context.shopper().and_then(|shopper| shopper.since)?;
        days_after(since, self.0)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.0 <= held.0
    }
}
