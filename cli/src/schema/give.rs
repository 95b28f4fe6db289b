//! `give`: the effect of an offer, one property for each key of the rows of effects and selections.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use shared::core::policy::{Effect, Form, Key, Selection};
use shared::core::{effect, selection};

use super::form::{Lines, On, property};

/// The table of an offer's effect.
pub(super) struct Give;

impl JsonSchema for Give {
    fn schema_name() -> Cow<'static, str> {
        "Give".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let effects = Effect::ROWS.iter().flat_map(|row| row.keys);
        let keys = effects.chain(Selection::ROWS.iter().flat_map(|row| row.keys));
        let mut properties: Map<String, Value> =
            keys.map(|key| (key.name.to_owned(), property(key, generator).to_value())).collect();
        for (key, description, mut schema) in [
            (
                "on",
                "Only these lines are the base; \"cart\" says that the whole cart is meant.",
                generator.subschema_for::<On>(),
            ),
            ("except", "These lines are not part of the base.", generator.subschema_for::<Lines>()),
        ] {
            schema.insert("description".to_owned(), description.into());
            properties.insert(key.to_owned(), schema.to_value());
        }
        let flags = companions().filter(|(_, key)| key.form == Form::Flag);
        let flags = flags.map(|(first, key)| json!({ "if": given(key), "then": { "required": [first] } }));
        let (of_some, of_one): (Vec<_>, Vec<_>) =
            companions().filter(|(_, key)| key.form != Form::Flag).partition(|(_, key)| !sharing(key).is_empty());
        let of_some = of_some.into_iter().map(|(first, key)| {
            let rows = [first].into_iter().chain(sharing(key)).map(|row| json!({ "required": [row] }));
            json!({ "if": given(key), "then": { "anyOf": rows.collect::<Vec<_>>() } })
        });
        json_schema!({
            "description": format!("What the offer gives: exactly one of {}.", Effect::choice()),
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "oneOf": Effect::ROWS.iter().map(|row| json!({ "required": [row.key()] })).collect::<Vec<_>>(),
            "dependentRequired": of_one
                .iter()
                .map(|(first, key)| (key.name.to_owned(), json!([first])))
                // A bundle is nothing without its price.
                .chain([("bundle".to_owned(), json!(["bundle_price"]))])
                .collect::<Map<_, _>>(),
            "allOf": flags.chain(of_some).chain(selections()).chain(not_of_goods()).collect::<Vec<_>>(),
        })
    }
}

/// The keys of a row besides the first one, each with that one, which it needs.
fn companions() -> impl Iterator<Item = (&'static str, &'static Key)> {
    let rows = Effect::ROWS.iter().map(|row| row.keys).chain(Selection::ROWS.iter().map(|row| row.keys));
    let rows = rows.filter_map(|keys| keys.split_first());
    rows.flat_map(|(first, others)| others.iter().map(|key| (first.name, key)))
}

/// The effects and selections of other rows with which a key goes, too.
fn sharing(key: &Key) -> Vec<&'static str> {
    let effects = Effect::ROWS.iter().filter(|row| row.shares.contains(&key.name)).map(effect::Row::key);
    let selections = Selection::ROWS.iter().filter(|row| row.shares.contains(&key.name)).map(selection::Row::key);
    effects.chain(selections).collect()
}

/// A selection goes with no other one, and with no effect that is of all units.
fn selections() -> impl Iterator<Item = Value> {
    let of_all = || Effect::ROWS.iter().filter(|row| !row.of_selection).map(effect::Row::key);
    Selection::ROWS.iter().enumerate().filter_map(move |(place, row)| {
        let earlier = Selection::ROWS.iter().take(place).map(selection::Row::key);
        let without: Map<String, Value> = earlier.chain(of_all()).map(|key| (key.to_owned(), false.into())).collect();
        Some(json!({ "if": given(row.keys.first()?), "then": { "properties": without } }))
    })
}

/// An effect on something else than goods takes no filter of lines.
fn not_of_goods() -> impl Iterator<Item = Value> {
    let rows = Effect::ROWS.iter().filter(|row| !row.of_goods);
    rows.map(
        |row| json!({ "if": { "required": [row.key()] }, "then": { "properties": { "on": false, "except": false } } }),
    )
}

/// The schema of a table in which a key is given; a flag that is false is not.
fn given(key: &Key) -> Value {
    let name = key.name;
    match key.form {
        Form::Flag => json!({ "properties": { name: { "const": true } }, "required": [name] }),
        _ => json!({ "required": [name] }),
    }
}
