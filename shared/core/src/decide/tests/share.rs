//! Shares of experiments.

use super::*;
use crate::Snapshot;
use crate::interaction::InteractionSet;
use crate::session::{Customer, Facts, Shopper};
use crate::test_support::NOON;

fn policy_of(table: &str, percent: &str, of: &str) -> crate::Policy {
    let share = format!("{{ percent = \"{percent}\", of = \"{of}\", experiment = \"spring-10\" }}");
    policy(&for_all("it", &format!("give.amount_off.usd = \"5.00\"\n{table}.share = {share}")))
}

fn customer(id: &str) -> Snapshot {
    let customer = Customer { id: id.to_owned(), ..Customer::default() };
    Snapshot { shopper: Shopper::Customer(customer), ..Snapshot::guest(15_000).named("cs_2") }
}

fn session(id: &str) -> Snapshot {
    Snapshot::guest(15_000).named(id)
}

#[test]
fn share_draws_customers_or_sessions() {
    // Drawn by Python: cus_3 at 6.99685%, cus_2 at 25.944%, cs_1 at 1.7537%, cs_2 is beyond 10%.
    for (percent, of, session, applies, excluded) in [
        ("10", "customer", customer("cus_3"), true, true),
        ("6.9969", "customer", customer("cus_3"), true, true),
        ("6.9968", "customer", customer("cus_3"), false, false),
        ("10", "customer", customer("cus_2"), false, false),
        ("26", "customer", customer("cus_2"), true, true),
        ("100", "customer", customer("cus_2"), true, true),
        ("99.9999", "customer", session("cs_1"), false, false),
        ("10", "session", session("cs_1"), true, true),
        ("1.7538", "session", session("cs_1"), true, true),
        ("1.7537", "session", session("cs_1"), false, false),
        ("10", "session", session("cs_2"), false, false),
        ("100", "session", Snapshot::guest(15_000), false, true),
    ] {
        let verdicts = ["when", "unless"].map(|table| verdict(&decided(&policy_of(table, percent, of), &session)));
        let when = if applies { "applies" } else { "not_in_share" };
        let unless = if excluded { "excluded_by_share" } else { "applies" };
        assert_eq!(verdicts, [when, unless], "{percent}% of {of}: {session:?}");
    }
}

#[test]
fn log_line_has_the_draw_of_each_experiment() {
    let facts = |of: &str, session: &Snapshot| {
        let facts = Facts::of(&policy_of("when", "10", of), session, InteractionSet::all());
        serde_json::to_value(facts).unwrap()
    };
    assert_eq!(
        facts("customer", &customer("cus_1"))["draws"],
        serde_json::json!({"customer:spring-10": "a11b1ff4f2d5c0d5"})
    );
    assert_eq!(
        facts("session", &session("cs_test_1"))["draws"],
        serde_json::json!({"session:spring-10": "b5973775849627ff"})
    );
    assert_eq!(facts("session", &session("cs_test_1")).get("shopper"), None);
    assert_eq!(facts("customer", &session("cs_test_1")).get("draws"), None);
}

#[test]
fn customer_whose_draw_is_not_logged_is_in_no_share() {
    for (table, word) in [("when", "not_in_share"), ("unless", "excluded_by_share")] {
        let (policy, session) = (policy_of(table, "10", "customer"), customer("cus_2"));
        let facts = Facts { draws: <_>::default(), ..Facts::of(&policy, &session, InteractionSet::all()) };
        let decision = crate::decide::decide_from(&policy, &facts, InteractionSet::all(), at(NOON)).unwrap();
        assert_eq!(verdict(&decision), word);
    }
}
