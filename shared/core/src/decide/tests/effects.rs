//! Amounts of one offer.

use super::*;
use crate::Snapshot;

/// Every row is a cart of USD and its discount.
fn each_cart_gets(give: &str, rows: &[(u64, u64)]) {
    let policy = policy(&for_all("it", give));
    for (subtotal, off) in rows {
        assert_eq!(decided(&policy, &Snapshot::guest(*subtotal)).off(), *off, "{give} of {subtotal}");
    }
}

#[test]
fn a_fixed_amount_is_the_same_for_every_cart_that_can_bear_it() {
    each_cart_gets("give.amount_off.usd = \"5.00\"", &[(15_000, 500), (1_000, 500), (500, 500), (300, 300)]);
}

#[test]
fn a_percent_is_given_up_to_exactly_its_cap() {
    let give = "give.percent = \"10\"\ngive.cap.usd = \"20.00\"";
    each_cart_gets(give, &[(19_999, 1_999), (20_000, 2_000), (20_010, 2_000), (90_000, 2_000)]);
}

#[test]
fn fractions_are_rounded_down_unless_the_policy_rounds_half_up() {
    let down = policy(&for_all("it", "give.percent = \"12.5\""));
    let half_up = policy(&format!("rounding = \"half-up\"\n{}", for_all("it", "give.percent = \"12.5\"")));
    for (subtotal, floor, nearest) in [(10_000, 1_250, 1_250), (10_003, 1_250, 1_250), (10_004, 1_250, 1_251)] {
        let session = Snapshot::guest(subtotal);
        let both = (decided(&down, &session).off(), decided(&half_up, &session).off());
        assert_eq!(both, (floor, nearest), "12.5 % of {subtotal}");
    }
}

#[test]
fn the_highest_step_of_a_ladder_that_the_cart_reaches_counts() {
    let ladder = "give.ladder = [\n\
                  { over.usd = \"100.00\", amount_off.usd = \"10.00\" },\n\
                  { at_least.usd = \"200.00\", percent = \"10\", cap.usd = \"25.00\" },\n\
                  { over.usd = \"300.00\", amount_off.usd = \"5.00\" },\n]";
    let rows = [(10_001, 1_000), (19_999, 1_000), (20_000, 2_000), (24_990, 2_499), (26_000, 2_500), (30_000, 2_500)];
    each_cart_gets(ladder, &rows);
    each_cart_gets(ladder, &[(30_001, 500), (99_999, 500), (10_000, 0), (0, 0)]);
}

#[test]
fn ladder_may_begin_with_every_cart() {
    let ladder =
        "give.ladder = [{ at_least.usd = \"0.00\", percent = \"5\" }, { at_least.usd = \"100.00\", percent = \"10\" }]";
    each_cart_gets(ladder, &[(1, 0), (1_000, 50), (9_999, 499), (10_000, 1_000)]);
    let decision = decided(&policy(&for_all("it", ladder)), &Snapshot::guest(9_999));
    assert_eq!(
        (word(&decision.hints[0].step.code()), decision.hints[0].gain),
        ("spend_more".to_owned(), crate::money::Amount::new(501))
    );
}

#[test]
fn ladder_below_its_first_step_reports_the_subtotal_it_takes() {
    let ladder =
        "give.ladder = [{ over.usd = \"100.00\", percent = \"10\" }, { over.usd = \"200.00\", percent = \"20\" }]";
    let policy = policy(&offer("it", "cart-threshold", ladder));
    assert_eq!(verdict(&decided(&policy, &Snapshot::guest(10_000))), "subtotal_too_low 10001 10000");
    assert_eq!(verdict(&decided(&policy, &Snapshot::guest(10_001))), "applies");
    let euro = Snapshot::guest(99_999).pays_in("eur");
    assert_eq!(verdict(&decided(&policy, &euro)), r#"currency_not_offered "eur""#);
    let ladder = "give.ladder = [{ over.usd = \"100.00\", percent = \"10\" }, \
                  { over = { usd = \"200.00\", eur = \"200.00\" }, percent = \"20\" }]";
    let second = crate::test_support::policy(&offer("it", "cart-threshold", ladder));
    let euro = Snapshot::guest(10_000).pays_in("eur");
    assert_eq!(verdict(&decided(&second, &euro)), "subtotal_too_low 20001 10000");
}

#[test]
fn what_is_not_given_in_a_currency_is_not_offered_there() {
    let euro = Snapshot::guest(15_000).pays_in("eur");
    for give in ["give.amount_off.usd = \"5.00\"", "give.percent = \"10\"\ngive.cap.usd = \"20.00\""] {
        let decision = decided(&policy(&for_all("it", give)), &euro);
        assert_eq!(verdict(&decision), r#"currency_not_offered "eur""#, "{give}");
    }
    let everywhere = decided(&policy(&for_all("it", "give.percent = \"10\"")), &euro);
    assert_eq!((everywhere.off(), everywhere.discount.unwrap().currency), (1_500, currency("eur")));
}

#[test]
fn an_offer_that_rounds_to_nothing_gives_nothing() {
    let tiny = policy(&for_all("it", "give.percent = \"0.001\""));
    assert_eq!(verdict(&decided(&tiny, &Snapshot::guest(99_999))), "gives_nothing");
    assert_eq!(verdict(&decided(&tiny, &Snapshot::guest(100_000))), "applies");
    assert_eq!(verdict(&decided(&tiny, &Snapshot::guest(0))), "gives_nothing");
}

#[test]
fn gives_nothing_is_reported_only_without_another_reason() {
    let small = "when.tier = [\"gold\"]\ngive.percent = \"0.0001\"";
    let policy = policy(&for_all("it", small));
    for (session, verdict_of_it) in [
        (crate::Snapshot::guest(100), "customer_unknown"),
        (crate::Snapshot::customer([("loyalty_tier", "gold")]).subtotal(100), "gives_nothing"),
    ] {
        assert_eq!(verdict(&decided(&policy, &session)), verdict_of_it);
    }
}
