//! `when` and `unless`: the conditions of an offer, one property for each key of their rows.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};
use shared::core::policy::Condition;

use super::form::property;

/// The table of an offer's conditions.
pub(super) struct When;

/// The table of what excludes sessions from an offer.
pub(super) struct Unless;

/// One property for each key of the rows.
fn properties(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let keys = Condition::ROWS.iter().flat_map(|row| row.keys);
    keys.map(|key| (key.name.to_owned(), property(key, generator).to_value())).collect()
}

impl JsonSchema for Unless {
    fn schema_name() -> Cow<'static, str> {
        "Unless".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The keys of when; the offer is not for sessions in which one of them holds.",
            "type": "object",
            "properties": properties(generator),
            "additionalProperties": false,
        })
    }
}

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Conditions; all must hold.",
            "type": "object",
            "properties": properties(generator),
            "additionalProperties": false,
            // The same digits mean another place in another country.
            "dependentSchemas": {
                "postal_prefix": { "required": ["country"], "properties": { "country": { "maxItems": 1 } } },
            },
        })
    }
}
