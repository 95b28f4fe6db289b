//! `contains_none`: none of these items is in the cart.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::items::Items;
use crate::items::names_all;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::code;

/// None of these items is in the cart.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContainsNone(pub Items);

impl Kind for ContainsNone {
    const ROW: Row = Row {
        keys: &[Key {
            name: "contains_none",
            summary: "No line that any of the three lists names is in the cart.",
            value: "items",
            form: Form::Items,
        }],
        subject: Subject::Items,
        fact: Some(Fact::Lines),
        code: code!(bare "item_excluded", "something is in the cart, or may be, that it is not given on"),
        example: Example {
            when: &["contains_none = { tags = [\"clearance\"] }"],
            holds: "1 x boots at 90.00 [shoes], usd",
            fails: "1 x boots at 90.00 [shoes] + 1 x hat at 9.00 [clearance], usd",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let mut table = reader.table(when.take("contains_none")?, "contains_none")?;
        let before = reader.faults.len();
        let items = Items::read(reader, &mut table);
        let items = Items::some(reader, &table, items, "contains_none");
        table.finish(reader);
        items.filter(|_| reader.faults.len() == before).map(Self)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let none = context.items.map_or(context.excluding, |items| !items.excluded);
        (!none).then_some(Self::ROW.code)
    }

    fn withstands_more_items(&self, holds: bool) -> bool {
        !holds
    }

    fn items(&self) -> Vec<(Vec<&'static str>, &Items)> {
        vec![(vec![self.word()], &self.0)]
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_items(&["contains_none"], &self.0)
    }

    fn follows_from(&self, held: &Self, _: &[Option<Currency>]) -> bool {
        names_all(&held.0, &self.0)
    }
}
