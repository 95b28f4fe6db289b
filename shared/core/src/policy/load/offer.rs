//! One `[[offer]]`.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::tz::TimeZone;

use super::effect::effect;
use super::group::Groups;
use super::names::{id, names};
use super::use_limit::use_limit;
use crate::document::{Reader, Table, Value, Wrong, kind, unknown};
use crate::effect::Effect;
use crate::interaction::Subject;
use crate::policy::{Condition, ConditionTable, Exclusive, Offer, OfferId};
use crate::selection::Selection;
use crate::trigger::Trigger;

/// The offer; `ids` are those of the offers before it, faulty ones too, with their places.
pub(super) fn offer(
    reader: &mut Reader,
    mut table: Table<'_, '_>,
    (zone, groups): (&TimeZone, &Groups),
    ids: &mut BTreeMap<OfferId, Range<usize>>,
) -> Option<Offer> {
    let span = table.span();
    let id = table.require("id", reader).and_then(|value| id(reader, value, "offer", ids));
    let trigger = table.require("interaction", reader).and_then(|value| {
        let word = reader.string(value, "interaction")?;
        let words: Vec<&str> = Trigger::all().map(Trigger::word).collect();
        let found = Trigger::from_word(word).ok_or_else(|| unknown("an interaction", word, &words));
        reader.read(value.span(), found)
    });
    let shown = table.require("name", reader).and_then(|value| names(reader, value, "name"));
    let priority = table.take("priority").and_then(|value| reader.integer(value, "priority", i64::MIN));
    let group = groups.named(reader, &mut table);
    let exclusive = table.take("exclusive").and_then(|value| exclusive(reader, value));
    let public = table.take("public").and_then(|value| reader.boolean(value, "public"));
    let (when, unless) = (table.take("when"), table.take("unless"));
    let conditions = conditions(reader, when, unless, zone);
    let give = table.require("give", reader).and_then(|value| reader.table(value, "give"));
    // Without `give`, that is the fault, and its effect could have asked.
    let mut asked = Effect::asked(give.as_ref());
    asked.extend(give.iter().flat_map(Selection::asked));
    let gives = give.and_then(|table| effect(reader, table));
    let open = gives.as_ref().is_some_and(|(_, gives)| gives.begins_at_zero());
    let asked = if open { Vec::new() } else { asked };
    let limit = use_limit(reader, table.take("limit"), conditions.as_deref().unwrap_or_default());
    table.finish(reader);
    let (trigger, conditions) = (trigger?, conditions?);
    if !asks_enough(trigger, &conditions, &asked) {
        reader.fault(span, open_to_everybody(trigger));
    }
    let (base, gives) = gives?;
    let (name, local_names) = shown?;
    Some(Offer {
        id: id?,
        trigger,
        name,
        local_names,
        priority: priority.unwrap_or_default(),
        group,
        exclusive: exclusive.unwrap_or_default(),
        public: public.unwrap_or(trigger.is_public()),
        conditions,
        base,
        gives,
        limit: limit.map(Box::new),
    })
}

fn exclusive(reader: &mut Reader, value: &Value<'_>) -> Option<Exclusive> {
    if let Some(word) = value.get_ref().as_str() {
        let found = (word == Exclusive::ALWAYS).then_some(Exclusive::Always);
        let wrong = || {
            let always = Exclusive::ALWAYS;
            let wrong = Wrong::from(format!("exclusive must be true, false, or \"{always}\", not \"{word}\""));
            wrong.instead(matches!(word, "true" | "false").then(|| word.to_owned()))
        };
        return reader.read(value.span(), found.ok_or_else(wrong));
    }
    let wrong =
        || format!("exclusive must be true, false, or \"{}\", not {}", Exclusive::ALWAYS, kind(value.get_ref()));
    let boolean = reader.read(value.span(), value.get_ref().as_bool().ok_or_else(wrong))?;
    Some(if boolean { Exclusive::IfEligible } else { Exclusive::No })
}

/// All conditions of an offer; none when one of them is faulty.
fn conditions(
    reader: &mut Reader,
    when: Option<&Value<'_>>,
    unless: Option<&Value<'_>>,
    zone: &TimeZone,
) -> Option<Vec<Condition>> {
    let before = reader.faults.len();
    let mut conditions = Vec::new();
    if let Some(mut table) = when.and_then(|value| reader.table(value, "when")) {
        conditions.extend(Condition::load(reader, &mut table, zone));
        table.finish(reader);
    }
    if let Some(mut table) = unless.and_then(|value| reader.table(value, "unless")) {
        // A postal code is of the country that the offer is for, unless it names one itself.
        table.stands_beside(when.and_then(|when| when.get_ref().as_table()));
        conditions.extend(Condition::load_unless(reader, &mut table, zone));
        table.finish(reader);
    }
    (reader.faults.len() == before).then_some(conditions)
}

/// Returns whether an offer's conditions or its effect ask about a subject of its interaction; of an automatic offer, about
/// anything.
fn asks_enough(trigger: Trigger, conditions: &[Condition], asked: &[Subject]) -> bool {
    let asks =
        |subject: &Subject| asked.contains(subject) || conditions.iter().any(|condition| condition.asks(*subject));
    match trigger {
        Trigger::Automatic => {
            let asks = conditions.iter().any(|condition| condition.table() == ConditionTable::When);
            asks || !asked.is_empty()
        }
        Trigger::On(interaction) => interaction.traits().asks.iter().any(asks),
    }
}

fn open_to_everybody(trigger: Trigger) -> String {
    let must = match trigger {
        Trigger::Automatic => {
            "an automatic offer must have a condition under when, or give a ladder or groups of units: nobody has to ask for it".to_owned()
        }
        Trigger::On(interaction) => {
            format!("an offer of {interaction} must ask about {}", interaction.traits().asks_about)
        }
    };
    must + "; as it is, it would be open to everybody"
}
