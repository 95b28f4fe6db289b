//! Findings of the lints are true of decisions.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::interaction::Interaction;
use crate::policy::lint::lint;
use crate::test_support::NOON;
use crate::{Policy, Snapshot, decide};

/// Policies of a few offers that are much alike.
fn rivals() -> impl Strategy<Value = String> {
    let asks = select(
        &[
            "",
            "",
            "when.tier = [\"gold\"]",
            "when.tier = [\"gold\", \"silver\"]",
            "when.subtotal_over = { usd = \"1.00\", eur = \"1.00\" }",
            "when.subtotal_over = { usd = \"2.00\", eur = \"1.00\" }",
            "when.subtotal_at_least = { usd = \"2.01\" }",
            "when.subtotal_below = { usd = \"4.00\", eur = \"3.00\" }",
            "when.subtotal_over = { usd = \"1.00\" }\nwhen.subtotal_below = { usd = \"4.00\" }",
            "when.subtotal_over = { usd = \"4.00\" }\nwhen.subtotal_below = { usd = \"4.01\" }",
            "when.currency = [\"usd\"]",
            "when.orders_at_least = 2",
            "when.orders_at_least = 2\nwhen.orders_at_most = 1",
            "when.first_order = true",
            "when.every_nth_order = 2",
            "when.first_order = true\nwhen.every_nth_order = 2",
        ][..],
    );
    let gives = select(
        &[
            "percent = \"5\"",
            "percent = \"10\"",
            "percent = \"10\"\ngive.cap = { usd = \"0.20\", eur = \"0.30\" }",
            "percent = \"5\"\ngive.cap = { usd = \"0.20\" }",
            "amount_off = { usd = \"0.20\" }",
            "amount_off = { usd = \"0.10\", eur = \"0.30\" }",
            "ladder = [{ over.usd = \"1.00\", percent = \"5\" }, { over.usd = \"3.00\", amount_off.usd = \"0.20\" }]",
            "ladder = [{ at_least = { usd = \"0.01\", eur = \"1.00\" }, percent = \"10\" }]",
        ][..],
    );
    let flags = (prop::bool::weighted(0.2), 0..2_i64);
    let combine = select(&["best", "best", "sum"][..]);
    (combine, vec((asks, gives, flags), 2..5)).prop_map(|(combine, offers)| {
        let offers = offers.into_iter().enumerate().map(|(index, (asks, gives, (exclusive, priority)))| {
            let flags = format!("exclusive = {exclusive}\npriority = {priority}");
            for_all(&format!("offer-{index}"), &format!("{asks}\ngive.{gives}\n{flags}"))
        });
        format!("combine = \"{combine}\"\nrounding = \"half-up\"\n{}", offers.collect::<String>())
    })
}

fn shoppers() -> impl Strategy<Value = Snapshot> {
    let tier = select(&["gold", "silver", "none"][..]);
    let orders = select(&["0", "1", "2", "3"][..]);
    (tier, orders, 0..500_u64, select(&["usd", "eur", "gbp"][..])).prop_map(|(tier, orders, subtotal, code)| {
        Snapshot::customer([("loyalty_tier", tier), ("orders", orders)]).subtotal(subtotal).pays_in(code)
    })
}

/// The places of the offers that the lints speak of: they name them first, in quotes.
fn found(policy: &Policy, text: &str, codes: &[&str]) -> Vec<usize> {
    let findings = lint(policy, text, at(NOON));
    let about = findings.iter().filter(|finding| codes.contains(&finding.code));
    let said = about.map(|finding| format!("{} {}", finding.message, finding.help));
    let ids = said.filter_map(|said| said.split('"').find(|word| word.starts_with("offer-")).map(str::to_owned));
    ids.filter_map(|id| policy.offers.iter().position(|offer| offer.id.as_str() == id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn removing_an_always_beaten_offer_changes_no_discount(
        text in rivals(),
        sessions in vec(shoppers(), 20),
    ) {
        let policy = policy(&text);
        let off = |policy: &Policy, session| {
            decide(policy, session, Interaction::CartThreshold.into(), at(NOON)).unwrap().off()
        };
        for beaten in found(&policy, &text, &["always-beaten"]) {
            let mut without = policy.clone();
            without.offers.remove(beaten);
            for session in &sessions {
                prop_assert_eq!(off(&without, session), off(&policy, session), "{:?} in {}", session, text);
            }
        }
    }

    #[test]
    fn offer_whose_conditions_never_hold_is_never_eligible(
        text in rivals(),
        sessions in vec(shoppers(), 20),
    ) {
        let policy = policy(&text);
        for never in found(&policy, &text, &["never-holds"]) {
            let mut alone = policy.clone();
            alone.offers = vec![policy.offers[never].clone()];
            for session in &sessions {
                let decision = decide(&alone, session, Interaction::CartThreshold.into(), at(NOON)).unwrap();
                prop_assert_eq!(decision.off(), 0, "{:?} in {}", session, text);
            }
        }
    }
}
