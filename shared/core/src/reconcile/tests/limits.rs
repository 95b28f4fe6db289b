//! Limits of the policy and of Stripe's metadata, which end a run without a discount that is too large.

use super::*;
use crate::code::ShopperCode;

fn spent(units: u64, off: u64, version: &str) -> Seen {
    let mut view = of(units, off, version);
    view.snapshot.held.writes = 2;
    Observation::Session(view)
}

fn play_with(limits: &str, command: SessionCommand, seen: impl IntoIterator<Item = Seen>) -> Run {
    play(&policy_with(limits), reconciler(command), seen.into_iter().map(|seen| (0, seen)))
}

/// The command, the observations, and the steps.
type Row = (SessionCommand, Vec<Seen>, &'static [&'static str]);

#[test]
fn spent_writes_leave_out_every_discount_but_take_away() {
    let add = || SessionCommand::Add(Interaction::Loyalty, None);
    let tea = || cart([("price_cup", 2)]);
    let rows: Vec<Row> = vec![
        (SessionCommand::Refresh, vec![spent(3, 0, "a")], &[]),
        (SessionCommand::Refresh, vec![spent(3, 2_000, "a"), spent(3, 0, MINE)], &["write \"a\" off 0"]),
        (add(), vec![spent(3, 0, "a")], &[]),
        (add(), vec![spent(3, 2_000, "a"), spent(3, 0, MINE)], &["write \"a\" off 0"]),
        (tea(), vec![spent(3, 0, "a"), spent(2, 0, MINE)], &["write \"a\" cart of 2"]),
        (tea(), vec![spent(3, 1_500, "a"), spent(2, 0, MINE)], &["write \"a\" cart of 2 off 0"]),
    ];
    for (command, seen, steps) in rows {
        let run = play_with("limits.writes_per_session = 2", command.clone(), seen);
        assert_eq!(run.steps, steps, "{command:?}");
        assert_eq!(run.error(), (&ReconcileError::WritesSpent, None), "{command:?}");
    }
}

#[test]
fn one_code_too_many_writes_nothing() {
    let mut asked = view(0, "a");
    asked.snapshot.held = AppliedState::codes(["FIRST"]);
    let second = SessionCommand::Add(Interaction::Code, ShopperCode::parse("SECOND"));
    let run = play_with("limits.codes_per_session = 1", second, [Observation::Session(asked)]);
    assert_eq!((run.steps.len(), run.error()), (0, (&ReconcileError::CodesSpent, None)));
}

#[test]
fn foreign_discount_is_left() {
    let mut foreign = view(0, "a");
    foreign.snapshot.held.discount = AppliedState::foreign(700).discount;
    let run = refresh([Observation::Session(foreign)]);
    assert_eq!((run.steps.len(), run.error()), (0, (&ReconcileError::NotOurs, None)));
}

/// Rows: keys of others on the session, its version, and whether a discount of two keys still fits.
#[test]
fn full_metadata_takes_no_discount() {
    for (others, version, fits) in [(48, "a", true), (49, "a", false), (47, "", true), (48, "", false)] {
        let mut crowded = view(0, version);
        let keys = (0..others).map(|key| (format!("theirs_{key}"), String::new()));
        crowded.snapshot.metadata = keys.collect();
        crowded.discount_keys = &["discount_offers", "discount_policy"];
        let run = refresh([Observation::Session(crowded)]);
        assert_eq!(run.steps.len(), usize::from(fits), "{others} {version:?}");
        assert!(fits || run.error() == (&ReconcileError::MetadataFull, None));
    }
}

#[test]
fn full_metadata_still_clears_an_excess() {
    let mut crowded = view(2_000, "a");
    crowded.snapshot.metadata = (0..50).map(|key| (format!("theirs_{key}"), String::new())).collect();
    crowded.discount_keys = &["discount_offers"];
    let run = refresh([Observation::Session(crowded), session(0, "a")]);
    assert_eq!(
        (run.steps.as_slice(), run.error()),
        (&["clear".to_owned()][..], (&ReconcileError::MetadataFull, Some(Excess::Cleared)))
    );
}
