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

/// Rows: what is typed, the steps, whether it is unknown, and the code that the session then has.
#[test]
fn unknown_code_is_marked_and_leaves_the_held_one() {
    let offer = |id, when| test_support::offer(id, "code", &format!("give.percent = \"10\"\nwhen.code = [\"{when}\"]"));
    let later = "[offer.when]\nstarts = 2099-01-01T00:00:00Z\ncode = [\"LATER\"]";
    let later = test_support::offer("later", "code", &format!("give.percent = \"10\"\n{later}"));
    let policy =
        test_support::policy(&format!("{POLICY}\n{}{}{later}", offer("first", "FIRST"), offer("other", "OTHER")));
    let holding = |tried: &[&str], version| {
        let mut view = of(3, 1_500, version);
        let held = AppliedState::codes(["FIRST"]);
        let tried = tried.iter().filter_map(|code| ShopperCode::parse(code)).map(|code| code.mark()).collect();
        view.snapshot.held = AppliedState { code: ShopperCode::parse("FIRST"), tried, ..held };
        view.snapshot.held.interactions = Interaction::Code.into();
        view.snapshot.held.discount = AppliedState::ours(1_500, "first").discount;
        view.snapshot.code = ShopperCode::parse("FIRST");
        Observation::Session(view)
    };
    let marks: &[&str] = &["write \"a\" marked"];
    for (typed, steps, unknown, tried) in [
        ("TYPO", marks, true, &["FIRST", "TYPO"][..]),
        ("LATER", marks, true, &["FIRST", "LATER"]),
        ("FIRST", &[], false, &["FIRST"]),
    ] {
        let command = SessionCommand::Add(Interaction::Code, ShopperCode::parse(typed));
        let mut seen = vec![(0, holding(&["FIRST"], "a"))];
        seen.extend(steps.iter().map(|_| (0, holding(tried, MINE))));
        let run = play(&policy, reconciler(command), seen);
        assert_eq!(run.steps, steps, "{typed}");
        let reconciled = run.end.unwrap().result.unwrap();
        assert_eq!((reconciled.code_unknown, reconciled.decision.off()), (unknown, 1_500), "{typed}");
    }
    // One that was tried before is marked already.
    let again = SessionCommand::Add(Interaction::Code, ShopperCode::parse("typo"));
    let run = play(&policy, reconciler(again), [(0, holding(&["FIRST", "TYPO"], "a"))]);
    assert_eq!((run.steps.len(), run.end.unwrap().result.unwrap().code_unknown), (0, true));
    let other = SessionCommand::Add(Interaction::Code, ShopperCode::parse("OTHER"));
    let run = play(&policy, reconciler(other), [(0, holding(&["FIRST"], "a"))]);
    assert_eq!(run.steps, ["write \"a\" off 1500 marked"], "a known one takes over");
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
