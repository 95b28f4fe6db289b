//! The obligation: a discount that is known to be too large is cleared or reported, whatever fails.

use super::*;

const OTHER: FailureKind = FailureKind::Other;
/// The first step of a run on a session with 20.00 off, where 15.00 is earned.
const LOWERS: &str = "write \"a\" off 1500";

#[test]
fn known_excess_is_cleared_before_a_failure() {
    for kind in [OTHER, FailureKind::TimedOut] {
        let run = refresh([session(2_000, "a"), failed(kind), session(0, "a")]);
        assert_eq!(run.steps, [LOWERS, "clear"], "{kind:?}");
        assert_eq!(run.error(), (&ReconcileError::Stripe(1), Some(Excess::Cleared)));
    }
}

#[test]
fn excess_that_cannot_be_cleared_is_reported() {
    for seen in [failed(OTHER), Observation::Torn(2), Observation::Waited, session(2_000, "a")] {
        let run = refresh([session(2_000, "a"), failed(OTHER), seen]);
        assert_eq!(run.error(), (&ReconcileError::Stripe(1), Some(Excess::MayRemain)));
    }
    let run = refresh([session(2_000, "a"), failed(FailureKind::NotOpen)]);
    assert_eq!(run.error().1, Some(Excess::MayRemain), "Stripe takes no write");
}

#[test]
fn excess_is_cleared_when_a_reread_fails() {
    let run = refresh([session(2_000, "a"), Observation::Replayed(view(1_500, "b")), failed(OTHER), session(0, "c")]);
    assert_eq!(run.steps, [LOWERS, "read", "clear"]);
    assert_eq!(run.error().1, Some(Excess::Cleared));
}

#[test]
fn rate_limited_clearing_waits_a_second() {
    let run = refresh([session(2_000, "a"), failed(FailureKind::RateLimited), Observation::Waited, session(0, "a")]);
    assert_eq!(run.steps, [LOWERS, "wait 1000", "clear"]);
    assert_eq!(run.error().1, Some(Excess::Cleared));
}

/// The page empties the cart while the last write that the policy allows is made.
#[test]
fn last_write_whose_answer_shows_an_excess_clears_it() {
    let policy = policy_with("limits.writes_per_session = 2");
    let mut before = unlocked(3, 500);
    before.snapshot.held.interactions = before.snapshot.held.interactions.with(Interaction::Loyalty);
    let mut after = unlocked(0, 500);
    for view in [&mut before, &mut after] {
        view.snapshot.held.writes = 2;
    }
    let seen = [before, after, unlocked(0, 0)].map(|view| (0, Observation::Session(view)));
    let command = SessionCommand::Remove(Interaction::Loyalty.into());
    let run = play(&policy, reconciler(command), seen);
    assert_eq!(run.steps, ["write without loyalty", "write off 0"]);
    assert!(run.changed());
}
