//! `weekdays` and `hours`: the shop's clock shows one of these weekdays` and `one of these hours.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::values;
use crate::document::{Reader, Table};
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;
use crate::schedule::{Schedule, Weekdays};

impl Kind for Schedule {
    const ROW: Row = Row {
        keys: &[
            Key {
                name: "weekdays",
                summary: "On these days of the shop's clock.",
                value: "list of `mon` ... `sun`",
                form: Form::Weekdays,
            },
            Key {
                name: "hours",
                summary: "In these hours of the shop's clock, [from, to); a span past midnight belongs to the day on which it began.",
                value: "list of `\"17:00-19:00\"`, [from, to); one past midnight belongs to the weekday on which it began",
                form: Form::Hours,
            },
        ],
        subject: Subject::Time,
        fact: None,
        code: code!(passes "not_at_this_time", "it is not open at this weekday or hour"),
        example: Example {
            when: &["weekdays = [\"wed\"]", "hours = [\"10:00-12:30\"]"],
            holds: "60.00 usd; at 2026-06-03T12:29:59Z",
            fails: "60.00 usd; at 2026-06-03T12:30:00Z",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let (weekdays, hours) = (when.take("weekdays"), when.take("hours"));
        if weekdays.is_none() && hours.is_none() {
            return None;
        }
        let weekdays = weekdays.map_or(Some(Weekdays::ALL), |value| values::weekdays(reader, value));
        let hours = hours.map_or_else(|| Some(Vec::new()), |value| values::hours(reader, value));
        weekdays.zip(hours).map(|(weekdays, hours)| Self { weekdays, hours })
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        (!self.is_open(context.clock())).then_some(Self::ROW.code)
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::None, Value::Time(context.now()))
    }

    fn changes_with_time(&self) -> bool {
        true
    }

    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        if self.is_open(context.clock()) { Some(context.now()) } else { self.closes_at(context) }
    }

    /// The next moment at which it opens or closes.
    fn closes_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.next_change(context.now(), context.clock(), context.zone())
    }

    // Both keys make one condition: a span of hours belongs to the weekday on which it begins.
    fn word(&self) -> &'static str {
        if self.hours.is_empty() { "weekdays" } else { "hours" }
    }

    fn key(&self) -> Cow<'static, str> {
        if self.weekdays != Weekdays::ALL && !self.hours.is_empty() {
            return "weekdays, hours".into();
        }
        self.word().into()
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        held.is_within(self)
    }
}
