//! Hints to add items, and the gains that depend on the items added.

use super::*;

const PENS: (&str, &str, u64, u64) = ("prod_pen", "pens", 9, 500);

/// Pens at 5.00 and hats at 20.00, this many of each.
fn cart(pens: u64, hats: u64) -> Snapshot {
    Snapshot::guest(0).lines([("prod_pen", "pens", pens, 500), ("prod_hat", "hats", hats, 2_000)])
}

/// Pens at half price: at most as many as it takes.
fn half_price(id: &str, least: u64) -> String {
    let when = format!("when.contains = {{ tags = [\"pens\"], quantity_at_least = {least} }}");
    let give = format!("give = {{ percent = \"50\", max_units = {least}, on = {{ tags = [\"pens\"] }} }}");
    offer(id, "cart-threshold", &format!("{when}\n{give}"))
}

#[test]
fn added_items_are_named_and_gain_with_the_added_units() {
    let sets = format!("limits.max_percent = \"80\"\n{}{}", half_price("ten", 10), half_price("twenty", 20));
    for (session, expected) in [
        (cart(11, 0), "twenty add_items 9 {tags:[pens]} @price_pen +2500"),
        (
            cart(9, 3),
            "ten add_items 1 {tags:[pens]} @price_pen +2500, twenty add_items 11 {tags:[pens]} @price_pen +5000",
        ),
        (cart(20, 0), ""),
        (cart(0, 3), ""),
    ] {
        assert_eq!(hints(&sets, &session), expected, "{:?}", session.cart.quantity);
    }
}

#[test]
fn hint_of_a_large_policy_decides_no_cart_again() {
    let with = |others: usize| {
        let others =
            (0..others).map(|n| offer(&format!("gold-{n}"), "loyalty", "when.tier = [\"gold\"]\ngive.percent = \"1\""));
        hints(&(half_price("ten", 10) + &others.collect::<String>()), &Snapshot::guest(0).lines([PENS]))
    };
    assert_eq!(with(299), "ten add_items 1 {tags:[pens]} @price_pen +2500");
    assert_eq!(with(300), "ten add_items 1 {tags:[pens]}");
}

#[test]
fn added_items_of_several_prices_name_no_gain() {
    for (line, hint) in [
        (("prod_ballpen", "pens", 1, 300), "ten add_items 2 {tags:[pens]}"),
        (("prod_pen", "pens", 1, 450), "ten add_items 2 {tags:[pens]}"),
        (("prod_ballpen", "", 1, 300), "ten add_items 3 {tags:[pens]} @price_pen +3000"),
    ] {
        assert_eq!(hints(&half_price("ten", 12), &Snapshot::guest(0).lines([PENS, line])), hint, "{line:?}");
    }
}

#[test]
fn added_items_that_cost_what_they_may_keep_a_fixed_gain() {
    let three = |more: &str| offer("three", "cart-threshold", &format!("when.quantity_at_least = 3\n{more}"));
    let fixed = three("give.amount_off.usd = \"5.00\"");
    for (text, hint) in [
        (fixed.clone(), "three add_items 1 +500"),
        (three("give.percent = \"10\""), "three add_items 1"),
        (three("when.contains_none = { tags = [\"socks\"] }\ngive.amount_off.usd = \"5.00\""), "three add_items 1"),
        (three("when.subtotal_below.usd = \"900.00\"\ngive.amount_off.usd = \"5.00\""), "three add_items 1"),
        (format!("limits.max_percent = \"10\"\n{fixed}"), "three add_items 1"),
        (format!("combine = \"sum\"\n{fixed}{}", for_all("percent", "give.percent = \"1\"")), "three add_items 1"),
        (format!("combine = \"sum\"\n{fixed}{}", half_price("ten", 10)), "three add_items 1"),
        (
            format!("combine = \"sum\"\n{fixed}{}", for_all("fixed", "give.amount_off.usd = \"1.00\"")),
            "three add_items 1 +500",
        ),
        (format!("limits.minimum_charge.usd = \"39.00\"\n{fixed}"), "three add_items 1"),
    ] {
        assert_eq!(hints(&text, &cart(0, 2)), hint, "{text}");
    }
}

#[test]
fn items_of_two_kinds_are_no_one_step() {
    let both = "when.contains = { tags = [\"pens\"], quantity_at_least = 4 }\nwhen.quantity_at_least = 6";
    let both = offer("both", "cart-threshold", &format!("{both}\ngive.amount_off.usd = \"5.00\""));
    for (session, hint) in [
        (cart(1, 1), "both add_items 4 {tags:[pens]} @price_pen +500"),
        (cart(4, 1), "both add_items 1 +500"),
        (cart(1, 5), "both add_items 3 {tags:[pens]} @price_pen +500"),
    ] {
        assert_eq!(hints(&both, &session), hint);
    }
}

#[test]
fn spending_more_names_a_gain_only_if_it_is_any_items_gain() {
    let large = over("large", "100.00", "30.00");
    let one = "give.amount_off.usd = \"1.00\"";
    let pens = "give.on = { tags = [\"pens\"] }";
    for (combine, interaction, lines, hint) in [
        ("best", "limited-time", "when.ends = 2100-01-01\ngive.percent = \"20\"".to_owned(), "+1900"),
        // Of pens that may be added, more is given than of those that are there.
        ("best", "limited-time", format!("when.ends = 2100-01-01\ngive.percent = \"50\"\n{pens}"), ""),
        ("best", "loyalty", format!("when.tier = [\"gold\"]\ngive.percent = \"50\"\n{pens}"), "+3000"),
        // What more units bring.
        ("best", "cart-threshold", "when.quantity_at_least = 9\ngive.percent = \"20\"".to_owned(), "+3000"),
        ("best", "cart-threshold", "when.quantity_at_least = 9\ngive.percent = \"31\"".to_owned(), ""),
        ("sum", "cart-threshold", format!("when.quantity_at_least = 9\n{one}"), ""),
        ("sum", "cart-threshold", format!("when.quantity_at_least = 5\n{one}"), "+3000"),
        ("sum", "cart-threshold", format!("exclusive = true\nwhen.quantity_at_least = 9\n{one}"), ""),
        (
            "sum",
            "limited-time",
            format!("when.ends = 2100-01-01\nwhen.contains_none.tags = [\"hats\"]\n{one}"),
            "+3000",
        ),
        ("sum", "limited-time", format!("when.ends = 2100-01-01\nwhen.contains_none.tags = [\"socks\"]\n{one}"), ""),
        ("sum", "limited-time", format!("when.ends = 2100-01-01\nwhen.contains.tags = [\"pens\"]\n{one}"), "+3000"),
        ("sum", "limited-time", format!("when.ends = 2100-01-01\nwhen.contains.tags = [\"socks\"]\n{one}"), ""),
    ] {
        let text = format!(
            "combine = \"{combine}\"\n{}{large}",
            offer("other", interaction, &format!("{lines}\npublic = false"))
        );
        assert_eq!(hints(&text, &cart(3, 2)), format!("large spend_more 4501 {hint}").trim(), "{combine} {lines}");
    }
    let of_pens = large.replace("give.amount_off", &format!("{pens}\ngive.amount_off"));
    assert_eq!(hints(&of_pens, &cart(3, 2)), "large spend_more 4501");
}
