//! Items that an offer asks for, excludes or excepts.

use super::*;

#[test]
fn a_cart_must_contain_what_an_offer_asks() {
    each_verdict_is(
        "cart-threshold",
        &[
            ("subtotal_at_least = { usd = \"1.00\" }\ncontains = { tags = [\"sale\"] }", cart(), "applies"),
            ("subtotal_at_least = { usd = \"1.00\" }\ncontains = { tags = [\"toys\"] }", cart(), "item_missing 1 0"),
            ("contains = { tags = [\"clothes\"], quantity_at_least = 8 }", cart(), "applies"),
            ("contains = { tags = [\"clothes\"], quantity_at_least = 9 }", cart(), "item_missing 9 8"),
            ("contains = { tags = [\"kitchen\"], subtotal_at_least = { usd = \"16.00\" } }", cart(), "applies"),
            (
                "contains = { tags = [\"kitchen\"], subtotal_at_least = { usd = \"16.01\" } }",
                cart(),
                "item_missing 1601 1600",
            ),
            (
                "contains = { tags = [\"kitchen\"], subtotal_at_least = { eur = \"16.00\" } }",
                cart(),
                "currency_not_offered \"usd\"",
            ),
            (
                "contains = { products = [\"prod_mug\"], quantity_at_least = 3, subtotal_at_least = { usd = \"99.00\" } }",
                cart(),
                "item_missing 3 2",
            ),
            // Nothing is known of a cart that was not read.
            ("contains = { tags = [\"sale\"], quantity_at_least = 1 }", Snapshot::guest(5_000), "item_missing 1"),
        ],
    );
}

#[test]
fn a_cart_must_not_contain_what_an_offer_excludes_or_may() {
    let unknown = Snapshot::guest(0).lines([("prod_a", "?", 1, 5_000)]);
    let rows = [
        ("contains_none = { tags = [\"toys\"] }", cart(), "applies"),
        ("contains_none = { tags = [\"toys\", \"kitchen\"] }", cart(), "item_excluded"),
        ("contains_none = { prices = [\"price_socks\"] }", cart(), "item_excluded"),
        ("contains_none = { tags = [\"toys\"] }", unknown.clone(), "item_excluded"),
        ("contains_none = { products = [\"prod_b\"] }", unknown, "applies"),
        ("contains_none = { tags = [\"toys\"] }", Snapshot::guest(5_000), "item_excluded"),
    ];
    let rows =
        rows.map(|(when, cart, verdict)| (format!("subtotal_at_least = {{ usd = \"1.00\" }}\n{when}"), cart, verdict));
    let rows: Vec<_> = rows.iter().map(|(when, cart, verdict)| (when.as_str(), cart.clone(), *verdict)).collect();
    each_verdict_is("cart-threshold", &rows);
}

#[test]
fn unknown_product_is_not_in_the_base_if_named_or_excepted() {
    let unknown = Snapshot::guest(0).lines([("prod_a", "?", 1, 5_000), MUGS]);
    for (give, off) in [
        ("on = { tags = [\"sale\"] }", 0),
        ("except = { tags = [\"sale\"] }", 160),
        ("except = { products = [\"prod_b\"] }", 660),
    ] {
        let text = for_all("it", &format!("[offer.give]\npercent = \"10\"\n{give}"));
        assert_eq!(decided(&policy(&text), &unknown).off(), off, "{give}");
    }
}

#[test]
fn hint_says_which_items_lack_and_what_they_gain() {
    let third = "when.contains = { tags = [\"kitchen\"], quantity_at_least = 3 }\ngive.percent = \"50\"\ngive.on = { tags = [\"kitchen\"] }";
    let decision = decided(&policy(&offer("third", "cart-threshold", third)), &cart());
    let hints = serde_json::to_value(&decision.hints).unwrap();
    let hint = serde_json::json!({
        "offer": "third", "code": "add_items", "quantity": 1, "items": {"tags": ["kitchen"]}, "price": "price_mug",
        "currency": "usd", "gain": 1200,
    });
    assert_eq!(hints, serde_json::json!([hint]));
    let worth =
        "when.contains = { tags = [\"kitchen\"], subtotal_at_least = { usd = \"99.00\" } }\ngive.percent = \"50\"";
    assert_eq!(decided(&policy(&offer("worth", "cart-threshold", worth)), &cart()).hints, []);
}
