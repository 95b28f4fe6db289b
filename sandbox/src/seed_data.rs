//! Stripe's sample objects (`data/objects.json`): the shape of every answer, filled with our values.

use std::sync::LazyLock;

use serde_json::{Map, Value};

static OBJECTS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/objects.json")).unwrap_or_default());

/// A copy of the sample of this kind, with the given fields replaced.
pub(crate) fn sample(kind: &str, fields: Value) -> Map<String, Value> {
    let mut object = OBJECTS.get(kind).and_then(Value::as_object).cloned().unwrap_or_default();
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_kind_has_a_sample_of_itself() {
        for kind in [
            "checkout.session",
            "coupon",
            "promotion_code",
            "discount",
            "customer",
            "item",
            "price",
            "product",
            "shipping_rate",
            "tax_rate",
            "payment_intent",
            "charge",
            "refund",
            "dispute",
            "balance_transaction",
            "event",
            "webhook_endpoint",
        ] {
            assert_eq!(sample(kind, json!({}))["object"], kind);
        }
    }

    #[test]
    fn fields_replace_those_of_the_sample() {
        let coupon = sample("coupon", json!({"id": "x"}));
        assert_eq!(coupon["id"], "x");
        assert_eq!(coupon["duration"], "once");
    }
}
