//! Offers on shipping: what they give, and how they combine with offers on goods.

use proptest::prelude::*;

use super::random::{World, worlds};
use super::*;
use crate::money::Amount;
use crate::session::ShippingCost;
use crate::test_support::{amount, faults};
use crate::{Decision, Snapshot, decide};

const FREE_FROM_50: &str = "when.subtotal_at_least = { usd = \"50.00\" }\ngive.shipping = \"free\"";

fn threshold(id: &str, lines: &str) -> String {
    offer(id, "cart-threshold", lines)
}

fn standard(subtotal: u64) -> Snapshot {
    Snapshot::guest(subtotal).ships_by("shr_standard", 590)
}

fn express(subtotal: u64) -> Snapshot {
    Snapshot::guest(subtotal).ships_by("shr_express", 1_490)
}

/// `parts; losses; cuts` of a policy's offers on a session.
fn outcome(combine: &str, offers: &[String], session: &Snapshot) -> String {
    let decision = decided(&policy(&format!("combine = \"{combine}\"\n{}", offers.concat())), session);
    format!("{}; {}; {}", decision.shares(), decision.losses(), decision.cuts())
}

#[test]
fn free_standard_shipping_saves_what_standard_costs() {
    let lines = format!("{FREE_FROM_50}\ngive.cap = {{ usd = \"5.90\" }}");
    let policy = policy(&threshold("it", &lines));
    for (session, off) in [
        (standard(5_000), 590),
        (standard(4_999), 0),
        (express(5_000), 590),
        (Snapshot::guest(5_000).ships_by("shr_pickup", 0), 0),
        (Snapshot::guest(5_000), 0),
    ] {
        assert_eq!(decided(&policy, &session).off(), off, "{session:?}");
    }
}

/// The excess of shipping is cut first, then the guard rails cut what is left.
#[test]
fn more_than_shipping_costs_is_cut_before_the_guard_rails() {
    let free = |id: &str| threshold(id, FREE_FROM_50);
    let half = threshold("half", "when.quantity_at_least = 1\ngive.percent = \"50\"");
    let offers = [format!("[limits]\nmax_amount.usd = \"30.00\"\n{half}"), free("a"), free("b")];
    assert_eq!(outcome("sum", &offers, &standard(5_000)), "half 2500, a 500; b nothing_left; shipping, max_amount");
}

#[test]
fn reasons_say_what_is_the_matter_with_shipping() {
    let of = |lines: &str, session: &Snapshot| verdict(&decided(&policy(&for_all("it", lines)), session));
    let free = "give.shipping = \"free\"";
    let rates = "give = { shipping = \"free\", rates = [\"shr_standard\", \"shr_pickup\"] }";
    let unknown_rate = || {
        let mut session = Snapshot::guest(5_000).shipping(590);
        session.cart.shipping_cost = Some(ShippingCost { amount: amount(590), rate: None });
        session
    };
    for (lines, session, expected) in [
        (free, Snapshot::guest(5_000), "shipping_missing"),
        (free, Snapshot::guest(5_000).ships_by("shr_pickup", 0), "gives_nothing"),
        (free, unknown_rate(), "applies"),
        (rates, unknown_rate(), "shipping_missing"),
        (rates, Snapshot::guest(5_000), "shipping_missing"),
        (rates, standard(5_000), "applies"),
        (rates, express(5_000), "shipping_not_eligible [\"shr_standard\",\"shr_pickup\"] \"shr_express\""),
        ("give.shipping = { amount_off.eur = \"5\" }", standard(5_000), "currency_not_offered \"usd\""),
        ("give = { shipping = \"free\", cap.eur = \"5\" }", standard(5_000), "currency_not_offered \"usd\""),
    ] {
        assert_eq!(of(lines, &session), expected, "{lines}\n{session:?}");
    }
}

#[test]
fn parts_of_shipping_are_rounded_and_never_more_than_it() {
    for (give, cost, off) in [
        ("{ percent = \"50\" }", 591, 295),
        ("{ percent = \"50\", cap.usd = \"2.94\" }", 591, 294),
        ("{ amount_off.usd = \"6.00\" }", 590, 590),
        ("{ amount_off.usd = \"6.00\", cap.usd = \"5.00\" }", 590, 500),
        ("{ amount_off.usd = \"3.00\", rates = [\"shr_a\"] }", 590, 300),
    ] {
        let policy = policy(&for_all("it", &format!("give.shipping = {give}")));
        let session = Snapshot::guest(5_000).ships_by("shr_a", cost);
        assert_eq!(decided(&policy, &session).off(), off, "{give} of {cost}");
    }
}

#[test]
fn shipping_does_not_compete_with_goods() {
    let percent = |id: &str, percent: &str| for_all(id, &format!("give.percent = \"{percent}\""));
    let shipping = |id: &str, give: &str| for_all(id, &format!("give.shipping = {give}"));
    let free = shipping("free", "\"free\"");
    let three = shipping("three", "{ amount_off.usd = \"3.00\" }");
    let half = shipping("half", "{ percent = \"50\" }");
    let exclusive = for_all("alone", "exclusive = true\ngive.amount_off.usd = \"1.00\"");
    let alone = for_all("alone", "exclusive = true\ngive.shipping = \"free\"");
    for (combine, offers, expected) in [
        ("best", vec![percent("ten", "10"), free.clone(), percent("five", "5")], "ten 600, free 590; five not_best; "),
        ("best", vec![three.clone(), free.clone(), percent("ten", "10")], "free 590, ten 600; three not_best; "),
        ("sum", vec![percent("ten", "10"), three.clone(), half.clone()], "ten 600, three 300, half 290; ; shipping"),
        ("sum", vec![half.clone(), percent("ten", "10"), three.clone()], "half 295, ten 600, three 295; ; shipping"),
        (
            "sum",
            vec![free.clone(), percent("ten", "10"), half.clone()],
            "free 590, ten 600; half nothing_left; shipping",
        ),
        // Half of the 2.90 that are left; the goods take nothing of shipping.
        (
            "sequential",
            vec![percent("ten", "10"), three, half, percent("five", "5")],
            "ten 600, three 300, half 145, five 270; ; ",
        ),
        ("sequential", vec![free.clone(), shipping("more", "\"free\"")], "free 590; more nothing_left; "),
        ("best", vec![percent("ten", "10"), free.clone(), exclusive], "alone 100; ten excluded, free excluded; "),
        ("sum", vec![alone, percent("ten", "10"), free], "alone 590; ten excluded, free excluded; "),
    ] {
        assert_eq!(outcome(combine, &offers, &standard(6_000)), expected, "{combine} {offers:?}");
    }
}

#[test]
fn guard_rails_cut_the_sum_of_goods_and_shipping() {
    let offers = [for_all("half", "give.percent = \"50\""), for_all("free", "give.shipping = \"free\"")];
    for (limits, subtotal, expected) in [
        // 10.00 of goods and 5.90 of shipping: 5.00 + 5.90 is more than the goods cost.
        ("", 1_000, "half 500, free 500; ; subtotal"),
        ("limits.max_percent = \"60\"", 1_000, "half 500, free 100; ; subtotal, max_percent"),
        ("limits.max_amount.usd = \"5.00\"", 1_000, "half 500; free nothing_left; subtotal, max_amount"),
        // 12.00 + 5.90 - 11.90 leaves 6.00 to pay.
        ("", 1_200, "half 600, free 590; ; "),
        ("limits.minimum_charge.usd = \"6.01\"", 1_200, "half 600, free 589; ; minimum_charge"),
    ] {
        let text = format!("{limits}\ncombine = \"sum\"\n{}", offers.concat());
        let decision = decided(&policy(&text), &standard(subtotal));
        let found = format!("{}; {}; {}", decision.shares(), decision.losses(), decision.cuts());
        assert_eq!(found, expected, "{limits} {subtotal}");
    }
}

#[test]
fn intent_with_tax_gives_what_shipping_alone_costs() {
    let mut session = Snapshot::guest(5_000).shipping(990).must_charge();
    session.cart.shipping_cost = Some(ShippingCost { amount: amount(590), rate: None });
    assert_eq!(decided(&policy(&for_all("it", "give.shipping = \"free\"")), &session).off(), 590);
}

#[test]
fn facts_of_shipping_are_read_only_for_offers_on_it() {
    let facts = |lines: &str| {
        let (policy, session) = (policy(&for_all("it", lines)), standard(5_000));
        let facts = crate::session::Facts::of(&policy, &session, crate::InteractionSet::all());
        serde_json::to_value(&facts).unwrap()["shipping_cost"].to_string()
    };
    assert_eq!(facts("give.percent = \"10\""), "null");
    assert_eq!(facts("give.shipping = \"free\""), "{\"amount\":590}");
    assert_eq!(
        facts("give = { shipping = \"free\", rates = [\"shr_a\"] }"),
        "{\"amount\":590,\"rate\":\"shr_standard\"}"
    );
}

fn hinted(decision: &Decision) -> String {
    let hints = decision.hints.iter().map(|hint| {
        let json = serde_json::to_value(hint).unwrap();
        let shown = ["offer", "code", "for", "amount", "quantity", "gain"].iter().filter_map(|key| json.get(key));
        shown.map(word).collect::<Vec<_>>().join(" ")
    });
    hints.collect::<Vec<_>>().join(", ")
}

#[test]
fn hint_says_how_much_more_to_spend_for_free_shipping() {
    let free = threshold("free", FREE_FROM_50);
    let ten = threshold("ten", "when.subtotal_at_least.usd = \"10.00\"\ngive.percent = \"10\"");
    let shoes = threshold(
        "shoes",
        "when.contains = { tags = [\"shoes\"], quantity_at_least = 1 }\ngive = { percent = \"5\", on.tags = [\"shoes\"] }",
    );
    let exclusive =
        threshold("alone", "exclusive = true\nwhen.subtotal_at_least.usd = \"1.00\"\ngive.percent = \"20\"");
    for (offers, session, expected) in [
        (vec![&free], standard(3_760), "free spend_more shipping 1240 590"),
        (vec![&free], express(3_760), "free spend_more shipping 1240 1490"),
        (vec![&free], standard(5_000), ""),
        // Nothing can be saved where shipping costs nothing, or is not chosen.
        (vec![&free], Snapshot::guest(3_760), ""),
        (vec![&free], Snapshot::guest(3_760).ships_by("shr_pickup", 0), ""),
        // Goods go on: 10% of 37.60 are 3.76, of 50.00 they are 5.00.
        (vec![&free, &ten], standard(3_760), "free spend_more shipping 1240 714"),
        // Shoes may be bought for it.
        (vec![&free, &shoes], standard(3_760).quantity(Some(1)), "free spend_more shipping 1240"),
        (vec![&free, &exclusive], standard(3_760), ""),
        (vec![&ten, &free], standard(900), "ten spend_more 100 100, free spend_more shipping 4100 1090"),
    ] {
        let text: String = offers.into_iter().cloned().collect();
        assert_eq!(hinted(&decided(&policy(&text), &session)), expected, "{text}");
    }
}

#[test]
fn hint_of_goods_is_as_exact_beside_free_shipping() {
    let free = for_all("free", "give.shipping = \"free\"");
    let ten = threshold("ten", "when.subtotal_at_least.usd = \"50.00\"\ngive.amount_off.usd = \"5.00\"");
    let decision = decided(&policy(&format!("{free}{ten}")), &standard(4_000));
    assert_eq!((decision.off(), hinted(&decision).as_str()), (590, "ten spend_more 1000 500"));
}

#[test]
fn faults_of_an_offer_on_shipping_say_what_to_write() {
    for (give, expected) in [
        ("shipping = \"fre\"", "\"fre\" is not a value of shipping: did you mean \"free\"?"),
        ("shipping = true", "shipping must be a table, not true or false"),
        ("shipping = {}", "give exactly one of amount_off and percent, or write shipping = \"free\""),
        ("shipping = \"free\", percent = \"5\"", "give exactly one of amount_off, percent, "),
        ("shipping = \"free\", max_units = 2", ", not with shipping"),
        ("shipping = \"free\", cheapest = true", ", not with shipping"),
        ("shipping = \"free\", per_unit = true", "per_unit gives an amount for each unit: use it with amount_off"),
        ("shipping = \"free\", on = \"cart\"", "on names goods, and shipping is not one of them: take it out"),
        (
            "shipping = \"free\", except.tags = [\"a\"]",
            "except names goods, and shipping is not one of them: take it out",
        ),
        ("shipping = \"free\", rates = [\"standard\"]", "\"standard\" is not such an id: it begins with shr_"),
        (
            "shipping = { percent = \"5\", cap.usd = \"1\" }, cap.usd = \"1\"",
            "cap is written beside shipping and in its table: keep one of them",
        ),
        (
            "percent = \"5\", rates = [\"shr_a\"]",
            "rates are the shipping rates of an offer on shipping: use it with shipping",
        ),
        ("amount_off.usd = \"5\", cap.usd = \"1\"", "cap is the most that a percent gives: use it with percent"),
    ] {
        let said = faults(&for_all("it", &format!("give = {{ {give} }}")));
        assert!(said.contains(expected), "{give}: {said}");
        assert_eq!(said.lines().count(), 1, "{give}: {said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shipping_part_is_at_most_shipping(world in worlds()) {
        let decision = decision(&world);
        let part = |on_shipping: bool| -> u64 {
            let applied = decision.applied.iter().filter(|applied| {
                world.policy.offers.iter().any(|offer| offer.id == applied.offer && offer.is_on_shipping() == on_shipping)
            });
            applied.map(|applied| applied.amount.get()).sum()
        };
        let cost = world.session.cart.shipping_cost.as_ref().map_or(Amount::ZERO, |cost| cost.amount);
        prop_assert!(part(true) <= cost.get() && part(false) <= world.session.cart.subtotal.get());
    }

    #[test]
    fn offers_on_shipping_leave_goods_theirs(world in worlds()) {
        let with = decision(&world);
        let mut world = world;
        let of_goods: Vec<_> = world.policy.offers.iter().filter(|offer| !offer.is_on_shipping()).cloned().collect();
        let exclusive = world.policy.offers.iter().any(|offer| offer.is_on_shipping() && offer.is_exclusive());
        world.policy.offers.clone_from(&of_goods);
        let without = decision(&world);
        if !exclusive && with.clamped_by.is_empty() && without.clamped_by.is_empty() {
            let parts: Vec<_> = with.applied.iter().filter(|part| of_goods.iter().any(|offer| offer.id == part.offer)).collect();
            prop_assert_eq!(parts, without.applied.iter().collect::<Vec<_>>());
        }
    }
}

fn decision(world: &World) -> Decision {
    decide(&world.policy, &world.session, world.set, world.now).unwrap()
}
