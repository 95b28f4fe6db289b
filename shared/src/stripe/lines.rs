//! The lines of a cart as Stripe returns them.

use discounts_core::money::{Amount, Currency};
use discounts_core::policy::Items;
use discounts_core::session::Line;

use super::object::{Expandable, LineItem, LineItems, Price, Product};
use super::session::amount;

/// What a session's lines are asked for with, where an offer looks at them; the products hold their tags.
pub(crate) const WITH_PRODUCTS: &str = "line_items.data.price.product";
/// The same where a page of lines is asked for.
pub(super) const PAGE_WITH_PRODUCTS: &str = "data.price.product";
/// The lines alone: how many units there are.
pub(crate) const LINES: &str = "line_items";

impl LineItems {
    /// What the lines come to before discounts; `None` where a line does not say.
    pub(super) fn subtotal(&self) -> Option<i64> {
        self.data.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount_subtotal?))
    }

    /// All lines of the cart; unknown while there are more, or where one does not say what it is.
    pub(super) fn whole(&self, currency: Currency) -> Option<Vec<Line>> {
        let lines = self.data.iter().map(|line| line.line(currency));
        if self.has_more { None } else { lines.collect() }
    }
}

impl LineItem {
    fn line(&self, currency: Currency) -> Option<Line> {
        let (quantity, subtotal) = (self.quantity?, self.amount_subtotal.and_then(amount)?);
        Some(match &self.price {
            Some(price) => price.line(currency, quantity, subtotal),
            None => Line { quantity, subtotal, ..Line::default() },
        })
    }
}

impl Price {
    /// A line of so many units.
    pub(super) fn line(&self, currency: Currency, quantity: u64, subtotal: Amount) -> Line {
        Line {
            product: self.product_id().map(str::to_owned),
            price: self.id.clone(),
            tags: match &self.product {
                Some(Expandable::Object(Product { metadata: Some(metadata), .. })) => {
                    Some(metadata.get(Items::TAGS).cloned().unwrap_or_default())
                }
                _ => None,
            },
            quantity,
            unit_amount: self.unit_amount_in(currency),
            subtotal,
        }
    }

    /// A price of several currencies shows that of its main one: in another session it says nothing.
    pub(super) fn unit_amount_in(&self, currency: Currency) -> Option<Amount> {
        let says = self.currency.as_deref().and_then(|code| Currency::parse(code).ok());
        self.unit_amount.filter(|_| says == Some(currency)).and_then(amount)
    }
}

/// How many units the lines hold.
pub(super) fn quantity(lines: &[Line]) -> Option<u64> {
    lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.quantity))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn lines(lines: &Value) -> Option<Vec<Line>> {
        let lines: LineItems = serde_json::from_value(lines.clone()).unwrap();
        lines.whole(Currency::parse("usd").unwrap())
    }

    fn only(line: &Value) -> Line {
        lines(&json!({ "data": [line], "has_more": false })).unwrap().remove(0)
    }

    fn line(price: &Value) -> Value {
        json!({ "id": "li_1", "quantity": 2, "amount_subtotal": 1000, "price": price })
    }

    #[test]
    fn a_line_says_its_product_its_price_its_tags_and_what_a_unit_costs() {
        let product = json!({ "id": "prod_1", "metadata": { "tags": "sale, new", "colour": "red" } });
        let line = only(&line(&json!({ "id": "price_1", "currency": "usd", "unit_amount": 500, "product": product })));
        assert_eq!((line.product.as_deref(), line.price.as_deref()), (Some("prod_1"), Some("price_1")));
        assert_eq!(line.tags.as_deref(), Some("sale, new"));
        assert_eq!((line.quantity, line.unit_amount.unwrap().get(), line.subtotal.get()), (2, 500, 1000));
    }

    #[test]
    fn the_tags_of_a_product_that_was_not_asked_for_or_is_deleted_are_unknown() {
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
    fn a_price_of_another_currency_does_not_say_what_a_unit_costs_here() {
        for (currency, unit_amount) in [("usd", Some(700)), ("eur", None)] {
            let line = only(&line(&json!({ "id": "price_1", "currency": currency, "unit_amount": 700 })));
            assert_eq!(line.unit_amount.map(Amount::get), unit_amount);
        }
    }

    #[test]
    fn a_cart_of_which_a_part_is_missing_is_unknown() {
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
