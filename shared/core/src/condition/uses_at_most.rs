//! `uses_at_most`: the customer may use the offer this number of times.

use std::num::NonZeroU64;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;

/// The customer may use the offer this number of times.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UsesAtMost(pub NonZeroU64);

impl Kind for UsesAtMost {
    const ROW: Row = Row {
        keys: &[Key {
            name: "uses_at_most",
            summary: "The customer may use the offer this many times.",
            value: "integer, at least 1; how often each customer may use the offer",
            form: Form::PositiveCount,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Uses),
        code: code!("used_up", "it was used {actual} times; it may be {required} times"),
        example: Example { when: &["uses_at_most = 2"], holds: "60.00 usd; uses it:1", fails: "60.00 usd; uses it:2" },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        when.count(reader, "uses_at_most", 1).and_then(NonZeroU64::new).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |_| Some(context.uses()? < self.0.get()))
    }

    fn is_open_to_newcomers(&self) -> bool {
        true
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::Count(self.0.get()), Value::count(context.uses()))
    }
}
