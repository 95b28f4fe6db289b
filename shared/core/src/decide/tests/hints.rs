//! Hints: steps with which the shopper would save more.

use super::*;
use crate::{Decision, Policy, Snapshot};

/// `offer code what items @price +gain` of each hint.
fn hinted(decision: &Decision) -> String {
    let hints = decision.hints.iter().map(|hint| {
        let json = serde_json::to_value(hint).unwrap();
        let what = ["amount", "quantity", "at"].iter().find_map(|key| json.get(key)).map(word).unwrap_or_default();
        let items = json.get("items").map(|items| items.to_string().replace('"', "")).unwrap_or_default();
        let price = json.get("price").map(|price| format!("@{}", word(price))).unwrap_or_default();
        let gain = json.get("gain").map(|gain| format!("+{gain}")).unwrap_or_default();
        let parts = [word(&json["offer"]), word(&json["code"]), what, items, price, gain];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    });
    hints.collect::<Vec<_>>().join(", ")
}

fn hints(text: &str, session: &Snapshot) -> String {
    hinted(&decided(&policy(text), session))
}

fn over(id: &str, threshold: &str, off: &str) -> String {
    let when = format!("when.subtotal_over.usd = \"{threshold}\"");
    offer(id, "cart-threshold", &format!("{when}\ngive.amount_off.usd = \"{off}\""))
}

fn guide_and_more() -> Policy {
    let guide = "when.subtotal_over.usd = \"100.00\"\ngive.percent = \"10\"\ngive.cap.usd = \"20.00\"";
    policy(&format!("{}{}", offer("cart-over-100", "cart-threshold", guide), over("cart-over-300", "300.00", "30.00")))
}

#[test]
fn a_hint_says_how_much_more_to_spend_and_what_that_gains() {
    let decision = decided(&guide_and_more(), &Snapshot::guest(25_000));
    let hint = serde_json::json!(
        {"offer": "cart-over-300", "code": "spend_more", "amount": 5001, "currency": "usd", "gain": 1000}
    );
    assert_eq!((decision.off(), serde_json::to_value(&decision.hints).unwrap()), (2_000, serde_json::json!([hint])));
}

#[test]
fn whoever_takes_the_step_gains_what_was_said() {
    for (subtotal, steps) in [
        (0, vec![(10_001, 1_000), (30_001, 3_000)]),
        (10_000, vec![(1, 1_000), (20_001, 3_000)]),
        (10_001, vec![(20_000, 2_000)]),
        (30_000, vec![(1, 1_000)]),
        (30_001, vec![]),
    ] {
        let now = decided(&guide_and_more(), &Snapshot::guest(subtotal));
        let hinted: Vec<(u64, u64)> = now
            .hints
            .iter()
            .map(|hint| match hint.step {
                crate::decide::MissingStep::SpendMore(more) => (more.get(), hint.gain.unwrap().get()),
                _ => panic!("{hint:?}"),
            })
            .collect();
        assert_eq!(hinted, steps, "a cart of {subtotal}");
        for (more, gain) in hinted {
            let then = decided(&guide_and_more(), &Snapshot::guest(subtotal + more));
            assert_eq!(then.off(), now.off() + gain, "a cart of {subtotal} and {more} more");
        }
    }
}

#[test]
fn each_kind_of_step_is_hinted() {
    let off = "give.amount_off.usd = \"5.00\"";
    let soon = "when.starts = 2026-06-05T00:00:00Z\nwhen.weekdays = [\"sat\"]";
    for (interaction, when, session, hint) in [
        ("cart-threshold", "when.subtotal_at_least.usd = \"150.01\"", Snapshot::guest(15_000), "it spend_more 1 +500"),
        ("cart-threshold", "when.quantity_at_least = 3", Snapshot::guest(15_000), "it add_items 2 +500"),
        ("cart-threshold", "when.quantity_at_least = 3", Snapshot::guest(15_000).quantity(None), ""),
        ("location", "when.country = [\"US\"]", Snapshot::guest(15_000), "it enter_address"),
        ("location", "when.country = [\"US\"]", Snapshot::guest(15_000).ships_to("DE", "", ""), ""),
        ("loyalty", "when.first_order = true", Snapshot::guest(15_000), "it sign_in"),
        ("loyalty", "when.tier = [\"gold\"]", Snapshot::customer([]), ""),
        (
            "limited-time",
            "when.hours = [\"17:00-19:00\"]",
            Snapshot::guest(1_000),
            "it starts_at 2026-06-03T17:00:00Z +500",
        ),
        ("limited-time", soon, Snapshot::guest(1_000), "it starts_at 2026-06-06T00:00:00Z +500"),
        ("limited-time", "when.ends = 2026-06-03T12:00:00Z", Snapshot::guest(15_000), ""),
    ] {
        assert_eq!(hints(&offer("it", interaction, &format!("{when}\n{off}")), &session), hint, "{when}");
    }
}

#[test]
fn the_next_step_of_a_ladder_is_hinted_also_when_one_is_reached() {
    let ladder = "give.ladder = [{ over.usd = \"100.00\", amount_off.usd = \"10.00\" },\n\
                  { at_least.usd = \"200.00\", amount_off.usd = \"25.00\" }]";
    let ladder = offer("ladder", "cart-threshold", ladder);
    for (subtotal, hint) in [
        (9_000, "ladder spend_more 1001 +1000"),
        (15_000, "ladder spend_more 5000 +1500"),
        (19_999, "ladder spend_more 1 +1500"),
        (20_000, ""),
    ] {
        assert_eq!(hints(&ladder, &Snapshot::guest(subtotal)), hint, "a cart of {subtotal}");
    }
}

#[test]
fn an_offer_that_lacks_two_steps_is_not_hinted() {
    let off = "give.amount_off.usd = \"5.00\"";
    let ladder = "give.ladder = [{ over.usd = \"500.00\", amount_off.usd = \"10.00\" }]";
    for (interaction, lines) in [
        ("loyalty", format!("when.tier = [\"gold\"]\nwhen.subtotal_over.usd = \"500.00\"\n{off}")),
        ("location", format!("when.country = [\"US\"]\nwhen.quantity_at_least = 9\n{off}")),
        ("location", format!("when.country = [\"US\"]\n{ladder}")),
        ("cart-threshold", format!("when.subtotal_over.usd = \"500.00\"\nwhen.quantity_at_least = 9\n{off}")),
        ("cart-threshold", format!("when.subtotal_over.usd = \"500.00\"\nwhen.metadata.channel = [\"app\"]\n{off}")),
        ("cart-threshold", format!("when.quantity_at_least = 9\n{}", off.replace("usd", "eur"))),
    ] {
        // An offer that grows with the cart: a step towards the other would still gain something.
        let text = format!("{}{}", for_all("grows", "give.percent = \"1\""), offer("it", interaction, &lines));
        assert_eq!(hints(&text, &Snapshot::guest(15_000)), "", "{lines}");
    }
}

#[test]
fn climbed_ladder_lacks_only_its_conditions() {
    let ladder = "give.ladder = [{ over.usd = \"100.00\", amount_off.usd = \"10.00\" },\n\
                  { over.usd = \"300.00\", amount_off.usd = \"30.00\" }]";
    for (interaction, when, hint) in [
        ("loyalty", "when.first_order = true", "it sign_in"),
        ("location", "when.country = [\"US\"]", "it enter_address"),
        ("cart-threshold", "when.quantity_at_least = 3", "it add_items 2"),
        ("limited-time", "when.starts = 2026-06-04T00:00:00Z", "it starts_at 2026-06-04T00:00:00Z +1000"),
        ("cart-threshold", "when.subtotal_over.usd = \"200.00\"", "it spend_more 5001 +1000"),
        ("cart-threshold", "when.subtotal_over.usd = \"400.00\"", "it spend_more 25001 +3000"),
    ] {
        let text = offer("it", interaction, &format!("{when}\n{ladder}"));
        assert_eq!(hints(&text, &Snapshot::guest(15_000)), hint, "{when}");
    }
}

#[test]
fn several_thresholds_of_one_kind_are_one_step() {
    let two = "when.subtotal_over.usd = \"200.00\"\nwhen.subtotal_at_least.usd = \"300.00\"\n\
               give.ladder = [{ over.usd = \"250.00\", amount_off.usd = \"9.00\" }]";
    assert_eq!(hints(&offer("it", "cart-threshold", two), &Snapshot::guest(15_000)), "it spend_more 15000 +900");
    let above = two.replace("250.00", "350.00");
    assert_eq!(hints(&offer("it", "cart-threshold", &above), &Snapshot::guest(15_000)), "it spend_more 20001 +900");
}

#[test]
fn a_step_that_gains_nothing_is_not_hinted() {
    let has = over("has", "1.00", "30.00");
    assert_eq!(hints(&format!("{has}{}", over("less", "300.00", "30.00")), &Snapshot::guest(15_000)), "");
    assert_eq!(
        hints(&format!("{has}{}", over("more", "300.00", "30.01")), &Snapshot::guest(15_000)),
        "more spend_more 15001 +1"
    );
    let too_much = "when.subtotal_over.usd = \"200\"\nwhen.subtotal_below.usd = \"200\"\ngive.percent = \"50\"";
    assert_eq!(hints(&offer("never", "cart-threshold", too_much), &Snapshot::guest(15_000)), "");
    let limited = format!("limits.max_amount.usd = \"30.00\"\n{has}{}", over("capped", "300.00", "90.00"));
    assert_eq!(hints(&limited, &Snapshot::guest(15_000)), "");
}

#[test]
fn step_that_leads_to_another_offer_is_no_hint_of_this_one() {
    let tenth = offer("tenth", "cart-threshold", "when.subtotal_over.usd = \"100\"\ngive.percent = \"10\"");
    let small = over("small", "200.00", "1.00");
    assert_eq!(hints(&format!("{tenth}{small}"), &Snapshot::guest(15_000)), "", "the tenth grows, the small one loses");
}

#[test]
fn the_nearest_three_are_hinted() {
    let steps = [("400", "11.00"), ("200", "9.00"), ("500", "12.00"), ("300", "10.00")];
    let steps = steps.map(|(threshold, gives)| over(&format!("o{threshold}"), threshold, gives));
    let expected = "o200 spend_more 5001 +900, o300 spend_more 15001 +1000, o400 spend_more 25001 +1100";
    assert_eq!(hints(&steps.concat(), &Snapshot::guest(15_000)), expected);
    let small = |id: &str, interaction, when: &str| offer(id, interaction, &format!("{when}\ngive.percent = \"1\""));
    let mixed = [
        small("time", "limited-time", "when.starts = 2026-06-04"),
        small("place", "location", "when.country = [\"US\"]"),
        small("items", "cart-threshold", "when.quantity_at_least = 2"),
        over("spend", "900", "9.00"),
    ];
    let expected = "spend spend_more 75001 +900, items add_items 1, place enter_address";
    assert_eq!(hints(&mixed.concat(), &Snapshot::guest(15_000)), expected);
}

#[test]
fn what_is_not_public_and_what_is_switched_off_is_never_hinted() {
    let personal = "when.segment = [\"vip\"]\ngive.percent = \"20\"";
    assert_eq!(hints(&offer("it", "customer-offer", personal), &Snapshot::guest(15_000)), "");
    let public = format!("{personal}\npublic = true");
    assert_eq!(hints(&offer("it", "customer-offer", &public), &Snapshot::guest(15_000)), "");
    let newcomers = public.replace("segment = [\"vip\"]", "uses_at_most = 1");
    assert_eq!(hints(&offer("it", "customer-offer", &newcomers), &Snapshot::guest(15_000)), "it sign_in");
    let off = decided(&guide_and_more().switched_off(), &Snapshot::guest(25_000));
    assert_eq!(hinted(&off), "");
}

#[test]
fn hint_leads_to_its_offer_under_every_combine() {
    let both = format!("{}{}", over("a", "200.00", "10.00"), over("b", "300.00", "10.00"));
    for (combine, hinted) in [
        ("best", "a spend_more 5001 +1000"),
        ("sum", "a spend_more 5001 +1000, b spend_more 15001 +2000"),
        ("sequential", "a spend_more 5001 +1000, b spend_more 15001 +2000"),
    ] {
        let text = format!("combine = \"{combine}\"\n{both}");
        assert_eq!(hints(&text, &Snapshot::guest(15_000)), hinted, "{combine}");
    }
    // In turn, what comes first leaves nothing for the step.
    let all = for_all("all", "priority = 1\ngive.percent = \"100\"");
    let text = format!("combine = \"sequential\"\n{all}{}", over("a", "200.00", "10.00"));
    assert_eq!(hints(&text, &Snapshot::guest(15_000)), "");
}

#[test]
fn a_cart_exactly_at_a_step_of_a_ladder_is_hinted_the_next_one() {
    let steps = [("150.00", "5.00"), ("200.00", "9.00")]
        .map(|(least, off)| format!("{{ at_least = {{ usd = \"{least}\" }}, amount_off = {{ usd = \"{off}\" }} }}"));
    let ladder = offer("ladder", "cart-threshold", &format!("give.ladder = [{}]", steps.join(", ")));
    for (subtotal, hinted) in [
        (14_999, "ladder spend_more 1 +500"),
        (15_000, "ladder spend_more 5000 +400"),
        (19_999, "ladder spend_more 1 +400"),
        (20_000, ""),
    ] {
        assert_eq!(hints(&ladder, &Snapshot::guest(subtotal)), hinted, "{subtotal}");
    }
}

#[test]
fn hint_names_blocking_offer_ties_by_order() {
    // At 200.01 and at 300.01 the percent is as large as "a", and larger than "b".
    let percent = |priority| for_all("percent", &format!("priority = {priority}\ngive.percent = \"10\""));
    let exact = |id, least, off| {
        let when = format!("when.subtotal_at_least.usd = \"{least}\"\ngive.amount_off.usd = \"{off}\"");
        offer(id, "cart-threshold", &when)
    };
    let steps = format!("{}{}", exact("a", "200.00", "19.00"), exact("b", "300.00", "30.00"));
    let before = |priority| hints(&format!("{}{steps}", percent(priority)), &Snapshot::guest(15_000));
    assert_eq!(before(1), "", "of equals the first one wins");
    assert_eq!(before(-1), "b spend_more 15000 +1500", "now the percent comes after it");
    let exclusive = exact("c", "250.00", "16.00").replace("interaction", "exclusive = true\ninteraction");
    let text = format!("{}{steps}{exclusive}", percent(1));
    assert_eq!(
        hints(&text, &Snapshot::guest(15_000)),
        "c spend_more 10000 +100",
        "what is applied alone is not beaten"
    );
}

/// From this cart on so much off.
fn from(id: &str, least: &str, off: &str) -> String {
    let when = format!("when.subtotal_at_least.usd = \"{least}\"");
    offer(id, "cart-threshold", &format!("{when}\ngive.amount_off.usd = \"{off}\""))
}

#[test]
fn step_that_adds_a_smaller_discount_is_a_hint() {
    let both = format!("{}{}", for_all("has", "give.amount_off.usd = \"10.00\""), from("more", "200.00", "5.00"));
    for (combine, hinted) in
        [("best", ""), ("sum", "more spend_more 5000 +500"), ("sequential", "more spend_more 5000 +500")]
    {
        assert_eq!(hints(&format!("combine = \"{combine}\"\n{both}"), &Snapshot::guest(15_000)), hinted, "{combine}");
    }
}

#[test]
fn blocking_offer_hides_only_later_steps_that_are_not_larger() {
    // At 200.00 the percent gives 20.00, at 300.00 it gives 30.00.
    let percent = for_all("percent", "priority = 1\ngive.percent = \"10\"");
    for (off, hinted) in [("29.99", ""), ("30.00", ""), ("30.01", "later spend_more 15000 +1501")] {
        let steps = format!("{}{}", from("near", "200.00", "19.00"), from("later", "300.00", off));
        assert_eq!(hints(&format!("{percent}{steps}"), &Snapshot::guest(15_000)), hinted, "{off}");
    }
}

#[test]
fn blocking_offer_is_hinted_its_own_step() {
    // At 250.00 the ladder gives 25.00.
    let step = |least: &str, percent: &str| format!("{{ at_least.usd = \"{least}\", percent = \"{percent}\" }}");
    let ladder = format!("give.ladder = [{}, {}]", step("100.00", "10"), step("300.00", "20"));
    for exclusive in [false, true] {
        let ladder = offer("ladder", "cart-threshold", &format!("exclusive = {exclusive}\n{ladder}"));
        let text = format!("{}{ladder}", from("near", "250.00", "20.00"));
        assert_eq!(hints(&text, &Snapshot::guest(15_000)), "ladder spend_more 15000 +4500", "{exclusive}");
    }
}

#[test]
fn exclusive_offer_is_a_hint_only_before_the_applied_one() {
    let exclusive = |offer: String| offer.replace("interaction", "exclusive = true\ninteraction");
    let applied = exclusive(for_all("applied", "give.amount_off.usd = \"10.00\""));
    let (near, far) = (from("near", "200.00", "25.00"), exclusive(from("far", "300.00", "30.00")));
    for (offers, hinted) in [([&far, &near, &applied], "far spend_more 15000 +2000"), ([&near, &applied, &far], "")] {
        let text: String = offers.into_iter().map(String::as_str).collect();
        assert_eq!(hints(&text, &Snapshot::guest(15_000)), hinted, "{text}");
    }
}

#[test]
fn a_step_of_time_counts_what_else_opens_and_closes_until_then() {
    let timed = |id: &str, when: &str, off: &str| {
        offer(id, "loyalty", &format!("when.tier = [\"gold\"]\n{when}\ngive.amount_off.usd = \"{off}\""))
    };
    let shopper = Snapshot::customer([("loyalty_tier", "gold"), ("last_order_at", "1780401600")]); // yesterday at noon
    let shopper = shopper.created("2026-06-02T12:00:00Z");
    // A day after noon it opens and gives 5.00.
    let step = timed("step", "when.starts = 2026-06-04T12:00:00Z", "5.00");
    let hinted = "step starts_at 2026-06-04T12:00:00Z";
    for (other, hint) in [
        ("when.ends = 2026-06-04T12:00:01Z", format!("{hinted} +500")),
        ("when.ends = 2026-06-04T12:00:00Z", String::new()),
        ("when.hours = [\"11:00-12:30\"]", format!("{hinted} +500")),
        ("when.weekdays = [\"wed\"]", String::new()),
        ("when.starts = 2026-06-04T12:00:00Z", format!("other starts_at 2026-06-04T12:00:00Z +1000, {hinted} +1000")),
        ("when.starts = 2026-06-04T12:00:01Z", format!("{hinted} +500, other starts_at 2026-06-04T12:00:01Z +1000")),
        ("when.days_since_last_order_at_least = 2", format!("{hinted} +1000")),
        ("when.customer_for_days_at_least = 2", format!("{hinted} +1000")),
        ("when.customer_for_days_at_least = 3", format!("{hinted} +500")),
    ] {
        let text = format!("combine = \"sum\"\n{}{step}", timed("other", other, "5.00"));
        assert_eq!(hints(&text, &shopper), hint, "{other}");
    }
}

#[test]
fn sign_in_promises_nothing_that_only_some_customers_have() {
    let off = "give.amount_off.usd = \"5.00\"";
    for (when, hint) in [
        ("first_order = true", "it sign_in"),
        ("orders_at_most = 2", "it sign_in"),
        ("uses_at_most = 1", "it sign_in"),
        ("first_order = true\nwhen.uses_at_most = 1", "it sign_in"),
        ("tier = [\"gold\"]", ""),
        ("tier = [\"gold\"]\nwhen.first_order = true", ""),
        ("segment = [\"vip\"]", ""),
        ("customer = [\"cus_1\"]", ""),
        ("email_domain = [\"example.edu\"]", ""),
        ("every_nth_order = 10", ""),
        ("orders_at_least = 1", ""),
        ("lifetime_spend_at_least.usd = \"100.00\"", ""),
        ("days_since_last_order_at_least = 30", ""),
        ("customer_for_days_at_least = 30", ""),
    ] {
        let text = offer("it", "loyalty", &format!("when.{when}\n{off}"));
        let text = format!("customer.history_since = \"2026-01-01\"\n{text}");
        assert_eq!(hints(&text, &Snapshot::guest(15_000)), hint, "{when}");
    }
}

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

#[test]
fn code_that_was_typed_is_no_secret() {
    let once = "when.code = [\"FRIENDS\"]\nwhen.uses_at_most = 1\ngive.amount_off.usd = \"5.00\"";
    let later = format!("{once}\nwhen.starts = 2027-01-01T00:00:00Z");
    let members = format!("{once}\nwhen.tier = [\"gold\"]");
    for (lines, code, expected) in [
        (once, "friends", "customer_unknown: it sign_in"),
        (once, "friend", ""),
        (&members, "friends", "customer_unknown: it sign_in"),
        // It is a secret when a code is good.
        (&later, "friends", ""),
    ] {
        let text = format!("customer.history_since = \"2026-01-01\"\n{}", offer("it", "code", lines));
        let decision = decided(&policy(&text), &Snapshot::guest(15_000).types(code));
        let public = decision.rejected.iter().filter(|rejected| rejected.public);
        let reasons: Vec<String> =
            public.flat_map(|rejected| &rejected.reasons).map(|reason| word(&reason.code)).collect();
        let said = format!("{}: {}", reasons.join(", "), hinted(&decision));
        assert_eq!(said.trim_matches([':', ' ']), expected, "{lines} {code}");
    }
}
