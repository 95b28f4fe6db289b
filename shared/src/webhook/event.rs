//! What Stripe tells: of an event, only what happened when to which object. The object itself is read anew, in the version
//! of the API that this service knows.

use jiff::Timestamp;
use serde::Deserialize;

use crate::stripe::{CustomerId, SessionId};

/// An event (Stripe API reference, The Event object).
#[derive(Debug)]
pub struct StripeEvent {
    /// `evt_...`
    pub id: String,
    /// Its type, as Stripe writes it.
    pub kind: String,
    /// When it happened.
    pub created: Timestamp,
    /// What happened, as far as it matters here.
    pub what: EventKind,
}

/// What happened.
#[derive(Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A session was completed: paid, or to be paid later.
    Completed(SessionId),
    /// What was to be paid later was paid, or will not be.
    PaidLater(SessionId),
    /// A customer got money back.
    Refunded(CustomerId),
    /// Nothing that anything follows from. An expired session is among it: it never was an order, and no use of an
    /// offer was counted for it.
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
    /// Reads a body whose signature fits; none where it is no event.
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(body).ok()?;
        let object = written.data.object;
        let session = || object.id.as_deref().and_then(SessionId::parse);
        let what = match written.kind.as_str() {
            "checkout.session.completed" => EventKind::Completed(session()?),
            "checkout.session.async_payment_succeeded" | "checkout.session.async_payment_failed" => {
                EventKind::PaidLater(session()?)
            }
            "charge.refunded" => customer(object.customer.as_ref()).map_or(EventKind::Other, EventKind::Refunded),
            _ => EventKind::Other,
        };
        let created = Timestamp::from_second(written.created).ok()?;
        Some(Self { id: written.id, kind: written.kind, created, what })
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
    fn an_event_is_read_for_what_follows_from_it() {
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
            assert_eq!(event(kind, &object).unwrap().what, what, "{kind}");
        }
    }

    #[test]
    fn what_is_no_event_is_none() {
        for body in
            ["", "null", "[]", "{}", r#"{"id":"evt_1"}"#, r#"{"id":1,"type":2,"created":3,"data":{"object":{}}}"#]
        {
            assert!(StripeEvent::read(body.as_bytes()).is_none(), "{body}");
        }
        assert!(event("checkout.session.completed", &json!({ "id": "pi_1" })).is_none());
    }
}
