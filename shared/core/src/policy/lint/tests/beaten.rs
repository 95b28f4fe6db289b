use super::*;

#[test]
fn always_exclusive_offer_beats_whatever_it_gives() {
    let alone = |exclusive: &str| {
        let lines = format!(
            "exclusive = {exclusive}\nwhen.segment = [\"staff\"]\ngive.percent = \"5\"\ngive.on.tags = [\"a\"]"
        );
        offer("a", "loyalty", &lines)
    };
    let other = offer("b", "loyalty", "when.segment = [\"staff\"]\ngive.percent = \"10\"");
    each_is_found(&[(alone("\"always\"") + &other, "always-beaten \"b\""), (alone("true") + &other, "")]);
}

#[test]
fn automatic_offer_beats_those_of_every_interaction() {
    let five = "when.tier = [\"silver\"]\ngive.percent = \"5\"";
    let ten = "when.tier = [\"silver\"]\ngive.percent = \"10\"";
    each_is_found(&[
        (offer("a", "automatic", ten) + &offer("b", "loyalty", five), "always-beaten \"b\""),
        (offer("a", "loyalty", ten) + &offer("b", "automatic", five), ""),
        (offer("a", "loyalty", ten) + &offer("b", "customer-offer", five), ""),
    ]);
}

#[test]
fn dearer_price_for_the_same_goods_is_always_beaten() {
    let kettle = "{ tags = [\"kettle\"] }";
    let set = |parts: &str, price: &str| format!("give.bundle = [{parts}]\ngive.bundle_price = {{ {price} }}");
    let cups = "{ tags = [\"cup\"], quantity = 2 }";
    let both = format!("{kettle}, {cups}");
    let turned = format!("{cups}, {kettle}");
    let list = |on: &str, price: &str| format!("give.unit_price.usd = \"{price}\"\ngive.on.tags = [\"{on}\"]");
    each_is_found(&[
        (two(&set(&both, "usd = \"100\""), &set(&turned, "usd = \"110\"")), "always-beaten \"other\""),
        (two(&set(&both, "usd = \"110\""), &set(&both, "usd = \"100\"")), "always-beaten \"one\""),
        (two(&set(&both, "usd = \"100\""), &set(kettle, "usd = \"110\"")), ""),
        (two(&set(&both, "usd = \"100\""), &set(&both, "usd = \"110\", eur = \"1\"")), "currency-gap bundle_price"),
        (two(&list("beans", "7.20"), &list("beans", "7.30")), "always-beaten \"other\""),
        (two(&list("beans", "7.20"), &list("tea", "7.30")), ""),
    ]);
}

/// Two offers of one interaction, each with a condition on the cart.
fn two(one: &str, other: &str) -> String {
    [cart("one", one), cart("other", other)].concat()
}

#[test]
fn an_offer_that_another_always_beats_is_told() {
    let tier = |tiers: &str, give: &str| format!("when.tier = [{tiers}]\n{give}");
    let over = |usd: u64, give: &str| format!("when.subtotal_over.usd = \"{usd}\"\n{give}");
    let (five, ten) = ("give.percent = \"5\"", "give.percent = \"10\"");
    let (off5, off10) = ("give.amount_off.usd = \"5\"", "give.amount_off.usd = \"10\"");
    let row = |one: &str, other: &str, expected| (two(one, other), expected);
    each_is_found(&[
        row(five, ten, "always-beaten \"one\""),
        row(ten, five, "always-beaten \"other\""),
        row(five, five, "always-beaten \"other\""),
        row(&tier("\"silver\"", five), &tier("\"gold\"", ten), ""),
        row(&tier("\"silver\"", five), &tier("\"gold\", \"silver\"", ten), "always-beaten \"one\""),
        row(&tier("\"silver\"", five), ten, "always-beaten \"one\""),
        row(five, &tier("\"silver\"", ten), ""),
        row(&over(50, off5), &over(90, off10), ""),
        row(&over(50, off10), &over(90, off5), "always-beaten \"other\""),
        row(&over(50, off5), &over(50, five), ""),
        row(&over(99, off5), &over(99, five), ""),
        row(&over(100, off5), &over(100, five), "always-beaten \"one\""),
        row(&format!("{five}\ngive.cap.usd = \"5\""), off5, "always-beaten \"one\""),
        row(
            &format!("{five}\ngive.cap = {{ usd = \"5\", eur = \"5\" }}\nwhen.currency = [\"usd\", \"eur\"]"),
            off5,
            "",
        ),
        row(&format!("{five}\ngive.on.tags = [\"a\"]"), five, "always-beaten \"one\""),
        row(
            &format!("{five}\ngive.on.tags = [\"a\"]"),
            &format!("{ten}\ngive.on.tags = [\"a\"]"),
            "always-beaten \"one\"",
        ),
        row(&format!("{five}\ngive.on.tags = [\"a\"]"), &format!("{ten}\ngive.on.tags = [\"b\"]"), ""),
        row(
            &format!("{off5}\ngive.per_unit = true"),
            &format!("{off10}\ngive.per_unit = true"),
            "always-beaten \"one\"",
        ),
        row(&format!("{off5}\ngive.per_unit = true"), off10, ""),
        row(
            &over(50, five),
            "give.ladder = [{ over.usd = \"20\", percent = \"5\" }, { over.usd = \"80\", percent = \"7\" }]",
            "always-beaten \"one\"",
        ),
        row(
            &over(50, five),
            "give.ladder = [{ over.usd = \"20\", percent = \"4\" }, { over.usd = \"80\", percent = \"7\" }]",
            "",
        ),
    ]);
}

#[test]
fn what_follows_from_a_condition_is_known() {
    let row = |held: &str, wanted: &str, beaten: bool| {
        let text = two(&format!("{held}\ngive.percent = \"5\""), &format!("{wanted}\ngive.percent = \"10\""));
        (text, if beaten { "always-beaten \"one\"" } else { "" })
    };
    each_is_found(&[
        row("when.orders_at_least = 5", "when.orders_at_least = 3", true),
        row("when.orders_at_least = 3", "when.orders_at_least = 5", false),
        row("when.first_order = true", "when.orders_at_most = 3", true),
        row("when.orders_at_most = 0", "when.first_order = true", true),
        row("when.orders_at_most = 1", "when.first_order = true", false),
        row("when.every_nth_order = 10", "when.every_nth_order = 5", true),
        row("when.every_nth_order = 5", "when.every_nth_order = 10", false),
        row("when.days_since_last_order_at_least = 9", "when.days_since_last_order_at_least = 5", true),
        row("when.customer_for_days_at_least = 5", "when.customer_for_days_at_least = 9", false),
        row("when.region = [\"US-CA\"]", "when.country = [\"US\"]", true),
        row("when.country = [\"US\"]", "when.region = [\"US-CA\"]", false),
        row(
            "when.country = [\"US\"]\nwhen.postal_prefix = [\"101\"]",
            "when.country = [\"US\"]\nwhen.postal_prefix = [\"10\"]",
            true,
        ),
        row("when.starts = 2026-07-01\nwhen.ends = 2026-08-01", "when.ends = 2026-08-01", true),
        row("when.ends = 2026-08-01", "when.ends = 2026-07-01", false),
        row("when.weekdays = [\"fri\"]", "when.weekdays = [\"fri\", \"sat\"]", true),
        row("when.weekdays = [\"fri\"]", "when.hours = [\"00:00-24:00\"]", true),
        row("when.hours = [\"10:00-12:00\"]", "when.hours = [\"10:00-11:00\"]", false),
        row("when.metadata = { a = [\"1\"], b = [\"1\"] }", "when.metadata.a = [\"1\", \"2\"]", true),
        row("when.metadata.a = [\"1\", \"3\"]", "when.metadata.a = [\"1\", \"2\"]", false),
        row("when.contains = { tags = [\"a\"], quantity_at_least = 2 }", "when.contains.tags = [\"a\", \"b\"]", true),
        row("when.contains.tags = [\"a\"]", "when.contains = { tags = [\"a\"], quantity_at_least = 2 }", false),
        row("when.contains_none.tags = [\"a\", \"b\"]", "when.contains_none.tags = [\"a\"]", true),
        row("when.contains_none.tags = [\"a\"]", "when.contains_none.tags = [\"a\", \"b\"]", false),
        row("when.lifetime_spend_at_least.usd = \"9\"", "when.lifetime_spend_at_least.usd = \"5\"", true),
        row("when.subtotal_below.usd = \"9\"", "when.subtotal_below.usd = \"5\"", false),
        row("when.currency = [\"usd\"]", "when.currency = [\"usd\", \"eur\"]", true),
        row("when.currency = [\"usd\", \"gbp\"]", "when.currency = [\"usd\", \"eur\"]", false),
    ]);
}

#[test]
fn only_where_the_best_stands_alone_does_a_larger_one_beat() {
    let text = two("give.percent = \"5\"", "give.percent = \"10\"");
    for (combine, expected) in [("best", "always-beaten \"one\""), ("sum", ""), ("sequential", "")] {
        assert_eq!(found(&format!("combine = \"{combine}\"\n{GUARDED}{text}")), expected, "{combine}");
    }
}

#[test]
fn offers_of_other_interactions_beat_nothing() {
    let there =
        offer("there", "location", "when.country = [\"US\"]\nwhen.subtotal_over.usd = \"9\"\ngive.percent = \"10\"");
    let here = cart("here", "when.country = [\"US\"]\nwhen.subtotal_over.usd = \"9\"\ngive.percent = \"5\"");
    each_is_found(&[([there, here].concat(), "")]);
}

#[test]
fn exclusive_offer_that_always_holds_beats_its_interaction() {
    let alone = |priority: i32| format!("exclusive = true\npriority = {priority}\n");
    let (one_off, nine_off) = ("give.amount_off.usd = \"1\"", "give.amount_off.usd = \"9\"");
    let row = |one: &str, other: &str, expected| (two(one, other), expected);
    each_is_found(&[
        row(nine_off, &format!("{}{one_off}", alone(0)), "always-beaten \"one\""),
        row(nine_off, &format!("{}when.tier = [\"gold\"]\n{one_off}", alone(0)), ""),
        row(&format!("{}{nine_off}", alone(1)), &format!("{}{one_off}", alone(2)), "always-beaten \"one\""),
        // A percent of a small cart may be nothing.
        row(nine_off, &format!("{}give.percent = \"5\"", alone(0)), ""),
        row(
            &format!("when.subtotal_over.usd = \"9\"\n{nine_off}"),
            &format!("{}give.percent = \"5\"", alone(0)),
            "always-beaten \"one\"",
        ),
        row("give.percent = \"5\"", &format!("{}give.percent = \"5\"", alone(0)), "always-beaten \"one\""),
    ]);
}

#[test]
fn exclusive_offers_that_can_meet_have_priorities_of_their_own() {
    let exclusive = |id: &str, lines: &str| cart(id, &format!("exclusive = true\n{lines}\ngive.percent = \"5\""));
    let row = |one: &str, other: &str, meet: bool| {
        let text = [exclusive("one", one), exclusive("other", other)].concat();
        (text, if meet { "equal-priorities true" } else { "" })
    };
    each_is_found(&[
        row("when.tier = [\"gold\"]", "when.segment = [\"vip\"]", true),
        row("when.tier = [\"gold\"]", "when.segment = [\"vip\"]\npriority = 1", false),
        row("when.tier = [\"gold\"]", "when.tier = [\"silver\"]", false),
        row("when.tier = [\"gold\", \"silver\"]\nwhen.first_order = true", "when.tier = [\"silver\"]", true),
        row("when.segment = [\"vip\"]", "when.segment = [\"win-back\"]", true),
        row("when.ends = 2026-07-01", "when.starts = 2026-07-01", false),
        row("when.ends = 2026-07-01", "when.starts = 2026-06-30", true),
        row("when.weekdays = [\"fri\"]", "when.weekdays = [\"sat\"]", false),
        row("when.first_order = true", "when.orders_at_least = 1", false),
        row("when.subtotal_below.usd = \"50\"", "when.subtotal_at_least.usd = \"50\"", false),
        row("when.country = [\"US\"]", "when.region = [\"CA-ON\"]", false),
        row(
            "when.country = [\"US\"]\nwhen.postal_prefix = [\"1\"]",
            "when.country = [\"US\"]\nwhen.postal_prefix = [\"2\"]",
            false,
        ),
        row("when.metadata.a = [\"1\"]", "when.metadata.a = [\"2\"]", false),
        row("when.contains.tags = [\"a\"]", "when.contains_none.tags = [\"a\"]", false),
        row("when.currency = [\"usd\"]", "when.currency = [\"eur\"]", false),
    ]);
}
