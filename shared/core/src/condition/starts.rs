//! `starts`: the time is this instant or later.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::values;
use crate::document::{Reader, Table};
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;

/// The time is this instant or later.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Starts(pub Timestamp);

impl Kind for Starts {
    const ROW: Row = Row {
        keys: &[Key {
            name: "starts",
            summary: "From this instant on: RFC 3339, or a time of the shop's clock.",
            value: "RFC 3339, or a time of the shop's clock; the window is [starts, ends)",
            form: Form::Time,
        }],
        subject: Subject::Time,
        fact: None,
        code: code!(passes "not_started", "it starts at {required}"),
        example: Example {
            when: &["starts = 2026-06-03T12:00:00Z"],
            holds: "60.00 usd; at 2026-06-03T12:00:00Z",
            fails: "60.00 usd; at 2026-06-03T11:59:59Z",
        },
    };

    const CHANGES_WITH_TIME: bool = true;

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, zone: &TimeZone) -> Option<Self> {
        values::instant(reader, when.take("starts")?, "starts", zone).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        (context.now() < self.0).then_some(Self::ROW.code)
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::Time(self.0), Value::Time(context.now()))
    }

    fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        Some(context.now().max(self.0))
    }

    fn lasts_from(&self, _: &Context<'_>) -> Option<Timestamp> {
        Some(self.0)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        self.0 <= held.0
    }
}
