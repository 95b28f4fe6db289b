//! Every key that the loader knows is in the schema, and the other way round.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::read::faults;

const OFFER: &str = "[[offer]]\nid = \"a\"\ninteraction = \"cart-threshold\"\nname = \"A\"\n";
const NO_KEY: &str = "zzzzzzzzzzzzzzzzzzzz";

/// The keys that the loader knows, as it lists them when it meets one that it does not know.
fn known(before: &str, table: &str) -> BTreeSet<String> {
    let errors = faults(&format!("{before}{NO_KEY} = 1\n"));
    let line = errors.lines().find(|line| line.contains(NO_KEY)).unwrap_or_else(|| panic!("{errors}"));
    let (named, keys) =
        line.split_once(" is not a key of ").and_then(|(_, rest)| rest.split_once(": there are ")).unwrap();
    assert_eq!(named, table);
    keys.split(", ").map(str::to_owned).collect()
}

/// The keys that the schema describes at a place of it.
fn described(pointer: &str) -> BTreeSet<String> {
    let schema = discounts::schema::schema();
    let table = schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
    assert_eq!(table["additionalProperties"], false, "{pointer}");
    let properties = table["properties"].as_object().unwrap();
    for (key, property) in properties {
        assert!(property["description"].is_string(), "{pointer}: {key} says what it is");
    }
    properties.keys().cloned().collect()
}

#[test]
fn schema_and_loader_know_the_same_keys() {
    let give = "/$defs/Give/properties";
    let when = "/$defs/When/properties";
    for (before, table, pointer) in [
        (String::new(), "the policy", String::new()),
        ("[limits]\n".to_owned(), "limits", "/properties/limits".to_owned()),
        ("[customer]\n".to_owned(), "customer", "/properties/customer".to_owned()),
        ("[checkout]\n".to_owned(), "checkout", "/properties/checkout".to_owned()),
        ("[[group]]\nid = \"a\"\n".to_owned(), "a group", "/$defs/Group".to_owned()),
        (OFFER.to_owned(), "an offer", "/$defs/Offer".to_owned()),
        (format!("{OFFER}[offer.when]\n"), "when", "/$defs/When".to_owned()),
        (format!("{OFFER}[offer.when.contains]\n"), "contains", format!("{when}/contains/anyOf/0")),
        (format!("{OFFER}[[offer.when.contains]]\n"), "contains", format!("{when}/contains/anyOf/1/items")),
        (format!("{OFFER}[offer.when.share]\n"), "share", format!("{when}/share")),
        (format!("{OFFER}[offer.unless]\n"), "unless", "/$defs/Unless".to_owned()),
        (format!("{OFFER}[offer.when.contains_none]\n"), "contains_none", format!("{when}/contains_none")),
        (format!("{OFFER}[offer.give]\n"), "give", "/$defs/Give".to_owned()),
        (format!("{OFFER}[offer.give.on]\n"), "on", format!("{give}/on/anyOf/0")),
        (format!("{OFFER}[offer.give.except]\n"), "except", format!("{give}/except")),
        (format!("{OFFER}[[offer.give.ladder]]\n"), "a step of the ladder", format!("{give}/ladder/items")),
    ] {
        assert_eq!(known(&before, table), described(&pointer), "{table}");
    }
}

#[test]
fn required_keys_of_an_offer_are_required_by_both() {
    let schema = discounts::schema::schema();
    let required: Vec<&str> =
        schema.pointer("/$defs/Offer/required").unwrap().as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(required, ["id", "interaction", "name", "give"]);
    let errors = faults("[[offer]]\n");
    for key in required {
        assert!(errors.contains(&format!("an offer needs {key}")), "{errors}");
    }
}
