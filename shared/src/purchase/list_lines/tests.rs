#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows has failed")]

use serde_json::{Value, json};

use super::*;

fn usd() -> Currency {
    Currency::parse("usd").unwrap()
}

fn item(id: &str, quantity: u64, unit: u64, metadata: &Value) -> Value {
    json!({
        "id": id, "quantity": quantity, "amount_subtotal": unit * quantity, "metadata": metadata,
        "price": { "id": format!("price_of_{id}"), "currency": "usd", "unit_amount": unit, "active": false,
                   "tax_behavior": "exclusive", "product": { "id": "prod_1", "metadata": { "tags": "sale" } } },
    })
}

fn marks(list: u64, off: u64, part: bool) -> Value {
    let mut marks =
        json!({ "discount_price": "price_1", "discount_list": list.to_string(), "discount_off": off.to_string() });
    if part {
        marks["discount_part"] = json!("on");
    }
    marks
}

/// The lines in a few words: `li_1 3 of price_1 at 1000 (1-34 2-33)`, and the amount that is taken off.
fn read(items: &[Value]) -> (Vec<String>, u64) {
    let items: LineItems = serde_json::from_value(json!({ "data": items })).unwrap();
    let words = |list: ListLine| {
        let (view, line) = (list.view, list.line.unwrap());
        assert_eq!(view.quantity, Some(line.quantity));
        assert_eq!(line.subtotal.get(), view.subtotal_per_unit.unwrap().get() * line.quantity);
        let pieces: Vec<String> = view.pieces.iter().map(|piece| format!("{}-{}", piece.quantity, piece.off)).collect();
        let price = view.price.unwrap();
        assert_eq!((Some(&price.id), price.tags.as_deref()), (line.price.as_ref(), Some("sale")));
        format!(
            "{} {} of {} at {} ({})",
            view.id,
            line.quantity,
            price.id,
            view.subtotal_per_unit.unwrap(),
            pieces.join(" ")
        )
    };
    let off = off_list(&items, usd()).get();
    (list_lines(&items, usd()).into_iter().map(words).collect(), off)
}

#[test]
fn lowered_lines_are_read_at_list_price_and_merged() {
    let whole = item("li_1", 2, 900, &marks(1_000, 100, false));
    assert_eq!(read(&[whole]), (vec!["li_1 2 of price_1 at 1000 (2-100)".to_owned()], 200));
    let split = [
        item("li_1", 1, 966, &marks(1_000, 34, false)),
        item("li_9", 2, 967, &marks(1_000, 33, true)),
        item("li_2", 1, 500, &json!({})),
    ];
    let both = ["li_1 3 of price_1 at 1000 (1-34 2-33)", "li_2 1 of price_of_li_2 at 500 ()"].map(str::to_owned);
    assert_eq!(read(&split), (both.to_vec(), 100));
    // In another order, and without its first part, a part is a line of its own.
    let alone = "li_9 2 of price_1 at 1000 (2-33)".to_owned();
    let [first, part, _] = split;
    let parts = vec![alone.clone(), "li_1 1 of price_1 at 1000 (1-34)".to_owned()];
    assert_eq!(read(&[part.clone(), first]), (parts, 100));
    assert_eq!(read(&[part]), (vec![alone], 66));
}

#[test]
fn price_that_the_marks_do_not_explain_is_the_list_price() {
    for metadata in [
        marks(1_000, 101, false),
        marks(900, 100, false),
        json!({ "discount_price": "price_1", "discount_list": "1000" }),
        json!({ "discount_list": "1000", "discount_off": "100" }),
        json!({ "discount_price": "price_1", "discount_list": "-1000", "discount_off": "-1900" }),
        json!({}),
        json!(null),
    ] {
        let read = read(&[item("li_1", 2, 900, &metadata)]);
        assert_eq!(read, (vec!["li_1 2 of price_of_li_1 at 900 ()".to_owned()], 0), "{metadata}");
    }
}

#[test]
fn quantity_that_was_changed_keeps_the_share_of_each_unit() {
    let more = item("li_1", 5, 900, &marks(1_000, 100, false));
    assert_eq!(read(&[more]), (vec!["li_1 5 of price_1 at 1000 (5-100)".to_owned()], 500));
}

#[test]
fn marks_explain_a_price_whatever_the_sum_of_its_line() {
    let mut net = item("li_1", 2, 900, &marks(1_000, 100, false));
    net["amount_subtotal"] = json!(1_500);
    assert_eq!(read(&[net]), (vec!["li_1 2 of price_1 at 1000 (2-100)".to_owned()], 200));
}

#[test]
fn lines_of_packages_are_never_lowered_ones() {
    let mut package = item("li_1", 2, 900, &marks(1_000, 100, false));
    package["price"]["transform_quantity"] = json!({ "divide_by": 2, "round": "up" });
    let items: LineItems = serde_json::from_value(json!({ "data": [package] })).unwrap();
    assert_eq!(off_list(&items, usd()), Amount::ZERO);
    let mut other = item("li_1", 2, 900, &marks(1_000, 100, false));
    other["price"]["currency"] = json!("eur");
    let items: LineItems = serde_json::from_value(json!({ "data": [other] })).unwrap();
    assert_eq!(off_list(&items, usd()), Amount::ZERO);
}

#[test]
fn adjustable_quantity_is_seen_on_any_line() {
    for (adjustable, expected) in
        [(json!(null), false), (json!({ "enabled": false }), false), (json!({ "enabled": true, "minimum": 1 }), true)]
    {
        let mut line = item("li_2", 1, 900, &json!({}));
        line["adjustable_quantity"] = adjustable;
        let items = json!({ "data": [item("li_1", 1, 900, &json!({})), line] });
        assert_eq!(is_adjustable(&serde_json::from_value(items).unwrap()), expected);
    }
}
