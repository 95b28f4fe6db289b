//! The description of the functions' routes: OpenAPI 3.1, made from the tables of endpoints, interactions and refusals.
//!
//! `discounts openapi` prints it, and `discounts dev` serves it at `/openapi.json`. That answers are as described is tested
//! with answers of every kind.

mod hints;
mod interactions;
mod refusals;
mod requests;
mod schemas;

use serde_json::{Map, Value, json};
use shared::Endpoint;
use shared::endpoint::MEMBERS_PATH;

use crate::failure::Failure;

/// The arguments of `discounts openapi`: none.
#[derive(clap::Args, Debug)]
pub struct Args {}

/// The document as JSON.
///
/// # Errors
///
/// None that is known.
pub fn run(_: &Args) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(&document());
    text.map(|text| text + "\n").map_err(Failure::fault)
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let described = |endpoint: Endpoint| {
        endpoint.paths().map(move |path| (path.clone(), json!({ "post": operation(endpoint, &path) })))
    };
    let paths: Map<String, Value> = Endpoint::all().flat_map(described).collect();
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
        "tags": [
            {"name": "discounts", "description": "Discounts of one Checkout Session"},
            {"name": "sessions", "description": "Creating and changing a Checkout Session"},
            {"name": "webhooks", "description": "What Stripe calls"},
        ],
        // The session's id is what a page knows; an authorizer is the deployment's choice.
        "security": [],
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
            "responses": refusals::responses(),
            "headers": headers(),
            "securitySchemes": {
                "member": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "A member's token, which the gateway checks.",
                },
            },
        },
    })
}

fn operation(endpoint: Endpoint, path: &str) -> Value {
    let (request, answer) = match endpoint {
        Endpoint::Remove => ("RemoveRequest", "Answer"),
        Endpoint::Quote => ("PurchaseRequest", "QuoteAnswer"),
        Endpoint::Add(interaction) if interaction.traits().value.is_some() => ("CodeRequest", "Answer"),
        Endpoint::Add(_) | Endpoint::Refresh => ("PurchaseRequest", "Answer"),
        Endpoint::CheckoutSession => ("NewSessionRequest", "OpenedAnswer"),
        Endpoint::Cart => ("CartRequest", "Answer"),
        Endpoint::ShippingAddress => ("ShippingAddressRequest", "Answer"),
        Endpoint::Webhook => ("EventRequest", "ReceivedAnswer"),
    };
    let mut responses = refusals::references();
    responses.insert(
        "200".to_owned(),
        json!({
            "description": done(endpoint),
            "headers": {"x-request-id": {"$ref": "#/components/headers/x-request-id"}},
            "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{answer}")}}},
        }),
    );
    let members = path == MEMBERS_PATH;
    let name = endpoint.name();
    if members {
        responses.insert("401".to_owned(), unauthorized());
    }
    json!({
        "operationId": if members { format!("{name}-of-a-member") } else { name.to_owned() },
        "tags": [tag(endpoint)],
        "summary": if members { "Create a member's session".to_owned() } else { summary(endpoint) },
        "description": description(endpoint),
        "parameters": if endpoint == Endpoint::Webhook { signature() } else { json!([]) },
        "security": if members { json!([{"member": []}]) } else { json!([]) },
        "requestBody": {
            "required": true,
            "description": format!(
                "At most {} KiB. Unknown fields are ignored and can change nothing.",
                endpoint.largest_body() / 1024
            ),
            "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{request}")}}},
        },
        "responses": responses,
    })
}

/// The gateway's own answer to a call without a token that it accepts.
fn unauthorized() -> Value {
    let schema = json!({"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}});
    json!({
        "description": "Refused by the gateway: there is no token, or it does not accept it.",
        "content": {"application/json": {"schema": schema}},
    })
}

fn signature() -> Value {
    json!([{
        "name": "Stripe-Signature", "in": "header", "required": true,
        "description": "What Stripe signs the body with.", "schema": {"type": "string"},
    }])
}

fn tag(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Add(_) | Endpoint::Remove | Endpoint::Refresh | Endpoint::Quote => "discounts",
        Endpoint::CheckoutSession | Endpoint::Cart | Endpoint::ShippingAddress => "sessions",
        Endpoint::Webhook => "webhooks",
    }
}

fn done(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::CheckoutSession => "Created, and what it was asked for is applied.",
        Endpoint::Webhook => "Nothing has to be delivered again.",
        _ => "Done. Not eligible is a success, too: then there is no discount, and the reasons say why.",
    }
}

fn summary(endpoint: Endpoint) -> String {
    match endpoint {
        Endpoint::Add(_) => format!("Ask for what {} gives", endpoint.name()),
        Endpoint::Remove => "Take one interaction, or all, back".to_owned(),
        Endpoint::Refresh => "Recompute: the cart, the address or the time has changed".to_owned(),
        Endpoint::Quote => "Quote what each interaction would give now".to_owned(),
        Endpoint::CheckoutSession => "Create a session whose discounts are the server's".to_owned(),
        Endpoint::Cart => "Change the cart, and the discount that goes with it".to_owned(),
        Endpoint::ShippingAddress => "Change the address, and the discount that goes with it".to_owned(),
        Endpoint::Webhook => "Receive events of payments from Stripe".to_owned(),
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
        Endpoint::CheckoutSession => {
            "The policy's `[checkout]` lists what may be bought, on which pages, and where the shopper returns to. A member's \
             token says whose session it is; a body never does. The session of a hosted or embedded page is decided before it \
             exists, and no route changes it then (`not_updatable`)."
        }
        Endpoint::Cart => {
            "The lines become these, in one update with the discount. The session has to let only the server change its \
             line items (`permissions[update_line_items]=server_only`)."
        }
        Endpoint::ShippingAddress => {
            "The address becomes this one, in one update with the discount. The session has to let only the server change \
             it (`permissions[update_shipping_details]=server_only`)."
        }
        Endpoint::Webhook => "For Stripe alone: the body is an event, signed with the endpoint's secret.",
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
