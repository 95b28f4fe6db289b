//! The protocol by tables of observations: no sleep, no server.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{
    Action, Excess, Failure, FailureKind, Observation, Outcome, PreDiscountTotals, ReconcileError, Reconciler,
    SessionVersion, SessionView, Step, WriteKey,
};
use crate::command::SessionCommand;
use crate::interaction::Interaction;
use crate::money::Amount;
use crate::policy::Policy;
use crate::session::{AppliedDiscount, AppliedState, Snapshot};
use crate::test_support::{self, NOON, amount, at, currency, for_all};

type Seen = Observation<u8>;

const OTHER: FailureKind = FailureKind::Other;

fn policy() -> Policy {
    test_support::policy(&for_all("ten", "give.percent = \"10\""))
}

/// A session with 150.00 USD in its cart, a discount of ours, and a version.
fn view(off: u64, version: &str) -> Box<SessionView> {
    let held = if off == 0 { AppliedState::default() } else { AppliedState::ours(off, "ten") };
    let held = AppliedState { interactions: Interaction::CartThreshold.into(), ..held };
    let snapshot = Snapshot::guest(15_000).holding(held);
    Box::new(SessionView {
        totals: PreDiscountTotals { subtotal: Some(15_000), shipping: Some(0), currency: currency("usd") },
        amount_discount: amount(off),
        amount_total: 15_000_i64.checked_sub_unsigned(off),
        version: SessionVersion::parse(version),
        server_only_lines: true,
        server_only_shipping: false,
        lines: Vec::new(),
        shipping: None,
        customer_by_reference: false,
        discount_keys: &[],
        snapshot,
    })
}

fn session(off: u64, version: &str) -> Seen {
    Observation::Session(view(off, version))
}

fn failed(kind: FailureKind) -> Seen {
    Observation::Failed(Failure { kind, replayed: false, error: 1 })
}

fn second(second: i64) -> Timestamp {
    at(NOON).checked_add(SignedDuration::from_secs(second)).unwrap()
}

fn refresh() -> Reconciler<u8> {
    Reconciler::new(SessionCommand::Refresh, second(16), 7, false)
}

/// The actions of a run, one word for each, and its end.
struct Run {
    steps: Vec<String>,
    end: Option<Outcome<u8>>,
}

fn run(observations: impl IntoIterator<Item = (i64, Seen)>) -> Run {
    let policy = policy();
    let (mut steps, mut reconciler) = (Vec::new(), refresh());
    for (moment, seen) in observations {
        match reconciler.next(&policy, seen, second(moment)) {
            Step::Act(next, action) => {
                steps.push(word(&action));
                reconciler = *next;
            }
            Step::Done(outcome) => return Run { steps, end: Some(*outcome) },
        }
    }
    Run { steps, end: None }
}

fn now(observations: impl IntoIterator<Item = Seen>) -> Run {
    run(observations.into_iter().map(|seen| (0, seen)))
}

fn word(action: &Action) -> String {
    match action {
        Action::Read => "read".to_owned(),
        Action::ReadCustomer(_) => "customer".to_owned(),
        Action::ReadPrices(..) => "prices".to_owned(),
        Action::Wait { least, .. } => format!("wait {}", least.as_millis()),
        Action::Write(write) if write.corrects => "clear".to_owned(),
        Action::Write(write) => match &write.key {
            WriteKey::Fresh => "write fresh".to_owned(),
            WriteKey::Version(version) => format!("write {}", version.as_str()),
            WriteKey::Bump(version, failed) => format!("bump {} {failed}", version.as_str()),
        },
    }
}

impl Run {
    fn error(&self) -> (&ReconcileError<u8>, Option<Excess>) {
        let end = self.end.as_ref().expect("the run ends");
        (end.result.as_ref().expect_err("it fails"), end.excess)
    }
}

#[test]
fn settled_session_is_left_as_it_is() {
    let run = now([session(1_500, "a")]);
    assert_eq!(run.steps, [""; 0]);
    assert!(!run.end.unwrap().result.unwrap().changed);
}

#[test]
fn write_is_made_under_the_version_that_was_read() {
    let run = now([session(0, "a"), session(1_500, &format!("{:032x}", 7))]);
    assert_eq!(run.steps, ["write a"]);
    assert!(run.end.unwrap().result.unwrap().changed);
}

#[test]
fn conflict_reads_again_and_backs_off_from_the_second() {
    let conflict = || failed(FailureKind::Conflict);
    let run = now([session(0, "a"), conflict(), session(0, "a"), conflict(), Observation::Waited, session(1_500, "b")]);
    assert_eq!(run.steps, ["write a", "read", "write a", "wait 25", "read"]);
    assert!(!run.end.unwrap().changed);
}

#[test]
fn conflict_at_the_deadline_ends_as_overtaken() {
    let run = run([(0, session(0, "a")), (16, failed(FailureKind::Conflict))]);
    assert_eq!(run.error(), (&ReconcileError::Overtaken, None));
}

#[test]
fn replayed_success_is_read_again() {
    let run = now([session(0, "a"), Observation::Replayed(view(1_500, "b")), session(1_500, "c")]);
    assert_eq!(run.steps, ["write a", "read"]);
    assert!(run.end.unwrap().result.unwrap().changed);
}

#[test]
fn failed_key_is_bumped_after_a_read() {
    let bumped = Observation::Bumped(SessionVersion::parse("1"));
    let run = now([session(0, ""), failed(FailureKind::ReplayedFailure), session(0, ""), bumped]);
    assert_eq!(run.steps, ["write ", "read", "bump  0", "write 1"]);
}

#[test]
fn conflicting_bump_backs_off() {
    let mut seen = vec![session(0, ""), failed(FailureKind::ReplayedFailure)];
    for _ in 0..2 {
        seen.extend([session(0, ""), failed(FailureKind::Conflict)]);
    }
    assert_eq!(now(seen).steps, ["write ", "read", "bump  0", "read", "bump  0", "wait 25"]);
}

#[test]
fn replayed_failures_are_read_again_three_times() {
    let failure = || failed(FailureKind::ReplayedFailure);
    let seen = (0..8).map(|at| if at % 2 == 0 { session(0, "") } else { failure() });
    let run = now(seen);
    assert_eq!(run.steps, ["write ", "read", "bump  0", "read", "bump  1", "read", "bump  2"]);
    assert_eq!(run.error(), (&ReconcileError::Stripe(1), None));
}

#[test]
fn known_excess_is_cleared_before_a_failure() {
    for kind in [OTHER, FailureKind::TimedOut] {
        let run = now([session(2_000, "a"), failed(kind), session(0, "a")]);
        assert_eq!(run.steps, ["write a", "clear"], "{kind:?}");
        assert_eq!(run.error(), (&ReconcileError::Stripe(1), Some(Excess::Cleared)));
    }
}

#[test]
fn excess_that_cannot_be_cleared_is_reported() {
    for seen in [failed(OTHER), Observation::Torn(2), Observation::Waited] {
        let run = now([session(2_000, "a"), failed(OTHER), seen]);
        assert_eq!(run.error(), (&ReconcileError::Stripe(1), Some(Excess::MayRemain)));
    }
    let run = now([session(2_000, "a"), failed(FailureKind::NotOpen)]);
    assert_eq!(run.error().1, Some(Excess::MayRemain), "Stripe takes no write");
}

#[test]
fn excess_is_cleared_when_a_reread_fails() {
    let run = now([session(2_000, "a"), Observation::Replayed(view(1_500, "b")), failed(OTHER), session(0, "c")]);
    assert_eq!(run.steps, ["write a", "read", "clear"]);
    assert_eq!(run.error().1, Some(Excess::Cleared));
}

#[test]
fn rate_limited_clearing_waits_a_second() {
    let run = now([session(2_000, "a"), failed(FailureKind::RateLimited), Observation::Waited, session(0, "a")]);
    assert_eq!(run.steps, ["write a", "wait 1000", "clear"]);
    assert_eq!(run.error().1, Some(Excess::Cleared));
}

#[test]
fn wrong_total_is_cleared_and_reported() {
    let mut wrong = view(1_500, "b");
    wrong.amount_discount = amount(1_700);
    let run = now([session(0, "a"), Observation::Session(wrong), session(0, "b")]);
    assert_eq!(run.steps, ["write a", "clear"]);
    assert_eq!(run.error(), (&ReconcileError::WrongTotal(amount(1_700)), Some(Excess::Cleared)));
}

#[test]
fn session_without_a_version_is_written_under_a_fresh_key() {
    let mut plain = view(0, "a");
    plain.version = None;
    assert_eq!(now([Observation::Session(plain)]).steps, ["write fresh"]);
}

#[test]
fn torn_read_is_made_once_more() {
    let run = now([Observation::Torn(2), Observation::Torn(2)]);
    assert_eq!((run.steps.as_slice(), run.error()), (&["read".to_owned()][..], (&ReconcileError::Stripe(2), None)));
}

fn observation() -> impl Strategy<Value = Seen> {
    let version = prop_oneof![Just(""), Just("a"), Just("1"), Just("00000000000000000000000000000007")];
    let off = prop_oneof![Just(0_u64), Just(1_500), Just(2_000)];
    let kind = prop_oneof![
        Just(FailureKind::NotOpen),
        Just(FailureKind::Rejected),
        Just(FailureKind::Conflict),
        Just(FailureKind::ReplayedFailure),
        Just(FailureKind::RateLimited),
        Just(FailureKind::TimedOut),
        Just(OTHER),
    ];
    prop_oneof![
        6 => (off.clone(), version.clone()).prop_map(|(off, version)| session(off, version)),
        1 => (off, version.clone()).prop_map(|(off, version)| Observation::Replayed(view(off, version))),
        1 => Just(Observation::Torn(2)),
        1 => version.prop_map(|version| Observation::Bumped(SessionVersion::parse(version))),
        1 => Just(Observation::Waited),
        1 => Just(Observation::Prices(<_>::default())),
        4 => (kind, any::<bool>())
            .prop_map(|(kind, replayed)| Observation::Failed(Failure { kind, replayed, error: 1 })),
    ]
}

proptest! {
    /// Every state takes every observation, and a failed run that knew of an excess says what became of it.
    #[test]
    fn machine_is_total_and_keeps_its_obligation(
        seen in proptest::collection::vec((0_i64..20, observation()), 1..24),
    ) {
        let policy = policy();
        let mut reconciler = refresh();
        for (moment, seen) in seen {
            let owed = reconciler.excess.is_some();
            let shows = matches!(seen, Observation::Session(_) | Observation::Replayed(_));
            match reconciler.next(&policy, seen, second(moment)) {
                Step::Act(next, _) => reconciler = *next,
                Step::Done(outcome) => {
                    let fails = outcome.result.is_err();
                    prop_assert!(!owed || !fails || shows || outcome.excess.is_some(), "{outcome:?}");
                    if let Ok(reconciled) = outcome.result {
                        let held = &reconciled.view.snapshot.held;
                        prop_assert!(!held.is_more_than(reconciled.decision.amount_off()));
                        prop_assert!(held.discount != AppliedDiscount::Nothing || reconciled.decision.amount_off() == Amount::ZERO);
                    }
                    break;
                }
            }
        }
    }
}
