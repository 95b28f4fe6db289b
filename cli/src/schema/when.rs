//! `when`: the conditions of an offer, one property for each key of their rows.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};
use shared::core::policy::Condition;

use super::form::property;

/// The table of an offer's conditions.
pub(super) struct When;

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let keys = Condition::ROWS.iter().flat_map(|row| row.keys);
        let properties: Map<String, Value> =
            keys.map(|key| (key.name.to_owned(), property(key, generator).to_value())).collect();
        json_schema!({
            "description": "Conditions; all must hold.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            // The same digits mean another place in another country.
            "dependentSchemas": {
                "postal_prefix": { "required": ["country"], "properties": { "country": { "maxItems": 1 } } },
            },
        })
    }
}
