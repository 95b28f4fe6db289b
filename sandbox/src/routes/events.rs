//! Endpoints of events, and of the webhooks that they are delivered to.

use serde_json::Value;

use super::row::{object, objects, row};
use crate::config::Access::{Read, Write};
use crate::config::Resource;
use crate::endpoint::Route;
use crate::error::ApiError;
use crate::expand::Shape;
use crate::list;
use crate::webhook;

pub(super) static ROUTES: &[Route] = &[
    row(
        ("GET", "/v1/events"),
        "list_events",
        (Resource::Event, Read),
        Shape::List(&Shape::Flat),
        |account, call, asked| {
            let found = account.events.listed(call.live, asked.data)?;
            list::page(account, &found, "event", asked.data, asked.expand)
        },
    ),
    row(("GET", "/v1/events/{id}"), "retrieve", (Resource::Event, Read), Shape::Flat, |account, call, asked| {
        let event = account.events.find(asked.id, call.live).cloned().map(Value::Object);
        event.ok_or_else(|| ApiError::missing(404, "event", asked.id, "id"))
    }),
    row(
        ("POST", "/v1/webhook_endpoints"),
        "create_webhook_endpoint",
        (Resource::Webhook, Write),
        Shape::Flat,
        |account, call, asked| {
            let id = webhook::create(account, call, asked.data, None)?;
            // The only answer that shows the secret.
            Ok(Value::Object(account.path("webhook_endpoint", &id, call.live)?.clone()))
        },
    ),
    row(
        ("GET", "/v1/webhook_endpoints"),
        "list_webhook_endpoints",
        (Resource::Webhook, Read),
        Shape::List(&Shape::Flat),
        |account, call, asked| objects(account, call, "webhook_endpoint", &[], asked),
    ),
    row(
        ("GET", "/v1/webhook_endpoints/{id}"),
        "retrieve",
        (Resource::Webhook, Read),
        Shape::Flat,
        |account, call, asked| object(account, call, "webhook_endpoint", asked.id, asked),
    ),
    row(
        ("DELETE", "/v1/webhook_endpoints/{id}"),
        "retrieve",
        (Resource::Webhook, Write),
        Shape::Flat,
        |account, call, asked| webhook::delete(account, call, asked.id),
    ),
];
