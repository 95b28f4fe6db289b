//! `anniversary`: the day is near one that comes each year for the customer.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::{CustomerDay, Fact};
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::schedule::instant_of;

/// The day is near one that comes each year for the customer, on the shop's clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Anniversary {
    /// The key of the customer's metadata that holds the day, or [`Anniversary::CREATED`].
    pub of: Arc<str>,
    /// The days before it that count.
    pub days_before: i32,
    /// The days after it that count.
    pub days_after: i32,
}

impl Kind for Anniversary {
    const ROW: Row = Row {
        keys: &[Key {
            name: "anniversary",
            summary: "The day is near one that comes each year for the customer, such as a birthday, on the shop's clock.",
            value: "`{ of = \"birthday\", days_before = 3, days_after = 3 }`; `of` is a key of the customer's metadata or `created`",
            form: Form::Anniversary,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::CustomerDays),
        code: Code::NOT_AT_THIS_TIME,
        example: Example {
            when: &["anniversary = { of = \"birthday\", days_before = 3, days_after = 3 }"],
            holds: "60.00 usd; birthday 1990-06-06",
            fails: "60.00 usd; birthday 1990-06-07",
        },
    };

    const CHANGES_WITH_TIME: bool = true;

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let mut table = reader.table(when.take("anniversary")?, "anniversary")?;
        let of = table.require("of", reader).and_then(|value| {
            let text = reader.string(value, "of")?;
            reader.parsed(value.span(), values::word(text))
        });
        let mut days = |key: &'static str| {
            let Some(value) = table.take(key) else { return Some(0) };
            let days = reader.count(value, key, 0)?;
            let most = Self::MOST_DAYS;
            let wrong = || format!("{key} must be at most {most}: the next anniversary would be as near");
            let days = i32::try_from(days).ok().filter(|days| *days <= most);
            reader.read(value.span(), days.ok_or_else(wrong))
        };
        let (days_before, days_after) = (days("days_before"), days("days_after"));
        table.finish(reader);
        Some(Self { of: of?.into(), days_before: days_before?, days_after: days_after? })
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Code::NOT_AT_THIS_TIME, |shopper| {
            let day = *shopper.days.get(&*self.of)?;
            Some(self.windows(day, context.today()).any(|(from, to)| from <= context.today() && context.today() < to))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::None, Value::Time(context.now()))
    }

    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        if self.failure(context).is_none() {
            return Some(context.now());
        }
        let begins = self.of(context)?.map(|(from, _)| from);
        begins.filter_map(|from| start_of(from, context.zone())).filter(|from| *from > context.now()).min()
    }

    fn closes_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        let ends = self.of(context)?.map(|(_, to)| to);
        ends.filter_map(|to| start_of(to, context.zone())).filter(|to| *to > context.now()).min()
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.of == held.of && self.days_before >= held.days_before && self.days_after >= held.days_after
    }
}

impl Anniversary {
    /// The word for the day on which the customer was created.
    pub const CREATED: &'static str = "created";
    /// The most days on each side.
    const MOST_DAYS: i32 = 180;

    /// The windows around the shopper's anniversaries; none if the day is unknown.
    fn of(&self, context: &Context<'_>) -> Option<impl Iterator<Item = (Date, Date)>> {
        let day = *context.shopper()?.days.get(&*self.of)?;
        Some(self.windows(day, context.today()))
    }

    /// The first day of each window around a date, and the day after its last.
    fn windows(&self, day: CustomerDay, around: Date) -> impl Iterator<Item = (Date, Date)> + use<> {
        let (before, after) = (self.days_before, self.days_after.saturating_add(1));
        let year = around.year();
        // A day may lie in the year after this one, and its first anniversary a year later.
        let last = day.year.unwrap_or(year).max(year).saturating_add(2);
        let years = year.saturating_sub(1)..=last;
        years.filter_map(move |year| {
            let date = day.anniversary(year)?;
            Some((date.checked_sub(before.days()).ok()?, date.checked_add(after.days()).ok()?))
        })
    }
}

fn start_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    instant_of(day.into(), zone)
}
