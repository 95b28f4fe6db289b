//! Hints of several offers: how they combine, and which of them are beaten.

use super::*;

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
fn search_for_hints_ends_after_twelve_outcomes() {
    let all = for_all("all", "priority = 1\ngive.percent = \"100\"");
    let first = over("first", "500.00", "10.00").replace("interaction", "priority = 2\ninteraction");
    // All steps before the one to the first offer lead to offers for which nothing is left.
    let others = |count: usize| (0..count).map(|n| over(&format!("n{n}"), &format!("2{n:02}.00"), "10.00")).collect();
    for (count, hinted) in [(11, "first spend_more 35001 +35001"), (12, "")] {
        let others: String = others(count);
        let text = format!("combine = \"sum\"\n{first}{all}{others}");
        assert_eq!(hints(&text, &Snapshot::guest(15_000)), hinted, "{count}");
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
