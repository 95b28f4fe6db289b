//! Reads: the purchase, the customer who is only known by reference, and prices.

use std::collections::BTreeMap;

use super::*;
use crate::session::{AppliedDiscount, Customer, Shopper};
use crate::test_support::offer;

#[test]
fn torn_read_is_made_once_more() {
    let run = refresh([Observation::Torn(2), Observation::Torn(2)]);
    assert_eq!((run.steps.as_slice(), run.error()), (&["read".to_owned()][..], (&ReconcileError::Stripe(2), None)));
}

#[test]
fn unexpected_observation_reads_the_purchase() {
    for seen in [Observation::Waited, Observation::Bumped(None), Observation::Customer(Shopper::Guest)] {
        assert_eq!(refresh([seen, session(1_500, "a")]).steps, ["read"]);
    }
}

/// A customer known by an id that the merchant's server wrote, and a cart that is not discounted yet.
fn referenced(off: u64, version: &str) -> Seen {
    let mut view = view(off, version);
    view.snapshot.shopper = Shopper::Customer(Customer { id: "cus_1".to_owned(), ..Customer::default() });
    view.snapshot.held.interactions = Interaction::Loyalty.into();
    if let AppliedDiscount::Ours { record, .. } = &mut view.snapshot.held.discount {
        record.customer = Some("cus_1".to_owned());
    }
    view.customer_by_reference = true;
    Observation::Session(view)
}

#[test]
fn referenced_customer_is_read_once_if_an_offer_reads_them() {
    let members = test_support::policy(&offer("ten", "loyalty", "when.tier = [\"gold\"]\ngive.percent = \"10\""));
    let metadata = [("loyalty_tier".to_owned(), "gold".to_owned())].into();
    let gold = || {
        Shopper::Customer(Customer { id: "cus_1".to_owned(), metadata: BTreeMap::clone(&metadata), ..<_>::default() })
    };
    let seen = [referenced(0, "a"), Observation::Customer(gold()), referenced(0, "b"), referenced(1_500, MINE)];
    let seen = [&seen[..2], &[failed(FailureKind::Conflict)], &seen[2..]].concat();
    let played = play(&members, reconciler(SessionCommand::Refresh), seen.into_iter().map(|seen| (0, seen)));
    assert_eq!(played.steps, ["read cus_1", "write \"a\" off 1500", "read", "write \"b\" off 1500"]);
    assert!(played.changed());

    let guest = [referenced(1_500, "a"), Observation::Customer(Shopper::Guest), referenced(0, MINE)];
    let played = play(&members, reconciler(SessionCommand::Refresh), guest.map(|seen| (0, seen)));
    assert_eq!(played.steps, ["read cus_1", "write \"a\" off 0"], "nobody has this id");
}

#[test]
fn referenced_customer_is_not_read_if_no_offer_reads_them() {
    assert_eq!(refresh([referenced(0, "a")]).steps, [""; 0]);
}

#[test]
fn failed_read_of_the_customer_or_of_prices_ends_the_run() {
    let members = test_support::policy(&offer("ten", "loyalty", "when.tier = [\"gold\"]\ngive.percent = \"10\""));
    let seen = [referenced(0, "a"), failed(FailureKind::Other)].map(|seen| (0, seen));
    let played = play(&members, reconciler(SessionCommand::Refresh), seen);
    assert_eq!(played.error(), (&ReconcileError::Stripe(1), None));

    let played = run(cart([("price_tea", 1)]), [session(1_500, "a"), failed(FailureKind::Other)]);
    assert_eq!(played.error(), (&ReconcileError::Stripe(1), None));
}

#[test]
fn prices_are_read_once_if_the_session_does_not_show_them() {
    let tea = [(PriceId::parse("price_tea").unwrap(), Some(price("price_tea")))].into();
    let conflict = failed(FailureKind::Conflict);
    let command = cart([("price_cup", 1), ("price_tea", 1)]);
    let seen = [session(1_500, "a"), Observation::Prices(tea), conflict, session(1_500, "b")];
    let steps = run(command.clone(), seen).steps;
    assert_eq!(steps, ["read price_tea", "write \"a\" cart of 2 off 1000", "read", "write \"b\" cart of 2 off 1000"]);

    // A price that Stripe does not know is not asked for again: Stripe prices the cart, or rejects it.
    let steps = run(command, [session(1_500, "a"), Observation::Prices(BTreeMap::new())]).steps;
    assert_eq!(steps, ["read price_tea", "write \"a\" cart of 2 off 0"]);
}
