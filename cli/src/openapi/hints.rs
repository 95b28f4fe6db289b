//! The schema of hints: one for each code, so that types made of it tell them apart.

use serde_json::{Map, Value, json};

/// The gain of a step, if it is known exactly.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gain {
    Known,
    Possible,
    Unknown,
}

pub(super) fn hint() -> Value {
    let amount = json!({"description": "In minor units.", "type": "integer", "minimum": 1});
    let quantity = json!({"type": "integer", "minimum": 1});
    let price = json!({
        "description": "`gain` is for units at this price, the one that these items have in the cart. Without it, \
            `gain` is for any of the items.",
        "type": "string",
    });
    let at = json!({"type": "string", "format": "date-time"});
    json!({
        "description": "One step towards an offer. With `gain`, doing exactly that makes the discount exactly so much \
            larger; without it, the offer may apply then, and nothing is promised.",
        "oneOf": [
            step("spend_more", Gain::Possible, &[("amount", amount, true)]),
            step("add_items", Gain::Possible, &[("quantity", quantity, true), ("items", items(), false), ("price", price, false)]),
            step("starts_at", Gain::Known, &[("at", at, true)]),
            step("enter_address", Gain::Unknown, &[]),
            step("sign_in", Gain::Unknown, &[]),
        ],
    })
}

/// A hint of one code, with its own fields: name, schema, and if each hint has it.
fn step(code: &str, gain: Gain, own: &[(&str, Value, bool)]) -> Value {
    let exact = json!({
        "description": "By how much the discount is then larger, exactly, in minor units. Absent if that depends on what \
            is not known: the items that are bought, the address, the customer.",
        "type": "integer", "minimum": 1,
    });
    let common = [
        ("offer", json!({"description": "The offer that it leads to.", "type": "string"}), true),
        ("name", json!({"description": "The name of that offer, for shoppers.", "type": "string"}), true),
        ("code", json!({"const": code}), true),
        ("currency", currency(), true),
        (
            "for",
            json!({"description": "What the offer is given on: `shipping`. Without it, goods.", "const": "shipping"}),
            false,
        ),
    ];
    let gain = (gain != Gain::Unknown).then_some(("gain", exact, gain == Gain::Known));
    let fields = common.iter().chain(own).chain(&gain);
    let required: Vec<&str> = fields.clone().filter(|(_, _, required)| *required).map(|(name, _, _)| *name).collect();
    let properties: Map<String, Value> = fields.map(|(name, schema, _)| ((*name).to_owned(), schema.clone())).collect();
    json!({"type": "object", "required": required, "properties": properties})
}

fn items() -> Value {
    let words = json!({"type": "array", "items": {"type": "string"}, "minItems": 1});
    json!({
        "description": "The items to add: any that one of the lists names. Without it, any item will do.",
        "type": "object",
        "properties": {"products": words, "prices": words, "tags": words},
        "minProperties": 1,
    })
}

pub(super) fn currency() -> Value {
    json!({"description": "ISO 4217, in lower case.", "type": "string", "pattern": "^[a-z]{3}$"})
}
