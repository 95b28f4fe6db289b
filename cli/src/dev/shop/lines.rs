//! A cart, as the page holds it, and as Stripe's `line_items` take it.

use serde::Deserialize;
use serde_json::Value;

use super::ShopFault;
use super::catalog::{CURRENCY, Product, by_id, by_name};
use super::stripe::Form;

/// The most pieces of one product that the shop sells at once.
const MOST: u32 = 99;

/// A product and how many of it. Its price is the shop's business, never the page's.
#[derive(Deserialize, Debug)]
pub(super) struct CartLine {
    product: String,
    quantity: u32,
}

/// Writes the whole cart: Stripe drops what an update leaves out. Lines that `kept`, a session's `line_items`, already
/// has are named by their id, so that Stripe keeps them; others get a price of their own.
pub(super) fn write(form: &mut Form, lines: &[CartLine], kept: &Value) -> Result<(), ShopFault> {
    let wanted = wanted(lines)?;
    for (at, (product, quantity)) in wanted.into_iter().enumerate() {
        let key = |field: &str| format!("line_items[{at}]{field}");
        if let Some(id) = id_of(product, kept) {
            form.set(&key("[id]"), id);
        } else {
            form.set(&key("[price_data][currency]"), CURRENCY)
                .set(&key("[price_data][unit_amount]"), &product.unit_amount.to_string())
                .set(&key("[price_data][product_data][name]"), product.name);
        }
        form.set(&key("[quantity]"), &quantity.to_string());
    }
    Ok(())
}

fn wanted(lines: &[CartLine]) -> Result<Vec<(&'static Product, u32)>, ShopFault> {
    let mut wanted: Vec<(&'static Product, u32)> = Vec::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        let product = by_id(&line.product)
            .ok_or_else(|| ShopFault::Invalid("The shop does not have this product.".to_owned()))?;
        if line.quantity > MOST {
            return Err(ShopFault::Invalid(format!("The shop sells at most {MOST} of a product.")));
        }
        if wanted.iter().any(|(other, _)| other.id == product.id) {
            return Err(ShopFault::Invalid("A product stands in the cart once, with its quantity.".to_owned()));
        }
        wanted.push((product, line.quantity));
    }
    if wanted.is_empty() {
        return Err(ShopFault::Invalid("A cart needs at least one item.".to_owned()));
    }
    Ok(wanted)
}

fn id_of<'a>(product: &Product, kept: &'a Value) -> Option<&'a str> {
    let lines = kept.pointer("/data").and_then(Value::as_array)?;
    let of_product = |line: &&Value| {
        let name = line.get("description").and_then(Value::as_str);
        name.and_then(by_name).is_some_and(|known| known.id == product.id)
    };
    lines.iter().find(of_product)?.get("id")?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(product: &str, quantity: u32) -> CartLine {
        CartLine { product: product.to_owned(), quantity }
    }

    #[test]
    fn a_kept_line_is_named_and_a_new_one_described() {
        let kept = json!({"data": [{"id": "li_1", "description": "Hand grinder"}]});
        let mut form = Form::default();
        write(&mut form, &[line("grinder", 2), line("cups", 0), line("kettle", 1)], &kept).unwrap();
        let body = form.finish();
        let pairs: Vec<_> = form_urlencoded::parse(body.as_bytes()).collect();
        let expected = [
            ("line_items[0][id]", "li_1"),
            ("line_items[0][quantity]", "2"),
            ("line_items[1][price_data][currency]", "usd"),
            ("line_items[1][price_data][unit_amount]", "8900"),
            ("line_items[1][price_data][product_data][name]", "Gooseneck kettle"),
            ("line_items[1][quantity]", "1"),
        ];
        assert_eq!(pairs, expected.map(|(key, value)| (key.into(), value.into())));
    }

    #[test]
    fn carts_that_make_no_sense_are_refused() {
        let carts: [&[CartLine]; 5] = [
            &[],
            &[line("kettle", 0)],
            &[line("yacht", 1)],
            &[line("kettle", 100)],
            &[line("kettle", 1), line("kettle", 2)],
        ];
        for cart in carts {
            let refused = write(&mut Form::default(), cart, &Value::Null);
            assert!(matches!(refused, Err(ShopFault::Invalid(_))), "{cart:?}");
        }
    }
}
