//! `when`: the conditions of an offer, one property for each key of their rows.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};
use shared::core::policy::{Condition, Form, Key};

use super::values::{
    Amounts, Code, Country, CurrencyCode, CustomerId, EmailDomain, Hours, List, PositiveAmounts, Region, Time, Weekday,
    Word,
};

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

fn property(key: &Key, generator: &mut SchemaGenerator) -> Schema {
    let mut schema = form(key.form, generator);
    schema.insert("description".to_owned(), key.summary.into());
    schema
}

fn form(form: Form, generator: &mut SchemaGenerator) -> Schema {
    match form {
        Form::Words => generator.subschema_for::<List<Word>>(),
        Form::Customers => generator.subschema_for::<List<CustomerId>>(),
        Form::EmailDomains => generator.subschema_for::<List<EmailDomain>>(),
        Form::True => json_schema!({ "type": "boolean", "const": true }),
        Form::Count => json_schema!({ "type": "integer", "minimum": 0 }),
        Form::PositiveCount => json_schema!({ "type": "integer", "minimum": 1 }),
        Form::Amounts => generator.subschema_for::<Amounts>(),
        Form::PositiveAmounts => generator.subschema_for::<PositiveAmounts>(),
        Form::CountedItems => generator.subschema_for::<CountedItems>(),
        Form::Items => generator.subschema_for::<Items>(),
        Form::Countries => generator.subschema_for::<List<Country>>(),
        Form::Regions => generator.subschema_for::<List<Region>>(),
        Form::Currencies => generator.subschema_for::<List<CurrencyCode>>(),
        Form::Time => generator.subschema_for::<Time>(),
        Form::Weekdays => generator.subschema_for::<List<Weekday>>(),
        Form::Hours => generator.subschema_for::<List<Hours>>(),
        Form::Codes => generator.subschema_for::<List<Code>>(),
        Form::WordsByKey => {
            let words = generator.subschema_for::<List<Word>>().to_value();
            json_schema!({ "type": "object", "additionalProperties": words, "minProperties": 1 })
        }
    }
}

/// Lines that any of the three lists names, and how many or how much of them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("anyOf" = [{ "required": ["products"] }, { "required": ["prices"] }, { "required": ["tags"] }]))]
pub(super) struct CountedItems {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
    /// So many units of them, or more. Default: 1.
    #[schemars(range(min = 1), extend("default" = 1))]
    quantity_at_least: Option<u64>,
    /// So much of the subtotal, or more.
    subtotal_at_least: Option<PositiveAmounts>,
}

/// Lines that any of the three lists names.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[schemars(extend("anyOf" = [{ "required": ["products"] }, { "required": ["prices"] }, { "required": ["tags"] }]))]
pub(super) struct Items {
    /// Ids of Stripe's products.
    products: Option<List<Word>>,
    /// Ids of Stripe's prices.
    prices: Option<List<Word>>,
    /// Tags: in the product's metadata under tags, comma-separated.
    tags: Option<List<Word>>,
}
