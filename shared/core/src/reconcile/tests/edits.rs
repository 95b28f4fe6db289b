//! Changes of the cart, in one update with their discount or split.

use super::*;

fn cups(units: u64) -> SessionCommand {
    cart([("price_cup", units)])
}

fn cart_of(units: u64, off: u64, version: &str) -> Seen {
    Observation::Session(of(units, off, version))
}

#[test]
fn cart_and_its_discount_are_one_write() {
    let run = run(cups(1), [session(1_500, "a"), cart_of(1, 500, MINE)]);
    assert_eq!(run.steps, ["write \"a\" cart of 1 off 500"]);
    assert!(run.changed());
}

#[test]
fn cart_that_is_there_already_is_not_written() {
    let run = run(cups(3), [session(1_500, "a")]);
    assert_eq!((run.steps.as_slice(), run.changed()), (&[] as &[String], false));
}

/// Rows: units before and after, the discount before, and the writes after Stripe rejected both in one update.
#[test]
fn rejected_combined_update_is_split_lower_discount_first() {
    type Row = (u64, u64, u64, [&'static str; 2], [(u64, u64); 2]);
    let rows: [Row; 2] = [
        (3, 1, 1_500, ["\"a\" off 500", "MINE cart of 1"], [(3, 500), (1, 500)]),
        (1, 3, 500, ["\"a\" cart of 3", "MINE off 1500"], [(3, 500), (3, 1_500)]),
    ];
    for (before, after, off, writes, [first, second]) in rows {
        let run = run(
            cups(after),
            [
                cart_of(before, off, "a"),
                failed(FailureKind::Rejected),
                cart_of(first.0, first.1, MINE),
                cart_of(second.0, second.1, MY_NEXT),
            ],
        );
        let combined = format!("write \"a\" cart of {after} off {}", after * 500);
        let [one, two] = writes.map(|words| format!("write {}", words.replace("MINE", &format!("{MINE:?}"))));
        assert_eq!(run.steps, [combined, one, two]);
        assert!(run.end.unwrap().requires_split, "{before} to {after}");
    }
}

#[test]
fn caller_that_knows_of_splits_tries_no_combined_update() {
    let knows = Reconciler::new(cups(1), second(16), 7, true);
    let seen = [session(1_500, "a"), cart_of(3, 500, MINE), cart_of(1, 500, MY_NEXT)].map(|seen| (0, seen));
    let run = play(&policy_with(""), knows, seen);
    assert_eq!(run.steps, ["write \"a\" off 500".to_owned(), format!("write {MINE:?} cart of 1")]);
    assert!(run.changed());
}

#[test]
fn rejected_edit_is_returned_once_the_discount_is_right() {
    let rejected = || failed(FailureKind::Rejected);
    let run = run(
        cups(1),
        [
            session(1_500, "a"),
            rejected(),
            session(500, MINE),
            rejected(),
            session(500, "b"),
            Observation::Waited,
            session(1_500, "c"),
        ],
    );
    let cart_alone = format!("write {MINE:?} cart of 1");
    let split = ["write \"a\" cart of 1 off 500", "write \"a\" off 500", cart_alone.as_str()];
    assert_eq!(run.steps, [split.as_slice(), &["read", "jitter up to 60", "write \"b\" off 1500"]].concat());
    assert_eq!(run.error(), (&ReconcileError::Stripe(1), None));
}

#[test]
fn lowering_half_made_after_all_leaves_the_edit_to_write() {
    let rejected = || failed(FailureKind::Rejected);
    let run = run(
        cups(1),
        [
            session(2_000, "a"),
            rejected(),
            rejected(),
            session(2_000, "a"),
            failed(FailureKind::Conflict),
            session(500, "b"),
            session(500, "b"),
            Observation::Waited,
            cart_of(1, 500, "c"),
        ],
    );
    let halves = ["write \"a\" cart of 1 off 500", "write \"a\" off 500", "read", "write \"a\" off 1500"];
    let resent = ["write \"a\" off 500", "read", "jitter up to 60", "write \"b\" cart of 1"];
    assert_eq!(run.steps, [halves, resent].concat());
    assert!(run.changed());
}

#[test]
fn rejection_without_an_edit_is_explained_by_a_read() {
    for (seen, error) in [(session(0, "a"), 1), (failed(FailureKind::Other), 1)] {
        let run = refresh([session(0, "a"), failed(FailureKind::Rejected), seen]);
        assert_eq!(run.steps, ["write \"a\" off 1500", "read"]);
        assert_eq!(run.error(), (&ReconcileError::Stripe(error), None));
    }
    let complete = Failure { kind: FailureKind::NotOpen, error: 9 };
    let run = refresh([session(0, "a"), failed(FailureKind::Rejected), Observation::Failed(complete)]);
    assert_eq!(run.error(), (&ReconcileError::Stripe(9), None), "the session is complete");
}

#[test]
fn cart_that_only_stripe_prices_is_written_without_a_discount() {
    let tiers = PriceView { amount_per_unit: None, ..price("price_tea") };
    let known = [(PriceId::parse("price_tea").unwrap(), Some(tiers))].into();
    let mut priced = of(3, 0, MINE);
    priced.lines[0].price = Some(price("price_tea"));
    let mut settled = priced.clone();
    (settled.amount_discount, settled.snapshot.held.discount) =
        (amount(1_500), AppliedState::ours(1_500, "ten").discount);
    let seen = [session(500, "a"), Observation::Prices(known), Observation::Session(priced)];
    let run = run(cart([("price_tea", 2)]), seen.into_iter().chain([Observation::Session(settled)]));
    assert_eq!(run.steps[..2], ["read price_tea", "write \"a\" cart of 2 off 0"]);
    assert_eq!(run.steps[2..], [format!("write {MINE:?} off 1500")]);
    assert!(run.changed());
}

#[test]
fn edit_that_the_page_may_make_is_refused() {
    let mut pages = view(1_500, "a");
    pages.server_only_lines = false;
    let run = run(cups(1), [Observation::Session(pages)]);
    assert_eq!((run.steps.len(), run.error()), (0, (&ReconcileError::LinesNotServerOnly, None)));
}

#[test]
fn price_that_is_not_for_sale_is_refused() {
    let run = run(cart([("price_gold", 1)]), [session(1_500, "a"), Observation::Prices(<_>::default())]);
    assert_eq!(
        (run.steps.as_slice(), run.error().0),
        (&["read price_gold".to_owned()][..], &ReconcileError::NotForSale)
    );
}

#[test]
fn inactive_price_is_not_for_sale() {
    for (is_inline, refused) in [(false, false), (true, true)] {
        let tea = PriceView { is_inline, ..price("price_tea") };
        let known = [(PriceId::parse("price_tea").unwrap(), Some(tea))].into();
        let run = run(cart([("price_tea", 1)]), [session(1_500, "a"), Observation::Prices(known)]);
        assert_eq!(run.steps[0], "read price_tea");
        assert_eq!(run.steps.len() == 1, refused, "{:?}", run.steps);
        if refused {
            assert_eq!(run.error().0, &ReconcileError::NotForSale);
        }
    }
}
