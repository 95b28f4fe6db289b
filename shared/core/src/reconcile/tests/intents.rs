//! Payment intents, whose amount can be that of an earlier cart.

use super::*;
use crate::reconcile::IntentAmount;
use crate::session::{AppliedDiscount, DiscountRecord};

/// An intent: its units, and the discount that its amount and metadata agree on.
fn intent(units: u64, off: u64, version: &str) -> Box<SessionView> {
    let view = of(units, off, version);
    let undiscounted = view.totals.subtotal.unwrap();
    let intent_amount = Some(IntentAmount { undiscounted, is_stale: false });
    Box::new(SessionView { intent_amount, server_only_lines: false, lines: Vec::new(), ..*view })
}

/// An intent whose amount was written for another cart: `off` is the difference to this cart's total.
fn stale(units: u64, off: u64, version: &str) -> Box<SessionView> {
    let mut view = intent(units, off, version);
    let (amount_off, currency, name, record) = (amount(off), currency("usd"), String::new(), DiscountRecord::default());
    view.snapshot.held.discount = AppliedDiscount::Ours { amount_off, currency, name, record };
    view.intent_amount = view.intent_amount.map(|amount| IntentAmount { is_stale: true, ..amount });
    view
}

fn seen(view: Box<SessionView>) -> Seen {
    Observation::Session(view)
}

#[test]
fn amount_written_onto_another_cart_is_written_again_at_once() {
    // Rows: units of the cart that the answer shows, the difference to its total, and what it earns.
    for (units, off, earned) in [(20, 86_500, 10_000), (4, 6_500, 2_000), (1, 0, 500)] {
        let run =
            refresh([seen(intent(3, 0, "a")), seen(stale(units, off, MINE)), seen(intent(units, earned, MY_NEXT))]);
        assert_eq!(run.steps, ["write \"a\" off 1500".to_owned(), format!("write {MINE:?} off {earned}")]);
        assert!(run.changed());
        assert!(!run.end.unwrap().found_stale, "it left none");
    }
}

#[test]
fn stale_amount_is_repaired_and_reported_by_the_next_run() {
    let run = refresh([seen(stale(20, 86_500, "a")), seen(intent(20, 10_000, MINE))]);
    assert_eq!(run.steps, ["write \"a\" off 10000"]);
    assert!(run.changed() && run.end.unwrap().found_stale);
}

#[test]
fn run_that_cannot_repair_a_stale_amount_clears_the_discount() {
    for (units, off) in [(20, 86_500), (1, 0)] {
        let failure = || failed(FailureKind::Other);
        let run = refresh([seen(stale(units, off, "a")), failure(), seen(intent(units, 0, "a"))]);
        assert_eq!(run.steps.last().unwrap(), "clear", "{units}");
        assert_eq!(run.error(), (&ReconcileError::Stripe(1), Some(Excess::Cleared)));

        let run = refresh([seen(stale(units, off, "a")), failure(), failure()]);
        assert_eq!(run.error(), (&ReconcileError::Stripe(1), Some(Excess::MayRemain)), "{units}");
    }
}

#[test]
fn clearing_that_meets_another_cart_is_made_again_three_times() {
    let lowered = || [seen(intent(3, 2_000, "a")), failed(FailureKind::Other)];
    let again = || seen(stale(20, 85_000, "a"));
    let run = refresh(lowered().into_iter().chain([again(), again(), seen(intent(20, 0, "a"))]));
    assert_eq!(run.steps[1..], ["clear", "clear", "clear"]);
    assert_eq!(run.error().1, Some(Excess::Cleared));

    let run = refresh(lowered().into_iter().chain((0..9).map(|_| again())));
    assert_eq!(run.steps[1..], ["clear", "clear", "clear", "clear"]);
    assert_eq!(run.error().1, Some(Excess::MayRemain));
}
