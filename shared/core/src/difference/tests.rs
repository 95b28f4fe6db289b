use super::*;
use crate::interaction::Interaction;
use crate::session::Snapshot;
use crate::test_support::{amount, decided, for_all, policy};

/// The difference in a word: `put 500`, `clear`, `settled`, ...
fn outcome(difference: &Difference) -> String {
    let change = |update: &Update| match &update.discount {
        Change::Keep => "keep".to_owned(),
        Change::Put { discount, writes, .. } => format!("put {} #{writes}", discount.amount_off),
        Change::Clear { writes } => format!("clear #{writes}"),
    };
    match difference {
        Difference::Settled => "settled".to_owned(),
        Difference::Write(update) => change(update),
        Difference::CodesSpent => "codes spent".to_owned(),
        Difference::NotOurs => "not ours".to_owned(),
        Difference::WritesSpent(None) => "spent".to_owned(),
        Difference::WritesSpent(Some(update)) => format!("spent, {}", change(update)),
    }
}

fn five_off(lines: &str) -> Policy {
    policy(&format!("{lines}\n{}", for_all("five", "give.amount_off.usd = \"5.00\"")))
}

/// The decision of 5.00 off, or of nothing, for the set that the session already holds.
fn decision(policy: &Policy, off: bool, held: &AppliedState) -> Decision {
    let session = Snapshot::guest(15_000).quantity(Some(u64::from(off)));
    Decision { interactions: held.interactions, ..decided(policy, &session) }
}

fn holding(held: &AppliedState) -> Snapshot {
    Snapshot::guest(15_000).holding(held.clone())
}

fn lacks(policy: &Policy, held: &AppliedState, off: bool, takes_away: bool) -> String {
    outcome(&difference(policy, &holding(held), &decision(policy, off, held), takes_away))
}

#[test]
fn only_what_differs_is_written() {
    let euro = AppliedDiscount::Ours {
        amount_off: amount(500),
        currency: crate::test_support::currency("eur"),
        name: "five".to_owned(),
        record: <_>::default(),
    };
    for (held, off, expected) in [
        (AppliedState::default(), false, "settled"),
        (AppliedState::default(), true, "put 500 #1"),
        (AppliedState::ours(500, "five"), true, "settled"),
        (AppliedState::ours(499, "five"), true, "put 500 #1"),
        (AppliedState::ours(501, "five"), true, "put 500 #1"),
        (AppliedState::ours(500, "Five"), true, "put 500 #1"),
        (AppliedState { discount: euro, ..AppliedState::default() }, true, "put 500 #1"),
        (AppliedState::ours(500, "five"), false, "clear #1"),
        (AppliedState { writes: 7, ..AppliedState::ours(1, "five") }, true, "put 500 #8"),
        (AppliedState { writes: 7, ..AppliedState::ours(1, "five") }, false, "clear #8"),
    ] {
        for takes_away in [false, true] {
            assert_eq!(lacks(&five_off(""), &held, off, takes_away), expected, "{held:?}");
        }
    }
}

#[test]
fn same_amount_of_other_offers_or_another_shopper_is_written() {
    let policy = five_off("");
    for (offers, customer, expected) in
        [("five", None, "settled"), ("once-only", None, "put 500 #1"), ("five", Some("cus_1"), "put 500 #1")]
    {
        let mut held = AppliedState::ours_of(500, "five", offers);
        let AppliedDiscount::Ours { record, .. } = &mut held.discount else { panic!("{held:?}") };
        record.customer = customer.map(str::to_owned);
        assert_eq!(lacks(&policy, &held, true, false), expected, "{offers} {customer:?}");
    }
}

#[test]
fn foreign_discount_is_replaced_by_a_larger_one_if_allowed() {
    for (replace_foreign, held, off, takes_away, expected) in [
        (false, 499, true, false, "not ours"),
        (false, 499, true, true, "not ours"),
        (false, 499, false, false, "not ours"),
        (true, 499, true, false, "put 500 #1"),
        (true, 500, true, false, "settled"),
        (true, 501, true, false, "settled"),
        (true, 499, false, false, "settled"),
        (true, 499, true, true, "settled"),
        (true, 499, false, true, "settled"),
    ] {
        let policy = five_off(&format!("replace_foreign = {replace_foreign}"));
        let row = (replace_foreign, held, off, takes_away);
        assert_eq!(lacks(&policy, &AppliedState::foreign(held), off, takes_away), expected, "{row:?}");
    }
}

#[test]
fn the_kill_switch_clears_what_is_ours_and_leaves_what_is_not() {
    let policy = five_off("replace_foreign = true").switched_off();
    for (held, expected) in [
        (AppliedState::ours(500, "five"), "clear #1"),
        (AppliedState::foreign(1), "settled"),
        (AppliedState::default(), "settled"),
    ] {
        assert_eq!(lacks(&policy, &held, true, false), expected, "{held:?}");
    }
}

#[test]
fn kill_switch_never_replaces_a_foreign_discount() {
    let decided_before = decision(&five_off("replace_foreign = true"), true, &AppliedState::default());
    let policy = five_off("replace_foreign = true").switched_off();
    assert_eq!(difference(&policy, &holding(&AppliedState::foreign(1)), &decided_before, false), Difference::Settled);
}

#[test]
fn a_session_that_has_spent_its_writes_can_only_be_cleared() {
    let policy = five_off("limits.writes_per_session = 3");
    let held = |writes, held: AppliedState| AppliedState { writes, ..held };
    for (held, off, expected) in [
        (held(2, AppliedState::default()), true, "put 500 #3"),
        (held(3, AppliedState::default()), true, "spent"),
        (held(3, AppliedState::ours(499, "five")), true, "spent"),
        (held(3, AppliedState::ours(500, "Five")), true, "spent"),
        (held(3, AppliedState::ours(501, "five")), true, "spent, clear #4"),
        (held(9, AppliedState::ours(501, "five")), true, "spent, clear #10"),
        (held(3, AppliedState::ours(500, "five")), true, "settled"),
        (held(3, AppliedState::ours(500, "five")), false, "clear #4"),
        (held(u64::MAX, AppliedState::ours(500, "five")), false, "clear #18446744073709551615"),
    ] {
        assert_eq!(lacks(&policy, &held, off, false), expected, "{held:?}");
    }
}

#[test]
fn session_without_writes_left_only_loses_discounts() {
    use Interaction::{CartThreshold, Location, Loyalty};
    let set = |interactions: &[Interaction]| interactions.iter().copied().collect::<InteractionSet>();
    let policy = five_off("limits.writes_per_session = 3");
    for (off_now, discount) in [(499, Change::Keep), (501, Change::Clear { writes: 4 })] {
        let held =
            AppliedState { interactions: set(&[Loyalty, Location]), writes: 3, ..AppliedState::ours(off_now, "five") };
        let decided = Decision { interactions: set(&[Location, CartThreshold]), ..decision(&policy, true, &held) };
        let least = Update { dropped: Loyalty.into(), discount, ..Update::default() };
        let lacks = difference(&policy, &holding(&held), &decided, false);
        assert_eq!(lacks, Difference::WritesSpent(Some(least)), "{off_now}");
    }
}

#[test]
fn the_set_gains_what_is_asked_and_loses_what_is_dropped() {
    use Interaction::{CartThreshold, Location, Loyalty};
    let set = |interactions: &[Interaction]| interactions.iter().copied().collect::<InteractionSet>();
    let policy = five_off("");
    let held = AppliedState { interactions: set(&[Loyalty, Location]), ..AppliedState::ours(500, "five") };
    let decided = Decision { interactions: set(&[Location, CartThreshold]), ..decision(&policy, true, &held) };
    let update = Update { asked: set(&[CartThreshold]), dropped: set(&[Loyalty]), ..Update::default() };
    assert_eq!(difference(&policy, &holding(&held), &decided, false), Difference::Write(update));
}

#[test]
fn the_set_is_written_beside_somebody_elses_discount_that_stays() {
    let policy = five_off("replace_foreign = true");
    let held = AppliedState::foreign(9_000);
    let decided = Decision { interactions: InteractionSet::all(), ..decision(&policy, true, &held) };
    let update = Update { asked: InteractionSet::all().without_values(), ..Update::default() };
    assert_eq!(difference(&policy, &holding(&held), &decided, false), Difference::Write(update));
}

#[test]
fn new_discount_carries_offers_policy_and_count_of_writes() {
    let offers = ["a", "b"].map(|id| for_all(id, "give.amount_off.usd = \"1.00\""));
    let policy = policy(&format!("combine = \"sum\"\n{}", offers.concat()));
    let held = AppliedState { interactions: InteractionSet::all(), writes: 4, ..AppliedState::default() };
    let decided = decided(&policy, &Snapshot::guest(15_000));
    let discount = Change::Put {
        discount: decided.discount.clone().unwrap(),
        record: DiscountRecord { offers: "a,b".to_owned(), ..DiscountRecord::default() },
        policy: policy.hash,
        writes: 5,
    };
    let update = Update { discount, ..Update::default() };
    assert_eq!(difference(&policy, &holding(&held), &decided, false), Difference::Write(update));
}

#[test]
fn clearing_keeps_the_set() {
    let held = AppliedState { interactions: InteractionSet::all(), writes: 1, ..AppliedState::ours(500, "five") };
    let update = Update { discount: Change::Clear { writes: 2 }, ..Update::default() };
    assert_eq!(Update::clearing(&held), update);
}

/// The difference for a session with these codes and a request for one more, of at most three.
fn asked_for(held: &AppliedState, code: Option<&str>) -> Difference {
    let policy = five_off("limits.codes_per_session = 3");
    let session = holding(held);
    let session = match code {
        Some(code) => session.types(code),
        None => session,
    };
    let set = held.interactions.iter().chain(code.map(|_| Interaction::Code)).collect();
    difference(&policy, &session, &decided_for(&policy, &session, set), false)
}

fn decided_for(policy: &Policy, session: &Snapshot, set: InteractionSet) -> Decision {
    let nothing = session.clone().quantity(Some(0));
    crate::decide(policy, &nothing, set, crate::test_support::at(crate::test_support::NOON)).unwrap()
}

#[test]
fn new_code_is_written_with_its_mark_and_a_known_one_without() {
    let update = |held: AppliedState, code: &str| match asked_for(&held, Some(code)) {
        Difference::Write(update) => {
            update.of_the_set().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
        }
        other => outcome(&other),
    };
    let mark = |code: &str| format!("{}=on", ShopperCode::parse(code).unwrap().mark().key());
    let without_mark = AppliedState { tried: <_>::default(), ..AppliedState::codes(["a"]) };
    for (held, code, expected) in [
        (AppliedState::default(), "a", format!("discount_code=A {}", mark("A"))),
        (AppliedState::codes(["a"]), "a", "settled".to_owned()),
        (without_mark, "a", "settled".to_owned()),
        (AppliedState::codes(["a"]), " b", format!("discount_code=B {}", mark("B"))),
        (AppliedState::codes(["a", "b"]), "a", "discount_code=A".to_owned()),
        (AppliedState::codes(["a", "b"]), "c", format!("discount_code=C {}", mark("C"))),
        (AppliedState::codes(["a", "b", "c"]), "d", "codes spent".to_owned()),
        (AppliedState::codes(["a", "b", "c"]), "a", "discount_code=A".to_owned()),
        (AppliedState::codes(["a", "b", "c", "d"]), "a", "codes spent".to_owned()),
    ] {
        assert_eq!(update(held.clone(), code), expected, "{held:?} and {code}");
    }
}

#[test]
fn what_is_written_of_the_set_is_read_back() {
    for held in [AppliedState::default(), AppliedState::codes(["a"]), AppliedState::codes(["a", "b"])] {
        let update = Update {
            asked: held.interactions.with(Interaction::Location),
            dropped: Interaction::Loyalty.into(),
            code: held.code.clone(),
            mark: held.code.as_ref().map(ShopperCode::mark),
            discount: Change::Keep,
        };
        let written = update.of_the_set().filter(|(_, value)| !value.is_empty());
        let read = AppliedState::asked_for(&written.map(|(key, value)| (key, value.to_owned())).collect());
        let set = held.interactions.with(Interaction::Location);
        assert_eq!((read.interactions, read.code, read.tried.len()), (set, held.code.clone(), held.tried.len().min(1)));
    }
}

#[test]
fn code_is_not_written_if_there_is_none_or_too_many() {
    let code = InteractionSet::from(Interaction::Code);
    let policy = five_off("");
    let session = Snapshot::guest(15_000);
    let nothing = decided_for(&policy, &session, code);
    assert_eq!(difference(&policy, &session, &nothing, false), Difference::Settled);
    let raced = AppliedState::codes(["a", "b", "c", "d"]);
    assert_eq!(asked_for(&raced, None), Difference::Write(Update { dropped: code, ..Update::default() }));
}
