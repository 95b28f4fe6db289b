//! Conflicts, lost keys, and writes that Stripe rejected and may remember.

use super::*;

const CONFLICT: FailureKind = FailureKind::Conflict;

#[test]
fn conflict_reads_again_and_backs_off_from_the_second() {
    let run = refresh([
        session(0, "a"),
        failed(CONFLICT),
        session(0, "a"),
        failed(CONFLICT),
        Observation::Waited,
        session(1_500, "b"),
    ]);
    assert_eq!(run.steps, ["write \"a\" off 1500", "read", "write \"a\" off 1500", "wait 25", "read"]);
    assert!(!run.changed());
}

#[test]
fn conflict_at_the_deadline_ends_as_overtaken() {
    let seen = [(0, session(0, "a")), (16, failed(CONFLICT))];
    let run = play(&policy_with(""), reconciler(SessionCommand::Refresh), seen);
    assert_eq!(run.error(), (&ReconcileError::Overtaken, None));
}

#[test]
fn failed_key_is_bumped_after_a_read() {
    let bumped = Observation::Bumped(SessionVersion::parse("1"));
    let run = refresh([session(0, ""), failed(FailureKind::ReplayedFailure), session(0, ""), bumped]);
    assert_eq!(run.steps, ["write \"\" off 1500", "read", "bump \"\" 0", "write \"1\" off 1500"]);
}

#[test]
fn conflicting_bump_backs_off() {
    let mut seen = vec![session(0, ""), failed(FailureKind::ReplayedFailure)];
    for _ in 0..2 {
        seen.extend([session(0, ""), failed(CONFLICT)]);
    }
    let steps = refresh(seen).steps;
    assert_eq!(steps, ["write \"\" off 1500", "read", "bump \"\" 0", "read", "bump \"\" 0", "wait 25"]);
}

#[test]
fn replayed_failures_are_read_again_three_times() {
    let failure = || failed(FailureKind::ReplayedFailure);
    let run = refresh((0..8).map(|at| if at % 2 == 0 { session(0, "") } else { failure() }));
    assert_eq!(run.steps, ["write \"\" off 1500", "read", "bump \"\" 0", "read", "bump \"\" 1", "read", "bump \"\" 2"]);
    assert_eq!(run.error(), (&ReconcileError::Stripe(1), None));
}

/// A combined update that Stripe rejected, and a split one under the same key that meets a conflict: the first may have it.
fn rejected_then_conflict() -> [Seen; 3] {
    [session(1_500, "a"), failed(FailureKind::Rejected), failed(CONFLICT)]
}

#[test]
fn conflict_after_a_rejection_sends_the_rejected_write_again() {
    let sent_again = ["write \"a\" cart of 1 off 500", "write \"a\" off 500", "write \"a\" cart of 1 off 500"];
    let one = || Observation::Session(of(1, 500, "b"));
    for (answer, next) in [
        // The key is its own: no write can use it.
        (vec![failed(FailureKind::ReplayedRejection), session(1_500, "a")], ["read", "bump \"a\" 0"]),
        (vec![failed(FailureKind::ReplayedFailure), session(1_500, "a")], ["read", "bump \"a\" 0"]),
        // The key is another caller's.
        (vec![failed(CONFLICT), session(1_500, "b")], ["read", "write \"b\" off 500"]),
        // Stripe made it after all.
        (vec![one(), one()], ["read", "done"]),
        (vec![Observation::Torn(2), one()], ["read", "done"]),
    ] {
        let run = run(cart([("price_cup", 1)]), rejected_then_conflict().into_iter().chain(answer.clone()));
        let end = run.end.iter().map(|outcome| if outcome.result.is_ok() { "done" } else { "failed" }.to_owned());
        let steps: Vec<String> = run.steps.iter().cloned().chain(end).collect();
        assert_eq!(steps, [sent_again.as_slice(), next.as_slice()].concat(), "{answer:?}");
    }
}
