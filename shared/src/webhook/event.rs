//! Stripe's events. Only type, time and id are read: the object itself is read again, in the API version of this service.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::purchase::{AT_CREATION, NO_COUPON};
use crate::stripe::{CustomerId, IntentId, SessionId};

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
    /// The payment of a charge that was refunded, in full or in part.
    pub refunded: Option<IntentId>,
}

/// The kind of an event.
#[derive(Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A session was completed: paid, or with a delayed payment.
    Completed(SessionId),
    /// A session has expired.
    Expired {
        /// The session.
        session: SessionId,
        /// True if it says that it has a coupon of its own. It is only a hint, which saves a call for every other one.
        has_coupon: bool,
    },
    /// A delayed payment has succeeded or failed.
    PaidLater(SessionId),
    /// Something has become of a customer's payment: it was refunded or canceled. A charge may have no payment intent.
    OfCustomer(CustomerId, Option<IntentId>),
    /// Something has become of a payment whose customer the event does not show: a dispute, or a refund that fails.
    OfPayment(IntentId),
    /// Any other event.
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
    customer: Option<Value>,
    #[serde(default)]
    payment_intent: Option<Value>,
    #[serde(default)]
    metadata: Option<Value>,
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
            "checkout.session.expired" => EventKind::Expired { session: session()?, has_coupon: has_coupon(&object) },
            "checkout.session.async_payment_succeeded" | "checkout.session.async_payment_failed" => {
                EventKind::PaidLater(session()?)
            }
            "charge.refunded" | "charge.expired" => of_customer(&object, payment(&object)),
            "payment_intent.canceled" => of_customer(&object, object.id.as_deref().and_then(IntentId::parse)),
            "refund.updated" | "refund.failed" | "charge.refund.updated" => of_payment(&object),
            kind if kind.starts_with("charge.dispute.") => of_payment(&object),
            _ => EventKind::Other,
        };
        let created = Timestamp::from_second(written.created).ok()?;
        let refunded = payment(&object).filter(|_| written.kind == "charge.refunded");
        Some(Self { id: written.id, event_type: written.kind, created, kind, refunded })
    }
}

/// Returns whether a session says that it has a coupon of its own.
fn has_coupon(object: &Object) -> bool {
    let coupon = object.metadata.as_ref().and_then(|metadata| metadata.get(AT_CREATION));
    coupon.and_then(Value::as_str).is_some_and(|coupon| coupon != NO_COUPON)
}

fn of_customer(object: &Object, payment: Option<IntentId>) -> EventKind {
    let customer = id_of(object.customer.as_ref()).and_then(CustomerId::parse);
    customer.map_or(EventKind::Other, |customer| EventKind::OfCustomer(customer, payment))
}

fn of_payment(object: &Object) -> EventKind {
    payment(object).map_or(EventKind::Other, EventKind::OfPayment)
}

fn payment(object: &Object) -> Option<IntentId> {
    id_of(object.payment_intent.as_ref()).and_then(IntentId::parse)
}

/// An id, or that of the object where the endpoint's version of the API shows one.
fn id_of(reference: Option<&Value>) -> Option<&str> {
    let reference = reference?;
    reference.get("id").unwrap_or(reference).as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(kind: &str, object: &Value) -> Option<StripeEvent> {
        let event = json!({ "id": "evt_1", "type": kind, "created": 1_795_183_532, "data": { "object": object } });
        StripeEvent::read(event.to_string().as_bytes())
    }

    #[test]
    fn event_is_read_for_its_kind() {
        let session = || SessionId::parse("cs_test_1").unwrap();
        let of_customer = |payment| EventKind::OfCustomer(CustomerId::parse("cus_1").unwrap(), payment);
        let expired = |has_coupon| EventKind::Expired { session: session(), has_coupon };
        let intent = || IntentId::parse("pi_1");
        let payment = || EventKind::OfPayment(IntentId::parse("pi_1").unwrap());
        for (kind, object, what) in [
            ("checkout.session.completed", json!({ "id": "cs_test_1" }), EventKind::Completed(session())),
            ("checkout.session.async_payment_succeeded", json!({ "id": "cs_test_1" }), EventKind::PaidLater(session())),
            ("checkout.session.async_payment_failed", json!({ "id": "cs_test_1" }), EventKind::PaidLater(session())),
            ("checkout.session.expired", json!({ "id": "cs_test_1" }), expired(false)),
            (
                "checkout.session.expired",
                json!({ "id": "cs_test_1", "metadata": { "discount_at_creation": "none" } }),
                expired(false),
            ),
            (
                "checkout.session.expired",
                json!({ "id": "cs_test_1", "metadata": { "discount_at_creation": "discount-1" } }),
                expired(true),
            ),
            ("charge.refunded", json!({ "id": "ch_1", "customer": "cus_1" }), of_customer(None)),
            (
                "charge.refunded",
                json!({ "id": "ch_1", "customer": { "id": "cus_1" }, "payment_intent": "pi_1" }),
                of_customer(intent()),
            ),
            ("charge.refunded", json!({ "id": "ch_1", "customer": null }), EventKind::Other),
            ("charge.expired", json!({ "id": "ch_1", "customer": "cus_1" }), of_customer(None)),
            ("payment_intent.canceled", json!({ "id": "pi_1", "customer": "cus_1" }), of_customer(intent())),
            ("refund.updated", json!({ "id": "re_1", "payment_intent": "pi_1" }), payment()),
            ("refund.failed", json!({ "id": "re_1", "payment_intent": "pi_1" }), payment()),
            ("charge.refund.updated", json!({ "id": "re_1", "payment_intent": null }), EventKind::Other),
            ("charge.dispute.created", json!({ "id": "du_1", "payment_intent": "pi_1" }), payment()),
            ("charge.dispute.closed", json!({ "id": "du_1", "payment_intent": { "id": "pi_1" } }), payment()),
            ("product.created", json!({ "id": "prod_1" }), EventKind::Other),
            ("account.updated", json!({}), EventKind::Other),
        ] {
            assert_eq!(event(kind, &object).unwrap().kind, what, "{kind}");
        }
    }

    #[test]
    fn refund_names_its_payment_whoever_paid() {
        let charge = json!({ "id": "ch_1", "customer": null, "payment_intent": "pi_1" });
        assert_eq!(event("charge.refunded", &charge).unwrap().refunded, IntentId::parse("pi_1"));
        assert_eq!(event("charge.expired", &charge).unwrap().refunded, None);
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
