//! `contains`: these items are in the cart.

use std::num::NonZeroU64;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::assignment;
use super::context::{Context, Matched, MatchedItems};
use super::kind::WordList;
use super::kind::{Example, Form, Key, Kind, Row};
use super::relations::no_more;
use crate::document::values;
use crate::document::{Reader, Table, Value as Written};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::items::Items;
use crate::items::names_all;
use crate::money::Amounts;
use crate::money::Currency;
use crate::reason::Code;
use crate::reason::Value;
use crate::reason::code;
use crate::step::MissingStep;

/// These items are in the cart: each requirement by units of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contains {
    /// At least one; of several, all must hold.
    pub requirements: Vec<Requirement>,
    /// True if they are written as a list.
    is_list: bool,
}

/// Items that are in the cart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Requirement {
    /// Any of these.
    pub items: Items,
    /// The least number of their units; one where the policy does not say.
    pub quantity_at_least: Option<NonZeroU64>,
    /// The largest number of their units.
    pub quantity_at_most: Option<u64>,
    /// The least subtotal of them.
    pub subtotal_at_least: Option<Amounts>,
}

impl Requirement {
    /// The least number of their units.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.quantity_at_least.map_or(1, NonZeroU64::get)
    }

    fn read(reader: &mut Reader, value: &Written<'_>) -> Option<Self> {
        let mut table = reader.table(value, "contains")?;
        let before = reader.faults.len();
        let items = Items::read(reader, &mut table);
        let mut count = |key| table.take(key).and_then(|value| Some((reader.count(value, key, 1)?, value.span())));
        let (least, most) = (count("quantity_at_least"), count("quantity_at_most"));
        let subtotal_at_least =
            table.take("subtotal_at_least").and_then(|value| values::amounts(reader, value, "subtotal_at_least", 1));
        let items = Items::some(reader, &table, items, "contains");
        table.finish(reader);
        if let (Some((least, _)), Some((most, span))) = (&least, &most)
            && least > most
        {
            reader
                .fault(span.clone(), format!("quantity_at_most must be at least quantity_at_least, which is {least}"));
        }
        let requirement = Self {
            items: items?,
            quantity_at_least: least.and_then(|(units, _)| NonZeroU64::new(units)),
            quantity_at_most: most.map(|(units, _)| units),
            subtotal_at_least,
        };
        (reader.faults.len() == before).then_some(requirement)
    }

    fn has_too_many(&self, matched: &Matched) -> bool {
        self.quantity_at_most.is_some_and(|most| matched.at_most > most)
    }

    fn costs_too_little(&self, matched: &Matched, context: &Context<'_>) -> bool {
        let least = self.subtotal_at_least.as_ref().and_then(|amounts| context.listed(amounts));
        least.is_some_and(|least| matched.subtotal < least)
    }

    /// Returns whether one that stands alone holds wherever another does.
    fn follows_from(&self, held: &Self, currencies: &[Option<Currency>]) -> bool {
        let enough = match (&self.subtotal_at_least, &held.subtotal_at_least) {
            (None, _) => true,
            (Some(wanted), Some(held)) => no_more(wanted, held, currencies),
            (Some(_), None) => false,
        };
        let few = match (self.quantity_at_most, held.quantity_at_most) {
            (None, _) => true,
            (Some(wanted), Some(most)) => most <= wanted && names_all(&held.items, &self.items),
            (Some(_), None) => false,
        };
        names_all(&self.items, &held.items) && self.units() <= held.units() && enough && few
    }
}

impl Contains {
    /// The number of each requirement in the list, as a key.
    const PLACES: [&'static str; assignment::MOST] = ["0", "1", "2", "3", "4", "5"];

    /// Returns whether it asks for a quantity or for a subtotal.
    #[must_use]
    pub fn counts(&self) -> bool {
        let counts = |one: &Requirement| one.quantity_at_least.is_some() || one.subtotal_at_least.is_some();
        self.requirements.iter().any(counts)
    }

    /// Returns whether lines that are not known make no difference beside those that are.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(&*self.requirements, [only] if only.quantity_at_most.is_none())
    }

    /// The units that each requirement asks for.
    pub(crate) fn units(&self) -> Vec<u64> {
        self.requirements.iter().map(Requirement::units).collect()
    }

    /// Each requirement with its path under the table.
    fn written(&self) -> impl Iterator<Item = (Vec<&'static str>, &Requirement)> {
        let path = |place| if self.is_list { vec!["contains", place] } else { vec!["contains"] };
        Self::PLACES.into_iter().map(path).zip(&self.requirements)
    }

    /// Each requirement with what of it is in the cart.
    fn matched<'c>(&'c self, matched: &'c MatchedItems) -> impl Iterator<Item = (&'c Requirement, &'c Matched)> {
        self.requirements.iter().zip(&matched.requirements)
    }

    /// The only requirement that lacks units, if nothing else is lacking.
    fn lacking(&self, context: &Context<'_>) -> Option<(&Requirement, u64)> {
        let matched = context.items?;
        let more = matched.shortage.units;
        let lacking = match (&*self.requirements, more) {
            (_, 0) => return None,
            ([only], _) => only,
            (all, _) => all.get(matched.shortage.only()?)?,
        };
        // Units that must reach a subtotal give no hint: their number depends on their prices.
        let priced = self.requirements.iter().any(|one| one.subtotal_at_least.is_some());
        let too_many = self.matched(matched).any(|(one, matched)| {
            let then = matched.at_most.saturating_add(if names_all(&one.items, &lacking.items) { more } else { 0 });
            one.quantity_at_most.is_some_and(|most| then > most)
        });
        (!priced && !too_many).then_some((lacking, more))
    }
}

impl Kind for Contains {
    const ROW: Row = Row {
        keys: &[Key {
            name: "contains",
            summary: "Lines that any of the three lists names are in the cart. Tables in a list must all hold, each by different units.",
            value: "items, with `quantity_at_least`, `quantity_at_most` and `subtotal_at_least` of the lines that match; or a list of such tables",
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
        let value = when.take("contains")?;
        let Some(list) = value.get_ref().as_array() else {
            return Some(Self { requirements: vec![Requirement::read(reader, value)?], is_list: false });
        };
        if list.is_empty() || list.len() > assignment::MOST {
            let most = assignment::MOST;
            reader.fault(
                value.span(),
                format!("contains must list 1 to {most} tables, such as [{{ tags = [\"shoes\"] }}]"),
            );
            return None;
        }
        let read: Vec<_> = list.iter().map(|value| Requirement::read(reader, value)).collect();
        Some(Self { requirements: read.into_iter().collect::<Option<_>>()?, is_list: true })
    }

    fn failure(&self, context: &Context<'_>) -> Option<Code> {
        let unlisted =
            |one: &Requirement| one.subtotal_at_least.as_ref().is_some_and(|all| context.listed(all).is_none());
        if self.requirements.iter().any(unlisted) {
            return Some(Code::CURRENCY_NOT_OFFERED);
        }
        let Some(items) = context.items else { return (!context.excluding).then_some(Self::ROW.code) };
        if self.matched(items).any(|(one, matched)| one.has_too_many(matched)) {
            return Some(Code::TOO_MANY_ITEMS);
        }
        let missing = items.shortage.units > 0
            || self.matched(items).any(|(one, matched)| one.costs_too_little(matched, context));
        missing.then_some(Self::ROW.code)
    }

    /// The units that are too many or missing, of the first requirement that can be named; where none is, the sum.
    fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        let sum = |counts: &mut dyn Iterator<Item = u64>| counts.fold(0, u64::saturating_add);
        let asked = sum(&mut self.requirements.iter().map(Requirement::units));
        let Some(items) = context.items else { return (Value::Count(asked), Value::None) };
        if let Some((one, matched)) = self.matched(items).find(|(one, matched)| one.has_too_many(matched)) {
            return (Value::count(one.quantity_at_most), Value::Count(matched.at_most));
        }
        if let Some((one, matched)) = self.matched(items).find(|(one, matched)| matched.quantity < one.units()) {
            return (Value::Count(one.units()), Value::Count(matched.quantity));
        }
        if items.shortage.units > 0 {
            return (Value::Count(asked), Value::Count(asked.saturating_sub(items.shortage.units)));
        }
        let low = self.matched(items).find(|(one, matched)| one.costs_too_little(matched, context));
        let priced = low.or_else(|| self.matched(items).find(|(one, _)| one.subtotal_at_least.is_some()));
        if let Some((least, matched)) =
            priced.and_then(|(one, matched)| Some((one.subtotal_at_least.as_ref()?, matched)))
        {
            return (Value::amount(context.listed(least)), Value::Amount(matched.subtotal));
        }
        let there = sum(&mut items.requirements.iter().map(|matched| matched.quantity));
        (Value::Count(asked), Value::Count(there))
    }

    fn step(&self, context: &Context<'_>) -> Option<MissingStep> {
        self.lacking(context).map(|(_, more)| MissingStep::AddItems(more))
    }

    fn step_items(&self, context: &Context<'_>) -> Option<&Items> {
        self.lacking(context).map(|(lacking, _)| &lacking.items)
    }

    fn asks(&self, subject: Subject) -> bool {
        subject == Subject::Items || (subject == Subject::Quantity && self.counts())
    }

    fn withstands_more_items(&self, holds: bool) -> bool {
        holds && self.requirements.iter().all(|one| one.quantity_at_most.is_none())
    }

    fn items(&self) -> Vec<(Vec<&'static str>, &Items)> {
        self.written().map(|(path, one)| (path, &one.items)).collect()
    }

    fn words(&self) -> Vec<WordList<'_>> {
        self.written().flat_map(|(path, one)| WordList::of_items(&path, &one.items)).collect()
    }

    fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        let amounts = self.written().filter_map(|(path, one)| Some((path, one.subtotal_at_least.as_ref()?)));
        amounts.map(|(path, amounts)| ([&path[..], &["subtotal_at_least"]].concat(), amounts)).collect()
    }

    fn follows_from(&self, held: &Self, currencies: &[Option<Currency>]) -> bool {
        // In a list, the sum that counts depends on what the others name.
        let priced = self.requirements.iter().any(|one| one.subtotal_at_least.is_some());
        let is_simple = self.requirements.len() == 1 && held.requirements.len() == 1;
        let pairs = self.requirements.iter().zip(&held.requirements);
        (is_simple || !priced)
            && self.requirements.len() <= held.requirements.len()
            && pairs.into_iter().all(|(wanted, held)| wanted.follows_from(held, currencies))
    }
}
