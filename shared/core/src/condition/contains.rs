//! `contains`: these items are in the cart.

use std::num::NonZeroU64;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::context::{Context, MatchedItems};
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::no_more;
use crate::document::values;
use crate::document::{Reader, Table};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::items::Items;
use crate::items::names_all;
use crate::money::Amount;
use crate::money::Amounts;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;
use crate::step::MissingStep;

/// These items are in the cart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contains {
    /// Any of these.
    pub items: Items,
    /// The least number of their units; one where the policy does not say.
    pub quantity_at_least: Option<NonZeroU64>,
    /// The least subtotal of them.
    pub subtotal_at_least: Option<Amounts>,
}

impl Contains {
    /// The least number of their units.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.quantity_at_least.map_or(1, NonZeroU64::get)
    }

    /// Returns whether it asks for a quantity or for a subtotal.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.quantity_at_least.is_some() || self.subtotal_at_least.is_some()
    }
}

impl Kind for Contains {
    const ROW: Row = Row {
        keys: &[Key {
            name: "contains",
            summary: "Lines that any of the three lists names are in the cart.",
            value: "items, with `quantity_at_least` and `subtotal_at_least` of the lines that match",
            form: Form::CountedItems,
        }],
        subject: Subject::Items,
        fact: Some(Fact::Lines),
        code: code!("item_missing", "of what it asks for {actual} is in the cart; it takes {required}{lacking}"),
        example: Example {
            when: &["contains = { tags = [\"shoes\"], quantity_at_least = 2 }"],
            holds: "2 x boots at 90.00 [shoes], usd",
            fails: "1 x boots at 90.00 [shoes] + 3 x hat at 20.00, usd",
        },
    };

    fn load(reader: &mut Reader, when: &mut Table<'_, '_>, _: &TimeZone) -> Option<Self> {
        let mut table = reader.table(when.take("contains")?, "contains")?;
        let before = reader.faults.len();
        let items = Items::read(reader, &mut table);
        let quantity_at_least =
            table.take("quantity_at_least").and_then(|value| reader.count(value, "quantity_at_least", 1));
        let subtotal_at_least =
            table.take("subtotal_at_least").and_then(|value| values::amounts(reader, value, "subtotal_at_least", 1));
        let items = Items::some(reader, &table, items, "contains");
        table.finish(reader);
        let quantity_at_least = quantity_at_least.and_then(NonZeroU64::new);
        let contains = Self { items: items?, quantity_at_least, subtotal_at_least };
        (reader.faults.len() == before).then_some(contains)
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let least = match &self.subtotal_at_least {
            Some(amounts) => match context.listed(amounts) {
                Some(least) => least,
                None => return Some(Code::CURRENCY_NOT_OFFERED),
            },
            None => Amount::ZERO,
        };
        let is_enough = |items: &MatchedItems| items.quantity >= self.units() && items.subtotal >= least;
        let enough = context.items.map_or(context.excluding, is_enough);
        (!enough).then_some(Self::ROW.code)
    }

    /// The units that are missing; where none is, the sum.
    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let units = self.units();
        match &self.subtotal_at_least {
            Some(least) if context.items.is_some_and(|items| items.quantity >= units) => {
                (Value::amount(context.listed(least)), Value::amount(context.items.map(|items| items.subtotal)))
            }
            _ => (Value::Count(units), Value::count(context.items.map(|items| items.quantity))),
        }
    }

    fn step(&self, context: &Context<'_>) -> Option<MissingStep> {
        let lacking = self.units().checked_sub(context.items?.quantity)?;
        // Units that must reach a subtotal give no hint: their number depends on their prices.
        self.subtotal_at_least.is_none().then_some(MissingStep::AddItems(lacking))
    }

    fn asks(&self, subject: Subject) -> bool {
        subject == Subject::Items || (subject == Subject::Quantity && self.counts())
    }

    fn withstands_more_items(&self, holds: bool) -> bool {
        holds
    }

    fn items(&self) -> Option<&Items> {
        Some(&self.items)
    }

    fn words(&self) -> Vec<WordList<'_>> {
        WordList::of_items(&["contains"], &self.items)
    }

    fn amounts(&self) -> Option<(Vec<&'static str>, &Amounts)> {
        self.subtotal_at_least.as_ref().map(|amounts| (vec!["contains", "subtotal_at_least"], amounts))
    }

    fn follows_from(&self, held: &Self, currencies: &[Option<Currency>]) -> bool {
        let enough = match (&self.subtotal_at_least, &held.subtotal_at_least) {
            (None, _) => true,
            (Some(wanted), Some(held)) => no_more(wanted, held, currencies),
            (Some(_), None) => false,
        };
        names_all(&self.items, &held.items) && self.units() <= held.units() && enough
    }
}
