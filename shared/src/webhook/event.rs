//! Stripe's events. Only type, time and id are read: the object itself is read again, in the API version of this service.

use jiff::Timestamp;
use serde::Deserialize;

use crate::stripe::{CustomerId, SessionId};

/// An event (Stripe API reference, The Event object).
#[derive(Debug)]
pub struct StripeEvent {
    /// `evt_...`
    pub id: String,
    /// The type, as Stripe writes it.
    pub event_type: String,
    /// The time of the event.
    pub created: Timestamp,
    /// The kind, as far as it matters here.
    pub kind: EventKind,
}

/// The kind of an event.
#[derive(Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A session was completed: paid, or with a delayed payment.
    Completed(SessionId),
    /// A delayed payment has succeeded or failed.
    PaidLater(SessionId),
    /// A customer got money back.
    Refunded(CustomerId),
    /// Any other event. An expired session is one: it never was an order, and no use of an offer was counted for it.
    Other,
}

#[derive(Deserialize)]
struct Written {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    customer: Option<serde_json::Value>,
}

impl StripeEvent {
    /// Reads a body whose signature was verified; none unless it is an event.
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(body).ok()?;
        let object = written.data.object;
        let session = || object.id.as_deref().and_then(SessionId::parse);
        let kind = match written.kind.as_str() {
            "checkout.session.completed" => EventKind::Completed(session()?),
            "checkout.session.async_payment_succeeded" | "checkout.session.async_payment_failed" => {
                EventKind::PaidLater(session()?)
            }
            "charge.refunded" => customer(object.customer.as_ref()).map_or(EventKind::Other, EventKind::Refunded),
            _ => EventKind::Other,
        };
        let created = Timestamp::from_second(written.created).ok()?;
        Some(Self { id: written.id, event_type: written.kind, created, kind })
    }
}

/// As an id, or as the object where the endpoint's version of the API shows that.
fn customer(customer: Option<&serde_json::Value>) -> Option<CustomerId> {
    let customer = customer?;
    let id = customer.get("id").unwrap_or(customer);
    id.as_str().and_then(CustomerId::parse)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(kind: &str, object: &Value) -> Option<StripeEvent> {
        let event = json!({ "id": "evt_1", "type": kind, "created": 1_795_183_532, "data": { "object": object } });
        StripeEvent::read(event.to_string().as_bytes())
    }

    #[test]
    fn event_is_read_for_its_kind() {
        let session = || SessionId::parse("cs_test_1").unwrap();
        let refunded = || EventKind::Refunded(CustomerId::parse("cus_1").unwrap());
        for (kind, object, what) in [
            ("checkout.session.completed", json!({ "id": "cs_test_1" }), EventKind::Completed(session())),
            ("checkout.session.async_payment_succeeded", json!({ "id": "cs_test_1" }), EventKind::PaidLater(session())),
            ("checkout.session.async_payment_failed", json!({ "id": "cs_test_1" }), EventKind::PaidLater(session())),
            ("checkout.session.expired", json!({ "id": "cs_test_1" }), EventKind::Other),
            ("charge.refunded", json!({ "id": "ch_1", "customer": "cus_1" }), refunded()),
            ("charge.refunded", json!({ "id": "ch_1", "customer": { "id": "cus_1" } }), refunded()),
            ("charge.refunded", json!({ "id": "ch_1", "customer": null }), EventKind::Other),
            ("product.created", json!({ "id": "prod_1" }), EventKind::Other),
            ("account.updated", json!({}), EventKind::Other),
        ] {
            assert_eq!(event(kind, &object).unwrap().kind, what, "{kind}");
        }
    }

    #[test]
    fn body_without_an_event_is_none() {
        for body in
            ["", "null", "[]", "{}", r#"{"id":"evt_1"}"#, r#"{"id":1,"type":2,"created":3,"data":{"object":{}}}"#]
        {
            assert!(StripeEvent::read(body.as_bytes()).is_none(), "{body}");
        }
        assert!(event("checkout.session.completed", &json!({ "id": "pi_1" })).is_none());
    }
}
