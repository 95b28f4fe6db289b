use super::*;

#[test]
fn offers_of_an_interaction_share_currencies_unless_named() {
    let both = cart("a", "when.tier = [\"gold\"]\ngive.amount_off = { usd = \"5\", eur = \"5\" }");
    let row = |lines: &str, expected| {
        (format!("{both}{}", cart("b", &format!("when.tier = [\"silver\"]\ngive.{lines}"))), expected)
    };
    each_is_found(&[
        row("amount_off = { usd = \"9\", eur = \"9\" }", ""),
        row("amount_off = { usd = \"9\" }", "currency-gap amount_off"),
        row("amount_off = { usd = \"9\" }\nwhen.currency = [\"usd\"]", ""),
        row("percent = \"9\"", ""),
        row("ladder = [{ over.usd = \"9\", percent = \"9\" }]", "currency-gap [{ over.usd = \"9\", percent = \"9\" }]"),
        (format!("{both}{}", offer("c", "location", "when.country = [\"US\"]\ngive.amount_off = { usd = \"5\" }")), ""),
    ]);
}

#[test]
fn amounts_of_an_offer_list_the_same_currencies() {
    let row = |lines: &str, expected| (cart("a", lines), expected);
    each_is_found(&[
        row("when.subtotal_over = { usd = \"9\", eur = \"9\" }\ngive.amount_off = { usd = \"5\", eur = \"5\" }", ""),
        row(
            "when.subtotal_over = { usd = \"9\", eur = \"9\" }\ngive.amount_off = { usd = \"5\" }",
            "currency-lost amount_off",
        ),
        row(
            "when.subtotal_over = { usd = \"9\" }\ngive.percent = \"5\"\ngive.cap = { usd = \"5\", eur = \"5\" }",
            "currency-lost subtotal_over",
        ),
        row("when.currency = [\"usd\"]\ngive.amount_off = { usd = \"5\", eur = \"5\" }", ""),
        row("when.currency = [\"usd\", \"eur\"]\ngive.amount_off = { usd = \"5\" }", "currency-lost amount_off"),
        row(
            "give.ladder = [{ over = { usd = \"9\", eur = \"9\" }, amount_off = { usd = \"1\" } }, { over = { eur = \"20\" }, amount_off = { eur = \"2\" } }]",
            "currency-lost amount_off",
        ),
        row(
            "give.ladder = [{ at_least = { usd = \"9\" }, amount_off = { usd = \"1\", eur = \"1\" } }]",
            "currency-lost at_least",
        ),
        row(
            "give.ladder = [{ over = { usd = \"9\" }, percent = \"5\" }, { over = { eur = \"9\" }, percent = \"5\" }]",
            "",
        ),
        row(
            "give.percent = \"5\"\ngive.cap.usd = \"5\"\ngive.on = { unit_price_at_least = { usd = \"5\", eur = \"5\" } }",
            "currency-lost cap",
        ),
    ]);
}
