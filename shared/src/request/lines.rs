//! The field `line_items`.

use serde_json::Value;

use super::fields::Fields;
use crate::command::{CartLine, PriceId};
use crate::invalid_request::InvalidRequest;

/// The lines of the field `line_items`, in its order; a repeated price becomes one line.
pub(super) fn lines(fields: &Fields) -> Result<Vec<CartLine>, InvalidRequest> {
    let given = fields.get("line_items").and_then(Value::as_array).ok_or(InvalidRequest::NoLines)?;
    let mut lines: Vec<CartLine> = Vec::new();
    for line in given {
        let price = line.get("price").and_then(Value::as_str).and_then(PriceId::parse).ok_or(InvalidRequest::Price)?;
        let quantity = line.get("quantity").and_then(Value::as_u64).ok_or(InvalidRequest::Quantity)?;
        let held = lines.iter_mut().find(|held| held.price == price);
        let sum = held.as_ref().map_or(0, |held| held.quantity).checked_add(quantity);
        let sum = sum.filter(|sum| quantity > 0 && *sum <= CartLine::MOST).ok_or(InvalidRequest::Quantity)?;
        match held {
            Some(held) => held.quantity = sum,
            None => lines.push(CartLine { price, quantity: sum }),
        }
    }
    if lines.is_empty() || lines.len() > CartLine::MOST_LINES { Err(InvalidRequest::NoLines) } else { Ok(lines) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(lines: &Value) -> Result<Vec<(String, u64)>, InvalidRequest> {
        let body = json!({ "line_items": lines });
        let lines = super::lines(body.as_object().unwrap())?;
        Ok(lines.into_iter().map(|line| (line.price.as_str().to_owned(), line.quantity)).collect())
    }

    #[test]
    fn repeated_prices_become_one_line() {
        let lines = json!([
            { "price": "price_a", "quantity": 2, "amount": 1 }, { "price": "price_b", "quantity": 999_999 },
            { "price": "price_a", "quantity": 3 },
        ]);
        assert_eq!(read(&lines), Ok(vec![("price_a".to_owned(), 5), ("price_b".to_owned(), 999_999)]));
    }

    #[test]
    fn invalid_cart_is_rejected_with_its_reason() {
        let many = |count: usize| (0..count).map(|at| json!({ "price": format!("price_{at}"), "quantity": 1 }));
        assert!(read(&many(100).collect()).is_ok());
        for (lines, refusal) in [
            (json!(null), InvalidRequest::NoLines),
            (json!({}), InvalidRequest::NoLines),
            (json!([]), InvalidRequest::NoLines),
            (many(101).collect(), InvalidRequest::NoLines),
            (json!([1]), InvalidRequest::Price),
            (json!([{ "quantity": 1 }]), InvalidRequest::Price),
            (json!([{ "price": "prod_a", "quantity": 1 }]), InvalidRequest::Price),
            (json!([{ "price": "price_a" }]), InvalidRequest::Quantity),
            (json!([{ "price": "price_a", "quantity": 0 }]), InvalidRequest::Quantity),
            (json!([{ "price": "price_a", "quantity": -1 }]), InvalidRequest::Quantity),
            (json!([{ "price": "price_a", "quantity": 1.5 }]), InvalidRequest::Quantity),
            (json!([{ "price": "price_a", "quantity": "1" }]), InvalidRequest::Quantity),
            (json!([{ "price": "price_a", "quantity": 1_000_000 }]), InvalidRequest::Quantity),
            (
                json!([{ "price": "price_a", "quantity": 999_999 }, { "price": "price_a", "quantity": 1 }]),
                InvalidRequest::Quantity,
            ),
        ] {
            assert_eq!(read(&lines), Err(refusal), "{lines}");
        }
    }
}
