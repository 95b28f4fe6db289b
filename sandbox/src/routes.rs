//! The table of routes: parameters, permission, answer and work of each endpoint.

use http::Method;
use serde_json::Value;

use crate::account::{Account, Call};
use crate::capture;
use crate::catalog;
use crate::config::Access::{Read, Write};
use crate::config::{Access, Resource};
use crate::create;
use crate::endpoint::{Asked, Endpoint, Route, Work};
use crate::error::ApiError;
use crate::expand::Shape;
use crate::intent;
use crate::list;
use crate::presentation;
use crate::refund;
use crate::update;
use crate::webhook;

const fn row(
    line: (&'static str, &'static str),
    schema: &'static str,
    scope: (Resource, Access),
    answer: Shape,
    work: Work,
) -> Route {
    Route { method: line.0, path: line.1, schema, scope, answer, work }
}

const SESSIONS: Resource = Resource::CheckoutSession;
const INTENTS: Resource = Resource::PaymentIntent;

/// Every endpoint of servers. Operations of pages are in `page`.
pub(crate) static ROUTES: &[Route] = &[
    row(
        ("POST", "/v1/checkout/sessions"),
        "create_session",
        (SESSIONS, Write),
        Shape::Session,
        |account, call, asked| {
            let id = create::create(account, call, asked.data)?;
            session(account, call, &id, asked)
        },
    ),
    row(
        ("GET", "/v1/checkout/sessions"),
        "list_sessions",
        (SESSIONS, Read),
        Shape::List(&Shape::Session),
        |account, call, asked| list::sessions(account, call, asked.data, asked.expand),
    ),
    row(("GET", "/v1/checkout/sessions/{id}"), "retrieve", (SESSIONS, Read), Shape::Session, |account, call, asked| {
        session(account, call, asked.id, asked)
    }),
    row(
        ("POST", "/v1/checkout/sessions/{id}"),
        "update_session",
        (SESSIONS, Write),
        Shape::Session,
        |account, call, asked| {
            update::update(account, call, asked.id, asked.data, asked.wrong_total)?;
            session(account, call, asked.id, asked)
        },
    ),
    row(
        ("POST", "/v1/checkout/sessions/{id}/expire"),
        "expire_session",
        (SESSIONS, Write),
        Shape::Session,
        |account, call, asked| {
            update::expire(account, call, asked.id)?;
            session(account, call, asked.id, asked)
        },
    ),
    row(
        ("GET", "/v1/checkout/sessions/{id}/line_items"),
        "list_line_items",
        (SESSIONS, Read),
        Shape::List(&Shape::Item),
        |account, call, asked| {
            let session = account.session(asked.id, call)?.clone();
            presentation::line_items::page(account, call, &session, asked.data, asked.expand)
        },
    ),
    row(
        ("POST", "/v1/customers"),
        "create_customer",
        (Resource::Customer, Write),
        Shape::Customer,
        |account, call, asked| {
            let id = catalog::create_customer(account, call, asked.data)?;
            object(account, call, "customer", &id, asked)
        },
    ),
    row(
        ("GET", "/v1/customers/{id}"),
        "retrieve",
        (Resource::Customer, Read),
        Shape::Customer,
        |account, call, asked| object(account, call, "customer", asked.id, asked),
    ),
    row(
        ("POST", "/v1/customers/{id}"),
        "update_customer",
        (Resource::Customer, Write),
        Shape::Customer,
        |account, call, asked| {
            catalog::update(account, call, "customer", asked.id, asked.data)?;
            object(account, call, "customer", asked.id, asked)
        },
    ),
    row(
        ("DELETE", "/v1/customers/{id}"),
        "retrieve",
        (Resource::Customer, Write),
        Shape::Flat,
        |account, call, asked| catalog::delete_customer(account, call, asked.id),
    ),
    row(("POST", "/v1/coupons"), "create_coupon", (Resource::Coupon, Write), Shape::Flat, |account, call, asked| {
        let id = catalog::create_coupon(account, call, asked.data, "")?;
        coupon(account, call, &id)
    }),
    row(("GET", "/v1/coupons/{id}"), "retrieve", (Resource::Coupon, Read), Shape::Flat, |account, call, asked| {
        coupon(account, call, asked.id)
    }),
    row(
        ("POST", "/v1/coupons/{id}"),
        "update_coupon",
        (Resource::Coupon, Write),
        Shape::Flat,
        |account, call, asked| {
            catalog::update_coupon(account, call, asked.id, asked.data)?;
            coupon(account, call, asked.id)
        },
    ),
    row(("DELETE", "/v1/coupons/{id}"), "retrieve", (Resource::Coupon, Write), Shape::Flat, |account, call, asked| {
        catalog::delete_coupon(account, call, asked.id)
    }),
    row(
        ("POST", "/v1/products"),
        "create_product",
        (Resource::Product, Write),
        Shape::Product,
        |account, call, asked| {
            let id = catalog::create_product(account, call, asked.data, "")?;
            object(account, call, "product", &id, asked)
        },
    ),
    row(("GET", "/v1/products/{id}"), "retrieve", (Resource::Product, Read), Shape::Product, |account, call, asked| {
        object(account, call, "product", asked.id, asked)
    }),
    row(("POST", "/v1/prices"), "create_price", (Resource::Price, Write), Shape::Price, |account, call, asked| {
        let id = catalog::create_price(account, call, asked.data, "")?;
        object(account, call, "price", &id, asked)
    }),
    row(
        ("GET", "/v1/prices"),
        "list_prices",
        (Resource::Price, Read),
        Shape::List(&Shape::Price),
        |account, call, asked| objects(account, call, "price", &["active", "currency", "product", "type"], asked),
    ),
    row(("GET", "/v1/prices/{id}"), "retrieve", (Resource::Price, Read), Shape::Price, |account, call, asked| {
        object(account, call, "price", asked.id, asked)
    }),
    row(("POST", "/v1/prices/{id}"), "update_price", (Resource::Price, Write), Shape::Price, |account, call, asked| {
        catalog::update(account, call, "price", asked.id, asked.data)?;
        object(account, call, "price", asked.id, asked)
    }),
    row(
        ("POST", "/v1/payment_intents"),
        "create_payment_intent",
        (INTENTS, Write),
        Shape::PaymentIntent,
        |account, call, asked| {
            let id = intent::create(account, call, asked.data)?;
            object(account, call, "payment_intent", &id, asked)
        },
    ),
    row(
        ("GET", "/v1/payment_intents"),
        "list_payment_intents",
        (INTENTS, Read),
        Shape::List(&Shape::PaymentIntent),
        |account, call, asked| objects(account, call, "payment_intent", &["customer"], asked),
    ),
    row(
        ("GET", "/v1/payment_intents/{id}"),
        "retrieve",
        (INTENTS, Read),
        Shape::PaymentIntent,
        |account, call, asked| object(account, call, "payment_intent", asked.id, asked),
    ),
    row(
        ("POST", "/v1/payment_intents/{id}"),
        "update_payment_intent",
        (INTENTS, Write),
        Shape::PaymentIntent,
        |account, call, asked| {
            intent::update(account, call, asked.id, asked.data)?;
            object(account, call, "payment_intent", asked.id, asked)
        },
    ),
    row(
        ("POST", "/v1/payment_intents/{id}/confirm"),
        "confirm_payment_intent",
        (INTENTS, Write),
        Shape::PaymentIntent,
        |account, call, asked| {
            intent::confirm(account, call, asked.id, asked.data)?;
            object(account, call, "payment_intent", asked.id, asked)
        },
    ),
    row(
        ("POST", "/v1/payment_intents/{id}/capture"),
        "capture_payment_intent",
        (INTENTS, Write),
        Shape::PaymentIntent,
        |account, call, asked| {
            capture::capture(account, call, asked.id, asked.data)?;
            object(account, call, "payment_intent", asked.id, asked)
        },
    ),
    row(
        ("POST", "/v1/payment_intents/{id}/cancel"),
        "cancel_payment_intent",
        (INTENTS, Write),
        Shape::PaymentIntent,
        |account, call, asked| {
            intent::cancel(account, call, asked.id, asked.data)?;
            object(account, call, "payment_intent", asked.id, asked)
        },
    ),
    row(
        ("GET", "/v1/charges"),
        "list_charges",
        (Resource::Charge, Read),
        Shape::List(&Shape::Charge),
        |account, call, asked| objects(account, call, "charge", &["customer", "payment_intent"], asked),
    ),
    row(("GET", "/v1/charges/{id}"), "retrieve", (Resource::Charge, Read), Shape::Charge, |account, call, asked| {
        object(account, call, "charge", asked.id, asked)
    }),
    row(("POST", "/v1/refunds"), "create_refund", (Resource::Charge, Write), Shape::Refund, |account, call, asked| {
        let id = refund::create(account, call, asked.data)?;
        object(account, call, "refund", &id, asked)
    }),
    row(
        ("GET", "/v1/refunds"),
        "list_refunds",
        (Resource::Charge, Read),
        Shape::List(&Shape::Refund),
        |account, call, asked| objects(account, call, "refund", &["charge", "payment_intent"], asked),
    ),
    row(("GET", "/v1/refunds/{id}"), "retrieve", (Resource::Charge, Read), Shape::Refund, |account, call, asked| {
        object(account, call, "refund", asked.id, asked)
    }),
    row(
        ("GET", "/v1/disputes"),
        "list_disputes",
        (Resource::Dispute, Read),
        Shape::List(&Shape::Dispute),
        |account, call, asked| objects(account, call, "dispute", &["charge", "payment_intent"], asked),
    ),
    row(("GET", "/v1/disputes/{id}"), "retrieve", (Resource::Dispute, Read), Shape::Dispute, |account, call, asked| {
        object(account, call, "dispute", asked.id, asked)
    }),
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

/// The endpoint of a method and a path of the table.
pub(crate) fn find(method: &Method, path: &str, id: String) -> Option<Endpoint> {
    let route = ROUTES.iter().find(|route| route.path == path && route.method == method.as_str())?;
    Some(Endpoint { route, id })
}

fn session(account: &mut Account, call: &Call<'_>, id: &str, asked: &Asked<'_>) -> Result<Value, ApiError> {
    let session = account.session(id, call)?.clone();
    Ok(presentation::session(account, call, &session, asked.expand))
}

fn coupon(account: &Account, call: &Call<'_>, id: &str) -> Result<Value, ApiError> {
    let found = account.coupon(id, call.live).map(|coupon| coupon.render(call.now));
    found.ok_or_else(|| ApiError::missing(404, "coupon", id, "coupon"))
}

fn object(account: &Account, call: &Call<'_>, kind: &str, id: &str, asked: &Asked<'_>) -> Result<Value, ApiError> {
    Ok(presentation::object(account, account.path(kind, id, call.live)?, asked.expand))
}

fn objects(
    account: &Account,
    call: &Call<'_>,
    kind: &str,
    filters: &[&str],
    asked: &Asked<'_>,
) -> Result<Value, ApiError> {
    list::objects(account, call, kind, filters, asked.data, asked.expand)
}
