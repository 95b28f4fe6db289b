//! The JSON Schema says what the loader takes.

#[cfg(test)]
mod keys;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod read;
#[cfg(test)]
mod values;

#[test]
fn schema_beside_the_policy_is_current() {
    let written = include_str!("../../../discounts.schema.json");
    let current = discounts::schema::run(&discounts::schema::Args {}).unwrap();
    assert_eq!(written, current, "cargo run -q -p discounts -- schema > discounts.schema.json");
}

#[test]
fn policy_names_its_schema_in_its_first_line() {
    let first = include_str!("../../../discounts.toml").lines().next();
    assert_eq!(first, Some("#:schema ./discounts.schema.json"));
}

#[test]
fn the_schema_is_one() {
    let schema = discounts::schema::schema();
    assert_eq!(schema.get("$schema").unwrap(), "https://json-schema.org/draft/2020-12/schema");
    assert!(jsonschema::meta::is_valid(schema.as_value()));
    assert!(!schema.as_value().to_string().contains("null"), "TOML has none");
}
