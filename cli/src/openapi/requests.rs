//! The schemas of request bodies.

use serde_json::{Map, Value, json};
use shared::command::CartLine;
use shared::core::money::Currency;
use shared::core::policy::{COUNTRIES, UiMode};

use super::interactions::words;

/// The schema of every request's body.
pub(super) fn all() -> Value {
    json!({
        "PurchaseRequest": purchase(&json!({}), &[]),
        "RemoveRequest": purchase(
            &json!({
                "interaction": {
                    "description": "What is taken back.", "type": "string",
                    "enum": words().into_iter().chain(["all"]).collect::<Vec<_>>(),
                },
            }),
            &["interaction"],
        ),
        "CodeRequest": purchase(
            &json!({
                "code": {
                    "description": "What the shopper typed. Case and blanks don't count.", "type": "string",
                    "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9-]+$",
                },
            }),
            &["code"],
        ),
        "NewSessionRequest": {
            "type": "object",
            "required": ["line_items"],
            "properties": {
                "line_items": line_items(),
                "ui_mode": {
                    "description": "The page that shows it, as far as the policy's `[checkout] ui_modes` lists it. Without \
                        it: the first that is listed.",
                    "type": "string", "enum": UiMode::WORDS.map(|(word, _)| word),
                },
                "currency": {
                    "description": "Where the prices have several.", "type": "string",
                    "enum": Currency::all().iter().map(Currency::as_str).collect::<Vec<_>>(),
                },
                "locale": {"type": "string", "description": "The page's language, as Stripe names it.", "examples": ["de"]},
                "interactions": {
                    "description": "What the session is asked for from the start.",
                    "type": "array", "items": {"$ref": "#/components/schemas/Interaction"},
                },
            },
        },
        "CartRequest": {
            "type": "object",
            "required": ["checkout_session_id", "line_items"],
            "properties": {
                "checkout_session_id": {"$ref": "#/components/schemas/SessionId"},
                "line_items": line_items(),
                "locale": locale(),
            },
        },
        "ShippingAddressRequest": {
            "type": "object",
            "required": ["checkout_session_id", "name", "address"],
            "properties": {
                "checkout_session_id": {"$ref": "#/components/schemas/SessionId"},
                "locale": locale(),
                "name": {"description": "Who receives it.", "type": "string", "minLength": 1, "maxLength": 255, "pattern": "\\S"},
                "address": {
                    "type": "object",
                    "required": ["line1", "country"],
                    "properties": {
                        "line1": {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "\\S"},
                        "line2": {"type": ["string", "null"], "maxLength": 500},
                        "city": {"type": ["string", "null"], "maxLength": 500},
                        "state": {
                            "type": ["string", "null"], "maxLength": 500,
                            "description": "The code of the region or, in AU, BR, CA, IE and US, its name.",
                        },
                        "postal_code": {"type": ["string", "null"], "maxLength": 500},
                        "country": {
                            "description": "ISO 3166-1 alpha-2.", "type": "string", "enum": COUNTRIES,
                        },
                    },
                },
            },
        },
        "EventRequest": {
            "description": "An event of Stripe's.",
            "type": "object",
            "required": ["id", "type", "created", "data"],
            "properties": {
                "id": {"type": "string"}, "type": {"type": "string"}, "created": {"type": "integer"},
                "data": {"type": "object", "required": ["object"], "properties": {"object": {"type": "object"}}},
            },
        },
    })
}

/// A body about a session, or about the payment intent of a shop without sessions.
fn purchase(further: &Value, required: &[&str]) -> Value {
    let ids = json!({
        "checkout_session_id": {"$ref": "#/components/schemas/SessionId"},
        "payment_intent_id": {"$ref": "#/components/schemas/IntentId"},
        "locale": locale(),
    });
    let both = [&ids, further];
    let properties = both.into_iter().filter_map(Value::as_object).flatten();
    let properties: Map<String, Value> = properties.map(|(name, schema)| (name.clone(), schema.clone())).collect();
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "oneOf": [{"required": ["checkout_session_id"]}, {"required": ["payment_intent_id"]}],
    })
}

fn locale() -> Value {
    json!({
        "description": "The page's language, in which the answer has the names of offers.",
        "type": ["string", "null"], "examples": ["de", "de-AT"],
    })
}

fn line_items() -> Value {
    json!({
        "description": "The whole cart. A price that occurs twice becomes one line.",
        "type": "array", "minItems": 1, "maxItems": CartLine::MOST_LINES,
        "items": {
            "type": "object",
            "required": ["price", "quantity"],
            "properties": {
                "price": {"description": "For sale by the policy's `[checkout]`.", "type": "string", "pattern": "^price_[A-Za-z0-9]{1,128}$"},
                "quantity": {"type": "integer", "minimum": 1, "maximum": CartLine::MOST},
            },
        },
    })
}
