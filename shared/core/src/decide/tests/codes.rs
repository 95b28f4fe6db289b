//! Codes that shoppers type.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::difference::{Change, Difference, Update, difference};
use crate::interaction::{Interaction, InteractionSet};
use crate::session::{AppliedState, Facts};
use crate::test_support::NOON;
use crate::{Policy, Snapshot, decide};

const FIVE_OFF: &str = "give.amount_off.usd = \"5.00\"\n";

fn typed(code: &str) -> Snapshot {
    Snapshot::guest(15_000).types(code)
}

/// Offers for SPRING and for AUTUMN.
fn seasons(limits: &str) -> Policy {
    let spring = offer("spring", "code", &format!("{FIVE_OFF}when.code = [\"Spring\"]"));
    policy(&format!("{limits}\n{spring}{}", offer("autumn", "code", &format!("{FIVE_OFF}when.code = [\"autumn\"]"))))
}

#[test]
fn a_code_fits_without_case_and_blanks_and_in_no_other_way() {
    let codes = "code = [\"spring 26\", \"Straße\"]";
    each_verdict_is(
        "code",
        &[
            (codes, typed("SPRING26"), "applies"),
            (codes, typed(" sPring 2 6 "), "applies"),
            (codes, typed("STRASSE"), "applies"),
            (codes, typed("SPRING-26"), "code_unknown"),
            (codes, typed("SPRING2"), "code_unknown"),
            (codes, typed("SPRING261"), "code_unknown"),
            (codes, Snapshot::guest(15_000), "code_unknown"),
        ],
    );
}

#[test]
fn past_or_future_code_is_as_unknown_as_any_other() {
    let over = "code = [\"A\"]\nends = 2026-06-03T12:00:00Z";
    let just_not_over = "code = [\"A\"]\nends = 2026-06-03T12:00:00.001Z";
    let to_come = "code = [\"A\"]\nstarts = 2026-06-03T12:00:00.001Z";
    let just_come = "code = [\"A\"]\nstarts = 2026-06-03T12:00:00Z";
    let closed = "code = [\"A\"]\nweekdays = [\"fri\"]\nhours = [\"11:00-12:00\"]";
    let too_small = format!("{over}\nsubtotal_over = {{ usd = \"150.00\" }}");
    each_verdict_is(
        "code",
        &[
            (just_not_over, typed("A"), "applies"),
            (just_come, typed("A"), "applies"),
            (over, typed("A"), "code_unknown"),
            (over, typed("B"), "code_unknown"),
            (to_come, typed("A"), "code_unknown"),
            (to_come, typed("B"), "code_unknown"),
            (closed, typed("A"), "code_unknown"),
            (closed, typed("B"), "code_unknown"),
            (&too_small, typed("A"), "subtotal_too_low 15001 15000; code_unknown"),
            (&too_small, typed("B"), "subtotal_too_low 15001 15000; code_unknown"),
        ],
    );
}

#[test]
fn whatever_else_an_offer_asks_is_told_as_ever() {
    let when = "code = [\"A\"]\ntier = [\"gold\"]\nsubtotal_over = { usd = \"150.00\" }";
    let gold = || Snapshot::customer([("loyalty_tier", "gold")]);
    each_verdict_is(
        "code",
        &[
            (when, gold().subtotal(15_001).types("A"), "applies"),
            (when, gold().types("A"), "subtotal_too_low 15001 15000"),
            (when, typed("A"), "customer_unknown; subtotal_too_low 15001 15000"),
            (when, typed("B"), "customer_unknown; subtotal_too_low 15001 15000; code_unknown"),
        ],
    );
}

#[test]
fn when_a_code_opens_is_not_told_but_until_when_it_holds_is() {
    let of =
        |when: &str| policy(&offer("it", "code", &format!("{FIVE_OFF}public = true\nwhen.code = [\"A\"]\n{when}")));
    let timed = of("when.starts = 2026-06-04T00:00:00Z\nwhen.ends = 2026-06-05T00:00:00Z");
    let days = of("when.customer_for_days_at_least = 3");
    let new = Snapshot::customer([]).created("2026-06-02T12:00:00Z").types("A");
    for (policy, session, now, until) in [
        (&timed, typed("A"), NOON, None),
        (&timed, typed("B"), NOON, None),
        (&timed, typed("A"), "2026-06-04T00:00:00Z", Some("2026-06-05T00:00:00Z")),
        (&timed, typed("B"), "2026-06-04T00:00:00Z", None),
        (&days, new, NOON, None),
    ] {
        let decision = decide(policy, &session, InteractionSet::all(), at(now)).unwrap();
        assert_eq!((decision.valid_until, decision.hints.as_slice()), (until.map(at), &[][..]), "{session:?} at {now}");
    }
}

#[test]
fn a_hint_leads_to_a_code_that_fits_only() {
    let when = format!("{FIVE_OFF}public = true\nwhen.code = [\"A\"]\nwhen.subtotal_at_least.usd = \"150.01\"");
    let policy = policy(&offer("it", "code", &when));
    for (code, hints) in [("A", 1), ("B", 0)] {
        assert_eq!(decided(&policy, &typed(code)).hints.len(), hints, "{code}");
    }
}

#[test]
fn a_code_counts_while_its_interaction_is_in_the_set() {
    let member = offer("member", "loyalty", &format!("{FIVE_OFF}when.tier = [\"gold\"]\nwhen.code = [\"A\"]"));
    let policy = policy(&member);
    let session = Snapshot::customer([("loyalty_tier", "gold")]).types("A");
    let loyalty = InteractionSet::from(Interaction::Loyalty);
    for (set, off) in [(loyalty, 0), (loyalty.with(Interaction::Code), 500)] {
        assert_eq!(decide(&policy, &session, set, at(NOON)).unwrap().off(), off, "{set:?}");
    }
}

#[test]
fn facts_hold_a_code_only_if_an_offer_of_the_set_names_it() {
    let policy = seasons("");
    for (code, fact) in [("spring", Some("SPRING")), ("my password", None)] {
        let session = typed(code);
        let facts = |set: InteractionSet| Facts::of(&policy, &session, set).code;
        assert_eq!(facts(InteractionSet::all()).as_deref(), fact);
        assert_eq!(facts(Interaction::Loyalty.into()), None);
    }
}

#[test]
fn no_code_counts_once_a_session_has_been_asked_for_too_many() {
    let policy = seasons("limits.codes_per_session = 2");
    let all = InteractionSet::all();
    for (held, code, off) in [
        (AppliedState::default(), "spring", 500),
        (AppliedState::codes(["x"]), "spring", 500),
        (AppliedState::codes(["spring", "x"]), "spring", 500),
        (AppliedState::codes(["y", "x"]), "spring", 0),
        (AppliedState::codes(["y", "x", "spring"]), "spring", 0),
    ] {
        let session = Snapshot::guest(15_000).holding(held).types(code);
        let decision = decide(&policy, &session, all, at(NOON)).unwrap();
        assert_eq!(decision.off(), off, "{session:?}");
        assert_eq!(decision.interactions, if off == 0 { all.without_values() } else { all });
        let explained = crate::decide::explain(&policy, &session, all, at(NOON)).unwrap();
        assert_eq!(explained.decision, decision);
    }
}

/// Stripe's side of one write.
fn written(mut session: Snapshot, update: &Update) -> Snapshot {
    for (key, value) in update.of_the_set() {
        session.metadata.insert(key.clone(), value.to_owned());
        if value.is_empty() {
            session.metadata.remove(&key);
        }
    }
    let mut held =
        AppliedState { discount: session.held.discount.clone(), ..AppliedState::asked_for(&session.metadata) };
    match &update.discount {
        Change::Keep => {}
        Change::Put { discount, record, .. } => {
            let offers = &record.offers;
            held.discount = AppliedState::ours_of(discount.amount_off.get(), discount.name.as_str(), offers).discount;
        }
        Change::Clear { .. } => held.discount = <_>::default(),
    }
    session.holding(held)
}

#[test]
fn concurrent_guesses_learn_of_no_more_codes_than_allowed() {
    let policy = seasons("limits.codes_per_session = 3");
    let code = InteractionSet::from(Interaction::Code);
    // All have read the empty session; then each writes, and decides on the answer.
    let empty = Snapshot::guest(15_000);
    let guesses = ["a", "b", "c", "d", "spring"];
    let first_writes = guesses.map(|guess| {
        let session = empty.clone().types(guess);
        let decision = decide(&policy, &session, code, at(NOON)).unwrap();
        match difference(&policy, &session, &decision, false) {
            Difference::Write(update) => update,
            other => panic!("{other:?}"),
        }
    });
    let mut session = empty;
    for (count, update) in first_writes.iter().enumerate() {
        session = written(session, update);
        let spent = count >= 3;
        assert_eq!(session.codes_are_spent(&policy), spent, "{session:?}");
        let decision = decide(&policy, &session, session.held.interactions, at(NOON)).unwrap();
        assert_eq!(decision.interactions.contains(Interaction::Code), !spent);
        assert_eq!(decision.off(), 0, "SPRING came too late");
    }
    // The call that decides on the last answer takes the code out of the set, and the discount that it wrote.
    let decision = decide(&policy, &session, session.held.interactions, at(NOON)).unwrap();
    let Difference::Write(update) = difference(&policy, &session, &decision, false) else { panic!("not settled") };
    assert_eq!((update.dropped, matches!(update.discount, Change::Clear { .. })), (code, true));
    let session = written(session, &update);
    let decision = decide(&policy, &session, session.held.interactions, at(NOON)).unwrap();
    assert_eq!(difference(&policy, &session, &decision, false), Difference::Settled);
    assert_eq!(session.held.tried.len(), 5, "the marks stay");
}

/// Writes until the session is as decided.
fn settled(policy: &Policy, mut session: Snapshot) -> Snapshot {
    for _ in 0..4 {
        let decision = decide(policy, &session, session.held.interactions, at(NOON)).unwrap();
        match difference(policy, &session, &decision, false) {
            Difference::Write(update) => session = written(session, &update),
            Difference::Settled => return session,
            other => panic!("{other:?}"),
        }
    }
    panic!("it does not settle: {session:?}")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_number_of_guesses_learns_of_no_more_codes_than_allowed(
        rounds in vec(vec(select(vec!["a", "b", "c", "d", "spring", "autumn"]), 1..5), 1..6),
        most in 1..5_usize,
    ) {
        let policy = seasons(&format!("limits.codes_per_session = {most}"));
        let mut session = Snapshot::guest(15_000);
        let (mut told, mut asked) = (BTreeSet::new(), BTreeSet::new());
        for guesses in rounds {
            // All of a round read the same session before one of them writes.
            let before = session.clone();
            for guess in guesses {
                let asking = before.clone().types(guess);
                let set = asking.held.interactions.with(Interaction::Code);
                let decision = decide(&policy, &asking, set, at(NOON)).unwrap();
                let spent = before.held.tried.len() > most
                    || (before.held.tried.len() == most && !asked_before(&before, &asking));
                match difference(&policy, &asking, &decision, false) {
                    Difference::CodesSpent => prop_assert!(spent && before.held.code != asking.code),
                    Difference::Settled => {}
                    Difference::Write(update) => {
                        prop_assert!(!spent || before.held.code == asking.code);
                        asked.extend(update.mark);
                        session = settled(&policy, written(session, &update));
                        if session.held.interactions.contains(Interaction::Code) {
                            told.extend(session.code.as_ref().map(crate::ShopperCode::mark));
                        }
                    }
                    other => panic!("{other:?}"),
                }
            }
            prop_assert_eq!(&session.held.tried, &asked);
            let good = session.held.code.as_ref().is_some_and(|code| ["SPRING", "AUTUMN"].contains(&code.as_str()));
            let off = decide(&policy, &session, session.held.interactions, at(NOON)).unwrap().off();
            prop_assert_eq!(off, if good { 500 } else { 0 });
            prop_assert_eq!(session.held.interactions.contains(Interaction::Code), asked.len() <= most);
        }
        prop_assert!(told.len() <= most, "{:?} of {}", told, most);
    }
}

fn asked_before(session: &Snapshot, asking: &Snapshot) -> bool {
    asking.code.as_ref().is_some_and(|code| session.held.tried.contains(&code.mark()))
}
