use super::*;

#[test]
fn an_offer_that_asks_for_items_says_what_it_gives_on() {
    let shoes = "when.quantity_at_least = 1\nwhen.contains = { tags = [\"shoes\"] }\n";
    let row = |give: &str, found: bool| {
        let text = offer("a", "automatic", &format!("{shoes}{give}"));
        (text, if found { "on-missing contains" } else { "" })
    };
    each_is_found(&[
        row("give.percent = \"20\"", true),
        row("give.percent = \"20\"\ngive.cap.usd = \"9\"", true),
        row("give.percent = \"20\"\ngive.except.tags = [\"sale\"]", true),
        row("give.percent = \"50\"\ngive.cheapest = true", true),
        row("give.percent = \"50\"\ngive.max_units = 1", true),
        row("give.amount_off.usd = \"3\"\ngive.per_unit = true", true),
        row("give.ladder = [{ over.usd = \"50\", percent = \"5\" }]", true),
        row("give.percent = \"20\"\ngive.on.tags = [\"shoes\"]", false),
        row("give.percent = \"20\"\ngive.on.tags = [\"laces\"]", false),
        row("give.percent = \"20\"\ngive.on = \"cart\"", false),
        row("give.percent = \"20\"\ngive.on = \"cart\"\ngive.except.tags = [\"sale\"]", false),
        row("give.amount_off.usd = \"5\"", false),
    ]);
    each_is_found(&[(cart("a", "when.contains_none.tags = [\"sale\"]\ngive.percent = \"20\""), "")]);
}

#[test]
fn names_are_not_ids() {
    let row = |on: &str, expected| (cart("a", &format!("give.percent = \"5\"\ngive.on.{on}")), expected);
    each_is_found(&[
        row("products = [\"prod_1\", \"my-own\", \"sku1\"]", ""),
        row("products = [\"prod_1\", \"Kettle\"]", "not-an-id \"Kettle\""),
        row("products = [\"kettle\"]", "not-an-id \"kettle\""),
        row("products = [\"Pour-over kettle 2\"]", "not-an-id \"Pour-over kettle 2\""),
        row("prices = [\"Kettle\"]", "not-an-id \"Kettle\""),
        row("tags = [\"Kettle\"]", ""),
        row("tags = [\"prod_1\"]", "not-an-id \"prod_1\""),
    ]);
    each_is_found(&[(cart("a", "give.percent = \"5\"\nwhen.metadata.products = [\"Kettle\"]"), "")]);
}
