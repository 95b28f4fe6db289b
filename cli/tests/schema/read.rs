//! A policy's text, as the loader and as the schema read it.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Map, Value};
use shared::core::Policy;
use toml::de::{DeTable, DeValue};

static SCHEMA: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::validator_for(discounts::schema::schema().as_value()).unwrap());

/// The errors of a text by the schema; none if it fits.
pub(crate) fn against(text: &str) -> Vec<String> {
    let document = DeTable::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let json = table(document.get_ref());
    SCHEMA.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The errors of a text by the loader; empty if it loads.
pub(crate) fn faults(text: &str) -> String {
    Policy::load("p.toml", text).err().map(|faults| faults.to_string()).unwrap_or_default()
}

/// As an editor hands it to its validator: times are strings.
fn table(table: &DeTable<'_>) -> Value {
    let entry = |(key, value): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| {
        (key.get_ref().to_string(), json(value.get_ref()))
    };
    Value::Object(table.iter().map(entry).collect::<Map<String, Value>>())
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).unwrap().into(),
        DeValue::Float(number) => number.as_str().parse::<f64>().unwrap().into(),
        DeValue::Boolean(boolean) => (*boolean).into(),
        DeValue::Datetime(datetime) => datetime.to_string().into(),
        DeValue::Array(list) => list.iter().map(|value| json(value.get_ref())).collect(),
        DeValue::Table(entries) => table(entries),
    }
}
