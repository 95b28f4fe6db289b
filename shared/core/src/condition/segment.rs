//! `segment`: the customer is in one of these segments.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::context::lists;
use super::kind::Matching;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::has_all;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;
use crate::words::Words;

/// The customer is in one of these segments.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Segment(pub Words);

impl Kind for Segment {
    const ROW: Row = Row {
        keys: &[Key {
            name: "segment",
            summary: "The customer is in one of these segments.",
            value: "list",
            form: Form::Words,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Segments),
        code: code!("segment_not_eligible", "the segments are {actual}; it asks for {required}"),
        example: Example {
            when: &["segment = [\"press\", \"vip\"]"],
            holds: "60.00 usd; segments newsletter, vip",
            fails: "60.00 usd; segments newsletter",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::words(reader, when.take("segment")?, "segment", values::folded).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| {
            Some(shopper.segments.as_ref()?.iter().any(|segment| lists(&self.0, segment)))
        })
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let segments = context.shopper().and_then(|shopper| shopper.segments.as_ref());
        let segments = segments.map(|segments| segments.iter().map(|word| (&**word).into()).collect());
        (Value::words(&self.0), segments.map_or(Value::None, Value::Words))
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.0, Matching::CommaSeparated)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        has_all(&self.0, &held.0)
    }
}
