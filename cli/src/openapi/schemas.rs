//! The schemas of answers.

use serde_json::{Value, json};
use shared::core::Trigger;

use super::hints::{self, currency};
use super::interactions::words;
use super::{refusals, requests};

/// Every schema.
pub(super) fn all() -> Value {
    let Value::Object(requests) = requests::all() else { return Value::Null };
    let Value::Object(answers) = answers() else { return Value::Null };
    Value::Object(requests.into_iter().chain(answers).collect())
}

fn answers() -> Value {
    json!({
        "SessionId": {
            "description": "The id of a Checkout Session, as `checkout.session().id` gives it.",
            "type": "string", "pattern": "^cs_(test|live)_[A-Za-z0-9]{1,128}$",
        },
        "IntentId": {
            "description": "The id of a payment intent to which the shop's server gave `metadata[discount_subtotal]`.",
            "type": "string", "pattern": "^pi_[A-Za-z0-9]{1,128}$",
        },
        "Interaction": {"description": "An interaction.", "type": "string", "enum": words()},
        "Trigger": {
            "description": "An interaction, or `automatic`, which nobody has to ask for.",
            "type": "string", "enum": Trigger::all().map(Trigger::word).collect::<Vec<_>>(),
        },
        "OpenedAnswer": object(&opened(), "The session that was created."),
        "ReceivedAnswer": object(&received(), "The event was received."),
        "Answer": object(&answer(), "What the session's discount now is."),
        "QuoteAnswer": object(&quotes(), "What each interaction would give now."),
        "Discount": {
            "description": "A discount.",
            "type": "object",
            "required": ["amount_off", "currency", "name", "offers"],
            "properties": {
                "amount_off": {"description": "In minor units.", "type": "integer", "minimum": 0},
                "currency": currency(),
                "name": {"description": "What the shopper sees.", "type": "string"},
                "offers": {
                    "description": "The ids of the offers that make it up; none where it is not of this service.",
                    "type": "array", "items": {"type": "string"},
                },
            },
        },
        "Reason": {
            "description": "Why an offer does not apply; of public offers only. docs/policy.md lists the codes.",
            "type": "object",
            "required": ["offer", "code"],
            "properties": {
                "offer": {"type": "string"},
                "code": {"type": "string", "pattern": "^[a-z_]+$", "examples": ["subtotal_too_low"]},
            },
        },
        "Hint": hints::hint(),
        "Quote": {
            "description": "One interaction, alone or with automatic offers. Those alone come first, where the policy has some.",
            "type": "object",
            "required": ["interaction", "discount", "reasons", "hints", "ends_at"],
            "properties": {
                "interaction": {"$ref": "#/components/schemas/Trigger"},
                "discount": discount_or_null("What it would give."),
                "reasons": list("Reason"),
                "hints": list("Hint"),
                "ends_at": ends_at("`discount`"),
            },
        },
        "Error": {
            "description": "Why the call was refused. Nothing internal is in it.",
            "type": "object",
            "required": ["type", "code", "message"],
            "properties": {
                "type": {"const": "error"},
                "code": {"type": "string", "enum": refusals::codes()},
                "message": {"description": "For the shopper.", "type": "string"},
            },
        },
    })
}

fn answer() -> Value {
    json!({
        "type": "object",
        "required": [
            "succeeded", "changed", "discount", "amount_subtotal", "amount_total", "interactions", "reasons", "hints",
            "valid_until", "ends_at", "now",
        ],
        "properties": {
            "succeeded": {"const": true},
            "changed": {"description": "Whether this call wrote to the session.", "type": "boolean"},
            "discount": discount_or_null("The session's discount, where it is of this service."),
            "amount_subtotal": amount("Before discounts, shipping and tax, in minor units."),
            "amount_total": amount("What is to be paid, in minor units."),
            "interactions": interactions(),
            "reasons": list("Reason"),
            "hints": list("Hint"),
            "valid_until": valid_until(),
            "ends_at": ends_at("the discount"),
            "now": now(),
            "foreign": foreign(),
            "code_unknown": code_unknown("the session keeps the code that it has"),
        },
    })
}

fn opened() -> Value {
    json!({
        "type": "object",
        "required": ["checkout_session_id"],
        "properties": {
            "checkout_session_id": {"$ref": "#/components/schemas/SessionId"},
            "client_secret": {
                "description": "What opens the session in the page, elements or embedded.", "type": ["string", "null"],
            },
            "url": {"description": "The hosted page, which the shopper is sent to.", "type": "string", "format": "uri"},
            "discount": discount_or_null("The discount, which stays as it is."),
            "amount_subtotal": amount("Before discounts, shipping and tax, in minor units."),
            "amount_total": amount("What is to be paid, in minor units, before what the page adds."),
            "interactions": interactions(),
            "reasons": list("Reason"),
            "expires_at": {
                "description": "When the session ends: no later than its discount.",
                "type": ["string", "null"], "format": "date-time",
            },
            "now": now(),
            "code_unknown": code_unknown("it gives nothing"),
        },
        "oneOf": [{"required": ["client_secret"]}, {"required": ["url"]}],
        // Of hosted and embedded pages, all of these; of elements, none.
        "dependentRequired": {
            "url": ["discount"],
            "discount": ["amount_subtotal", "amount_total", "interactions", "reasons", "expires_at", "now"],
        },
    })
}

fn code_unknown(then: &str) -> Value {
    let description = format!("True if no offer takes the code that was typed, now: {then}. Absent otherwise.");
    json!({"description": description, "const": true})
}

fn received() -> Value {
    json!({"type": "object", "required": ["received"], "properties": {"received": {"const": true}}})
}

fn quotes() -> Value {
    json!({
        "type": "object",
        "required": [
            "succeeded", "quotes", "best", "current", "amount_subtotal", "amount_total", "interactions", "valid_until",
            "ends_at", "now",
        ],
        "properties": {
            "succeeded": {"const": true},
            "quotes": list("Quote"),
            "best": discount_or_null("What all together would give."),
            "current": discount_or_null("What is on the session now."),
            "amount_subtotal": amount("Before discounts, shipping and tax, in minor units."),
            "amount_total": amount("What is to be paid now, in minor units."),
            "interactions": interactions(),
            "valid_until": valid_until(),
            "ends_at": ends_at("`best`"),
            "now": now(),
            "foreign": foreign(),
        },
    })
}

fn object(value: &Value, description: &str) -> Value {
    json!({
        "description": description,
        "type": "object",
        "required": ["type", "value"],
        "properties": {"type": {"const": "object"}, "value": value},
    })
}

fn list(schema: &str) -> Value {
    json!({"type": "array", "items": {"$ref": format!("#/components/schemas/{schema}")}})
}

fn discount_or_null(description: &str) -> Value {
    json!({"description": description, "anyOf": [{"$ref": "#/components/schemas/Discount"}, {"type": "null"}]})
}

fn amount(description: &str) -> Value {
    json!({"description": description, "type": "integer"})
}

fn interactions() -> Value {
    json!({
        "description": "What the session has been asked for. Automatic offers need no asking and are not in it.",
        "type": "array", "items": {"$ref": "#/components/schemas/Interaction"},
    })
}

fn valid_until() -> Value {
    json!({
        "description": "When time alone may change this; call refresh then. It is not the end of the offer.",
        "type": ["string", "null"], "format": "date-time",
    })
}

fn ends_at(discount: &str) -> Value {
    json!({
        "description": format!(
            "From when on {discount} can't be had any more: the end of the last opening of the offer in it that ends \
             first. Null without a discount, or if its offers last, or come back, without end."
        ),
        "type": ["string", "null"], "format": "date-time",
    })
}

fn now() -> Value {
    json!({
        "description": "The server's time at which it was decided; count down to `ends_at` from here.",
        "type": "string", "format": "date-time",
    })
}

fn foreign() -> Value {
    json!({"description": "Present, and true, if a discount that this service did not write is on the session.", "const": true})
}
