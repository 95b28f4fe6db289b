//! Days and hours that come again: the shop's clock shows one of these days and one of these hours.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::calendar;
use crate::document::{Reader, Table};
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::schedule::{Days, Schedule, Weekdays};

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
                name: "days_of_month",
                summary: "On these days of each month of the shop's clock; -1 is the last.",
                value: "list of integers, such as `[1, 15, -1]`; -1 is the last day",
                form: Form::DaysOfMonth,
            },
            Key {
                name: "weekdays_of_month",
                summary: "On these weekdays of each month of the shop's clock, such as \"1st mon\" or \"last fri\".",
                value: "list of `\"1st mon\"` ... `\"5th mon\"` or `\"last fri\"`",
                form: Form::WeekdaysOfMonth,
            },
            Key {
                name: "dates",
                summary: "On these days of every year of the shop's clock: month and day, or both ends of a span.",
                value: "list of `\"02-14\"` or `\"12-24..12-26\"`, every year, both ends included",
                form: Form::Dates,
            },
            Key {
                name: "hours",
                summary: "In these hours of the shop's clock, [from, to); a span past midnight belongs to the day on which it began.",
                value: "list of `\"17:00-19:00\"`, [from, to); one past midnight belongs to the day on which it began",
                form: Form::Hours,
            },
        ],
        subject: Subject::Time,
        fact: None,
        code: Code::NOT_AT_THIS_TIME,
        example: Example {
            when: &["weekdays = [\"wed\"]", "hours = [\"10:00-12:30\"]"],
            holds: "60.00 usd; at 2026-06-03T12:29:59Z",
            fails: "60.00 usd; at 2026-06-03T12:30:00Z",
        },
    };

    const CHANGES_WITH_TIME: bool = true;

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let keys = ["weekdays", "days_of_month", "weekdays_of_month", "dates", "hours"];
        let [weekdays, of_month, weekdays_of_month, dates, hours] = keys.map(|key| when.take(key));
        if [weekdays, of_month, weekdays_of_month, dates, hours].iter().all(Option::is_none) {
            return None;
        }
        let before = reader.faults.len();
        let days = Days {
            weekdays: weekdays.and_then(|value| calendar::weekdays(reader, value)).unwrap_or(Weekdays::ALL),
            of_month: of_month.and_then(|value| calendar::days_of_month(reader, value)),
            weekdays_of_month: weekdays_of_month.and_then(|value| calendar::weekdays_of_month(reader, value)),
            dates: dates.and_then(|value| calendar::dates(reader, value)),
        };
        let hours = hours.and_then(|value| calendar::hours(reader, value)).unwrap_or_default();
        (reader.faults.len() == before).then_some(Self { days, hours })
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        (!self.is_open(context.clock())).then_some(Code::NOT_AT_THIS_TIME)
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::None, Value::Time(context.now()))
    }

    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        if self.is_open(context.clock()) { Some(context.now()) } else { self.closes_at(context) }
    }

    /// The next moment at which it opens or closes.
    fn closes_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.next_change(context.now(), context.clock(), context.zone())
    }

    // All keys make one condition: a span of hours belongs to the day on which it begins.
    fn word(&self) -> &'static str {
        self.written().last().copied().unwrap_or("weekdays")
    }

    fn key(&self) -> Cow<'static, str> {
        match &*self.written() {
            [] => self.word().into(),
            written => written.join(", ").into(),
        }
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        held.is_within(self)
    }
}
