//! The breakdown of an intent's amount (Stripe API reference, `amount_details` of a payment intent).

use serde_json::{Map, Value};

use crate::error::ApiError;

/// Merges typed parameters into the breakdown that an intent has; a part that is `null` goes.
pub(crate) fn merge(stored: &Value, given: &Value) -> Result<Value, ApiError> {
    let mut parts = stored.as_object().cloned().unwrap_or_default();
    if given.is_null() {
        // How the shopper tipped is no parameter of an update.
        parts.retain(|name, _| name == "tip");
    }
    for (name, value) in given.as_object().into_iter().flatten() {
        match value {
            Value::Null => parts.remove(name),
            _ => parts.insert(name.clone(), value.clone()),
        };
    }
    exclusive(&parts)?;
    Ok(Value::Object(parts))
}

/// A discount is of the whole amount or of its lines.
fn exclusive(parts: &Map<String, Value>) -> Result<(), ApiError> {
    let lines = parts.get("line_items").and_then(Value::as_array);
    let of_a_line = lines.into_iter().flatten().any(|line| line.get("discount_amount").is_some());
    if of_a_line && parts.contains_key("discount_amount") {
        let message = "You may only specify one of these parameters: amount_details[discount_amount], \
                       amount_details[line_items][#][discount_amount].";
        return Err(ApiError::param("amount_details[discount_amount]", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_are_merged_and_cleared_one_by_one() {
        let stored =
            merge(&json!({"tip": {}}), &json!({"discount_amount": 500, "tax": {"total_tax_amount": 9}})).unwrap();
        assert_eq!(stored, json!({"tip": {}, "discount_amount": 500, "tax": {"total_tax_amount": 9}}));
        let cleared = merge(&stored, &json!({"discount_amount": null})).unwrap();
        assert_eq!(cleared, json!({"tip": {}, "tax": {"total_tax_amount": 9}}));
        assert_eq!(merge(&cleared, &Value::Null).unwrap(), json!({"tip": {}}));
    }

    #[test]
    fn discount_excludes_discounts_of_lines() {
        let of_lines =
            json!({"line_items": [{"product_name": "a", "quantity": 1, "unit_cost": 9, "discount_amount": 1}]});
        let stored = merge(&json!({}), &of_lines).unwrap();
        let error = merge(&stored, &json!({"discount_amount": 500})).unwrap_err().body("r", false);
        assert_eq!(error["error"]["param"], "amount_details[discount_amount]");
        assert!(merge(&stored, &json!({"discount_amount": null})).is_ok());
        let lines = json!({"line_items": null, "discount_amount": 500});
        assert!(merge(&stored, &lines).is_ok());
    }
}
