//! Endpoints of payment intents, and of what follows from a payment: charges, refunds, disputes.

use super::row::{object, objects, row};
use crate::capture;
use crate::config::Access::{Read, Write};
use crate::config::Resource;
use crate::endpoint::Route;
use crate::expand::Shape;
use crate::intent;
use crate::refund;

const INTENTS: Resource = Resource::PaymentIntent;

pub(super) static ROUTES: &[Route] = &[
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
];
