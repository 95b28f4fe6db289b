//! The lines of a cart as a decision may see them.

use discounts_core::money::{Amount, Currency};
use discounts_core::policy::Items;
use discounts_core::reconcile::PriceView;
use discounts_core::session::Line;

use crate::stripe::object::{Expandable, LineItem, Price, Product};

/// The words of a price about tax that are written again.
const TAX_BEHAVIORS: [&str; 2] = ["exclusive", "inclusive"];

/// A line of a cart at the price that it has; none if it does not show its quantity or sum.
pub(super) fn line(item: &LineItem, currency: Currency) -> Option<Line> {
    let (quantity, subtotal) = (item.quantity?, item.amount_subtotal.and_then(amount)?);
    Some(match &item.price {
        Some(price) => line_of_price(price, currency, quantity, subtotal),
        None => Line { quantity, subtotal, ..Line::default() },
    })
}

/// A line of this many units of a price.
fn line_of_price(price: &Price, currency: Currency, quantity: u64, subtotal: Amount) -> Line {
    Line {
        product: price.product_id().map(str::to_owned),
        price: price.id.clone(),
        tags: tags(price),
        quantity,
        unit_amount: price.unit_amount_in(currency.as_str()).and_then(amount),
        subtotal,
    }
}

/// The price as far as a cart in a currency needs it; `None` if Stripe does not show its id.
#[must_use]
pub fn price_view(price: &Price, currency: Currency) -> Option<PriceView> {
    Some(PriceView {
        id: price.id.clone()?,
        product: price.product_id().map(str::to_owned),
        tags: tags(price),
        unit_amount: price.unit_amount_in(currency.as_str()).and_then(amount),
        amount_per_unit: price.amount_for_each_unit(currency.as_str()).and_then(amount),
        tax_behavior: price.tax_behavior.clone().filter(|behavior| TAX_BEHAVIORS.contains(&behavior.as_str())),
        is_inline: price.active == Some(false),
    })
}

/// The tags of a price's product, comma-separated; unknown unless the product is expanded.
pub(super) fn tags(price: &Price) -> Option<String> {
    match &price.product {
        Some(Expandable::Object(Product { metadata: Some(metadata), .. })) => {
            Some(metadata.get(Items::TAGS).cloned().unwrap_or_default())
        }
        _ => None,
    }
}

/// The number of units in the lines.
pub(super) fn line_quantity(lines: &[Line]) -> Option<u64> {
    lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.quantity))
}

/// An amount in minor units; none if it is negative or too large.
pub(super) fn amount(minor: i64) -> Option<Amount> {
    u64::try_from(minor).ok().and_then(Amount::new)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::list_lines::whole_cart;
    use super::*;
    use crate::stripe::object::LineItems;

    fn lines(lines: &Value) -> Option<Vec<Line>> {
        let lines: LineItems = serde_json::from_value(lines.clone()).unwrap();
        whole_cart(&lines, Currency::parse("usd").unwrap())
    }

    fn only(line: &Value) -> Line {
        lines(&json!({ "data": [line], "has_more": false })).unwrap().remove(0)
    }

    fn line(price: &Value) -> Value {
        json!({ "id": "li_1", "quantity": 2, "amount_subtotal": 1000, "price": price })
    }

    #[test]
    fn line_has_product_price_tags_and_unit_amount() {
        let product = json!({ "id": "prod_1", "metadata": { "tags": "sale, new", "colour": "red" } });
        let line = only(&line(&json!({ "id": "price_1", "currency": "usd", "unit_amount": 500, "product": product })));
        assert_eq!((line.product.as_deref(), line.price.as_deref()), (Some("prod_1"), Some("price_1")));
        assert_eq!(line.tags.as_deref(), Some("sale, new"));
        assert_eq!((line.quantity, line.unit_amount.unwrap().get(), line.subtotal.get()), (2, 500, 1000));
    }

    #[test]
    fn tags_are_unknown_unless_the_product_is_expanded() {
        for (product, tags) in [
            (json!("prod_1"), None),
            (json!({ "id": "prod_1", "deleted": true }), None),
            (json!({ "id": "prod_1", "metadata": {} }), Some("")),
        ] {
            let line = only(&line(&json!({ "id": "price_1", "currency": "usd", "product": product })));
            assert_eq!((line.product.as_deref(), line.tags.as_deref()), (Some("prod_1"), tags));
        }
    }

    #[test]
    fn unit_amount_is_unknown_in_another_currency() {
        for (currency, unit_amount) in [("usd", Some(700)), ("eur", None)] {
            let line = only(&line(&json!({ "id": "price_1", "currency": currency, "unit_amount": 700 })));
            assert_eq!(line.unit_amount.map(Amount::get), unit_amount);
        }
    }

    #[test]
    fn lines_are_unknown_when_a_part_is_missing() {
        let whole = json!({ "id": "li_1", "quantity": 1, "amount_subtotal": 1000 });
        for unknown in [
            json!({ "data": [whole], "has_more": true }),
            json!({ "data": [whole, { "id": "li_2", "amount_subtotal": 1 }], "has_more": false }),
            json!({ "data": [whole, { "id": "li_2", "quantity": 1 }], "has_more": false }),
        ] {
            assert!(lines(&unknown).is_none(), "{unknown}");
        }
        assert_eq!(lines(&json!({ "data": [whole] })).unwrap().len(), 1);
    }
}
