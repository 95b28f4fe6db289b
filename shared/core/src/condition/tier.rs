//! `tier`: the customer's tier is one of these.

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

/// The customer's tier is one of these.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tier(pub Words);

impl Kind for Tier {
    const ROW: Row = Row {
        keys: &[Key {
            name: "tier",
            summary: "The customer's tier is one of these.",
            value: "list",
            form: Form::Words,
        }],
        subject: Subject::Shopper,
        fact: Some(Fact::Tier),
        code: code!("tier_not_eligible", "the tier is {actual}; it asks for {required}"),
        example: Example {
            when: &["tier = [\"gold\"]"],
            holds: "60.00 usd; tier gold",
            fails: "60.00 usd; tier silver",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        values::words(reader, when.take("tier")?, "tier", values::folded).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        context.of_shopper(Self::ROW.code, |shopper| Some(lists(&self.0, shopper.tier.as_deref()?)))
    }

    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        (Value::words(&self.0), Value::word(context.shopper().and_then(|shopper| shopper.tier.as_deref())))
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_words(self.word(), &self.0, Matching::Only)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        has_all(&self.0, &held.0)
    }
}
