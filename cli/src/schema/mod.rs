//! `discounts schema`: the JSON Schema of `discounts.toml`, so that editors complete and check it while it is written.
//!
//! Made from the types beside this file, which say what the loader takes: a key has its type and its description here,
//! and is read in `shared/core/src/policy/load`. Tests hold the two against each other. The schema asks for what the
//! documentation writes; the loader also takes countries, regions and currencies in another case. Rules that involve
//! several keys are for `discounts check`.

#[expect(dead_code, reason = "nothing is read into these types: the schema is made from them")]
mod checkout;
#[expect(dead_code, reason = "nothing is read into these types: the schema is made from them")]
mod file;
#[expect(dead_code, reason = "nothing is read into these types: the schema is made from them")]
mod form;
mod give;
#[expect(dead_code, reason = "nothing is read into these types: the schema is made from them")]
mod offer;
mod values;
mod when;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Value;

use crate::failure::Failure;

/// The arguments of `discounts schema`: none.
#[derive(clap::Args, Debug)]
pub struct Args {}

/// The schema as JSON.
///
/// # Errors
///
/// None that is known.
pub fn run(_: &Args) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(&schema());
    text.map(|text| text + "\n").map_err(Failure::fault)
}

/// The schema of `discounts.toml`, draft 2020-12.
#[must_use]
pub fn schema() -> Schema {
    let settings = SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(without_null))
        .with_transform(RecursiveTransform(without_width))
        .with_transform(RecursiveTransform(without_line_breaks));
    let mut schema = settings.into_generator().into_root_schema_for::<file::PolicyFile>();
    // The title is that of the file.
    schema.insert("title".to_owned(), "discounts.toml".into());
    schema
}

/// TOML has no null: what need not be given is left out.
fn without_null(schema: &mut Schema) {
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|word| word != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.retain(|word| !word.is_null());
    }
    let Some(choices) = schema.get_mut("anyOf").and_then(Value::as_array_mut) else { return };
    choices.retain(|choice| choice.get("type").is_none_or(|word| word != "null"));
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        schema.remove("anyOf");
        only.into_iter().for_each(|(key, value)| {
            schema.insert(key, value);
        });
    }
}

/// How wide an integer is says nothing to a reader of TOML.
fn without_width(schema: &mut Schema) {
    if schema.get("format").and_then(Value::as_str).is_some_and(|format| format.contains("int")) {
        schema.remove("format");
    }
}

/// An editor does not need the line breaks of a comment.
fn without_line_breaks(schema: &mut Schema) {
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = description.replace('\n', " ");
    }
}
