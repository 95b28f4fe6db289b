//! The description of the functions' routes: OpenAPI 3.1, made from the tables of endpoints, interactions and refusals.
//!
//! `discounts dev` serves it at `/openapi.json`. That answers are as described is tested with answers of every kind.

mod refusals;
mod schemas;

use serde_json::{Map, Value, json};
use shared::Endpoint;

/// The document.
#[must_use]
pub fn document() -> Value {
    let paths: Map<String, Value> =
        Endpoint::all().map(|endpoint| (endpoint.path(), json!({ "post": operation(endpoint) }))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Checkout Discounts",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "One route for each interaction that can earn a discount on a Stripe Checkout Session. Call \
                it inside `runServerUpdate`. The body names the session and nothing else that is believed; calling \
                twice is the same as calling once.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The address of the API, with its stage if it has one"}],
        "tags": [{"name": "discounts", "description": "Discounts of one Checkout Session"}],
        // The session's id is what a page knows; an authorizer is the deployment's choice.
        "security": [],
        "paths": paths,
        "components": {"schemas": schemas::all(), "responses": refusals::responses(), "headers": headers()},
    })
}

fn operation(endpoint: Endpoint) -> Value {
    let (request, answer) = match endpoint {
        Endpoint::Remove => ("RemoveRequest", "Answer"),
        Endpoint::Quote => ("SessionRequest", "QuoteAnswer"),
        Endpoint::Add(_) | Endpoint::Refresh => ("SessionRequest", "Answer"),
    };
    let mut responses = refusals::references();
    responses.insert(
        "200".to_owned(),
        json!({
            "description": "Done. Not eligible is a success, too: then there is no discount, and the reasons say why.",
            "headers": {"x-request-id": {"$ref": "#/components/headers/x-request-id"}},
            "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{answer}")}}},
        }),
    );
    json!({
        "operationId": endpoint.name(),
        "tags": ["discounts"],
        "summary": summary(endpoint),
        "description": description(endpoint),
        "requestBody": {
            "required": true,
            "description": "At most 8 KiB. Unknown fields are ignored and can change nothing.",
            "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{request}")}}},
        },
        "responses": responses,
    })
}

fn summary(endpoint: Endpoint) -> String {
    match endpoint {
        Endpoint::Add(_) => format!("Ask for what {} gives", endpoint.name()),
        Endpoint::Remove => "Take one interaction, or all, back".to_owned(),
        Endpoint::Refresh => "Recompute: the cart, the address or the time has changed".to_owned(),
        Endpoint::Quote => "Tell what each interaction would give now".to_owned(),
    }
}

fn description(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Add(_) => {
            "Adds the interaction to those that the session has been asked for, and recomputes the discount from zero \
             for all of them."
        }
        Endpoint::Remove => "What was not asked for is no error; the next best offer of the rest takes over.",
        Endpoint::Refresh => {
            "The set of interactions stays. Call it before confirm, and when `valid_until` has passed."
        }
        Endpoint::Quote => "Writes nothing.",
    }
}

fn headers() -> Value {
    json!({
        "x-request-id": {
            "description": "The id of this call in the logs.", "required": true, "schema": {"type": "string"},
        },
        "Retry-After": {
            "description": "After how many seconds it is worth trying again.", "required": true,
            "schema": {"type": "integer", "minimum": 0},
        },
    })
}
