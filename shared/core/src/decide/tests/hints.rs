//! Hints: steps with which the shopper would save more.

mod items;
mod rivals;

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
