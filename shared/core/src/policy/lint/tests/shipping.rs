use super::*;

fn free(id: &str, lines: &str) -> String {
    cart(id, &format!("give.shipping = \"free\"\n{lines}"))
}

#[test]
fn rate_that_the_shop_does_not_offer_is_reported() {
    let row = |rates: &str, lines: &str, expected| (format!("[checkout]\n{rates}\n{}", cart("a", lines)), expected);
    let offered = "shipping_rates = [\"shr_1\", \"shr_2\"]";
    let beside = "give.shipping = \"free\"\ngive.rates = [\"shr_1\", \"shr_3\"]";
    let within = "give.shipping = { percent = \"50\", rates = [\"shr_3\", \"shr_2\"] }";
    each_is_found(&[
        row(offered, beside, "rate-not-offered \"shr_3\""),
        row(offered, within, "rate-not-offered \"shr_3\""),
        row(offered, "give.shipping = \"free\"\ngive.rates = [\"shr_2\"]", ""),
        row(offered, "give.shipping = \"free\"", ""),
        row("", beside, ""),
    ]);
}

#[test]
fn offer_on_shipping_that_another_always_beats_is_reported() {
    let rates = |rates: &str| format!("give.rates = [{rates}]");
    let over = |usd: u64| format!("when.subtotal_at_least.usd = \"{usd}\"");
    let half = |id: &str| cart(id, "give.shipping = { percent = \"50\" }");
    let off = |id: &str, amount: &str| cart(id, &format!("give.shipping = {{ amount_off.usd = \"{amount}\" }}"));
    let row = |one: String, other: String, expected| (one + &other, expected);
    each_is_found(&[
        row(free("a", ""), half("b"), "always-beaten \"b\""),
        row(free("a", &over(50)), free("b", &over(100)), "always-beaten \"b\""),
        row(free("a", "give.cap.usd = \"5\""), half("b"), ""),
        row(free("a", "give.cap.usd = \"5\""), free("b", "give.cap.usd = \"4\""), "always-beaten \"b\""),
        row(free("a", &rates("\"shr_1\", \"shr_2\"")), free("b", &rates("\"shr_2\"")), "always-beaten \"b\""),
        row(free("a", &rates("\"shr_1\"")), free("b", &rates("\"shr_2\"")), ""),
        row(free("a", &rates("\"shr_1\"")), half("b"), ""),
        row(off("a", "5"), off("b", "4"), "always-beaten \"b\""),
        // Goods and shipping don't compete.
        row(free("a", ""), cart("b", "give.percent = \"5\""), ""),
    ]);
}

#[test]
fn name_that_promises_more_off_shipping_is_reported() {
    let named = |name: &str, give: &str| {
        let text = cart("a", &format!("give.shipping = {give}"));
        text.replace("name = \"a\"", &format!("name = \"{name}\""))
    };
    each_is_found(&[
        (named("50% off shipping", "{ percent = \"40\" }"), "name-says-otherwise \"50% off shipping\""),
        (named("50% off shipping", "{ percent = \"50\" }"), ""),
        (named("$5 off shipping", "{ amount_off.usd = \"4\" }"), "name-says-otherwise \"$5 off shipping\""),
        (named("Free shipping", "\"free\""), ""),
    ]);
}

#[test]
fn shipping_amount_above_the_guard_rail_is_reported() {
    let row = |give: &str, expected| {
        (format!("max_amount = {{ usd = \"20\" }}\n{}", cart("a", &format!("give.shipping = {give}"))), expected)
    };
    each_is_found(&[
        row("{ amount_off.usd = \"20\" }", ""),
        row("{ amount_off.usd = \"20.01\" }", "above-guard-rail amount_off"),
        row("{ amount_off.usd = \"25\", cap.usd = \"9\" }", ""),
        // Of what shipping costs, not of the cart.
        row("{ percent = \"60\" }", ""),
        row("\"free\"", ""),
    ]);
}
