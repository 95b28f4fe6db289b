//! Offers that count: the ledger is read before a decision, claimed from before each write, and given back to after it.

use std::collections::BTreeMap;

use discounts_ledger::{
    Changed, Claim, CounterKey, Held, Limits, Name, Period, PeriodLength, Phase, Reading, Revision, Row, SessionKey,
};
use jiff::civil::date;

use super::*;
use crate::decide::Code;
use crate::reconcile::Reconciled;
use crate::session::{AppliedDiscount, DiscountRecord};

/// 10 % off every cart, twice.
const TWICE: &str = "limit.uses = 2";
/// 10 % off every cart, until 20.00 USD are given away.
const BUDGET: &str = "limit.budget = { usd = \"20.00\" }";

fn counting(limit: &str) -> Policy {
    test_support::policy(&format!("{POLICY}\n{}", for_all("ten", &format!("give.percent = \"10\"\n{limit}"))))
}

fn uses() -> CounterKey {
    CounterKey::Uses { offer: Name::parse("ten").unwrap(), period: None }
}

fn budget() -> CounterKey {
    CounterKey::Budget { offer: Name::parse("ten").unwrap(), currency: Name::parse("usd").unwrap(), period: None }
}

fn held<const N: usize>(amounts: [(CounterKey, u64); N]) -> Held {
    amounts.into_iter().collect()
}

/// A session with 150.00 USD in its cart, and a discount that takes these uses.
fn counted(off: u64, uses: &Held, version: &str) -> Box<SessionView> {
    let mut view = view(off, version);
    view.snapshot.id = Some("cs_test_1".to_owned());
    if let AppliedDiscount::Ours { record, .. } = &mut view.snapshot.held.discount {
        *record = DiscountRecord { offers: "ten".to_owned(), customer: None, counted: uses.clone() };
    }
    view
}

fn shows(off: u64, uses: &Held, version: &str) -> Seen {
    Observation::Session(counted(off, uses, version))
}

fn row(held: &Held, keeps: bool) -> Row {
    let session = SessionKey::new(Name::parse("cs_test_1").unwrap());
    let claim = Claim::new(&session, None, held, &Limits::default(), second(1_800)).unwrap();
    let claim = if keeps { claim.before_a_bump() } else { claim };
    claim.change().next().clone()
}

fn reading<const N: usize>(row: Option<Row>, taken: [(CounterKey, u64); N]) -> Seen {
    Observation::Ledger(Reading { row, taken: taken.into() })
}

fn nothing_taken() -> Seen {
    reading(None, [])
}

const MADE: Seen = Observation::Changed(Changed::Made);

fn spent(key: CounterKey, taken: u64) -> Seen {
    Observation::Changed(Changed::Spent(BTreeMap::from([(key, taken)])))
}

fn run_on(limit: &str, command: SessionCommand, seen: impl IntoIterator<Item = Seen>) -> Run {
    play(&counting(limit), reconciler(command), seen.into_iter().map(|seen| (0, seen)))
}

fn refresh_on(limit: &str, seen: impl IntoIterator<Item = Seen>) -> Run {
    run_on(limit, SessionCommand::Refresh, seen)
}

impl Run {
    fn reconciled(&self) -> &Reconciled {
        self.end.as_ref().expect("the run ends").result.as_ref().expect("it ends well")
    }

    /// The reasons against the offer.
    fn reasons(&self) -> Vec<Code> {
        self.reconciled().decision.rejected.iter().flat_map(|one| &one.reasons).map(|reason| reason.code).collect()
    }
}

#[test]
fn use_is_claimed_before_the_write() {
    let one = held([(uses(), 1)]);
    let run = refresh_on(TWICE, [shows(0, &Held::NOTHING, ""), nothing_taken(), MADE, shows(1_500, &one, MINE)]);
    assert_eq!(run.steps, ["read the ledger", "reserve u#ten 1", "write \"\" off 1500"]);
    assert!(run.reconciled().changed);
}

#[test]
fn exhausted_offer_is_not_written_and_says_why() {
    let run = refresh_on(TWICE, [shows(0, &Held::NOTHING, ""), reading(None, [(uses(), 2)])]);
    assert_eq!(run.steps, ["read the ledger"]);
    assert_eq!(run.reasons(), [Code::USES_EXHAUSTED]);
}

#[test]
fn spent_limit_is_decided_again_without_another_read() {
    let run = refresh_on(TWICE, [shows(0, &Held::NOTHING, ""), reading(None, [(uses(), 1)]), spent(uses(), 2)]);
    assert_eq!(run.steps, ["read the ledger", "reserve u#ten 1"]);
    assert_eq!(run.reasons(), [Code::USES_EXHAUSTED]);
}

#[test]
fn budget_is_given_to_its_last_cent() {
    let left = held([(budget(), 700)]);
    let seen = [shows(0, &Held::NOTHING, ""), nothing_taken(), spent(budget(), 1_300), MADE, shows(700, &left, MINE)];
    let run = refresh_on(BUDGET, seen);
    let steps = ["read the ledger", "reserve b#ten#usd 1500", "reserve b#ten#usd 700", "write \"\" off 700"];
    assert_eq!(run.steps, steps);
    assert!(run.reconciled().changed);
}

#[test]
fn counter_that_lacks_room_twice_counts_as_spent() {
    let seen = [shows(0, &Held::NOTHING, ""), nothing_taken(), spent(budget(), 1_300), spent(budget(), 1_400)];
    let run = refresh_on(BUDGET, seen);
    assert_eq!(run.steps, ["read the ledger", "reserve b#ten#usd 1500", "reserve b#ten#usd 700"]);
    assert_eq!(run.reasons(), [Code::BUDGET_EXHAUSTED]);
}

#[test]
fn moved_row_is_claimed_from_again_as_it_is() {
    let others = row(&held([(budget(), 400)]), false);
    let moved = Observation::Changed(Changed::Moved(Some(others)));
    let (wanted, shown) = ([shows(0, &Held::NOTHING, ""), nothing_taken(), moved, MADE], held([(budget(), 1_500)]));
    let run = refresh_on(BUDGET, wanted.into_iter().chain([shows(1_500, &shown, MINE)]));
    assert_eq!(
        run.steps,
        ["read the ledger", "reserve b#ten#usd 1500", "reserve b#ten#usd 1500", "write \"\" off 1500"]
    );
}

#[test]
fn claims_of_others_are_given_back_after_an_own_write() {
    let (crashed, mine) = (row(&held([(budget(), 1_800)]), false), held([(budget(), 1_500)]));
    let before = [shows(0, &Held::NOTHING, ""), reading(Some(crashed), [(budget(), 1_800)]), MADE];
    let run = refresh_on(BUDGET, before.into_iter().chain([shows(1_500, &mine, MINE), MADE]));
    assert_eq!(
        run.steps,
        ["read the ledger", "reserve b#ten#usd 1800", "write \"\" off 1500", "release to b#ten#usd 1500"]
    );
    assert!(run.reconciled().changed);
}

#[test]
fn removed_discount_gives_its_use_back() {
    let one = held([(uses(), 1)]);
    let remove = SessionCommand::Remove(Interaction::CartThreshold.into());
    let mut empty = counted(0, &Held::NOTHING, MINE);
    empty.snapshot.held.interactions = crate::interaction::InteractionSet::EMPTY;
    let before = [shows(1_500, &one, ""), reading(Some(row(&one, false)), [(uses(), 1)]), MADE];
    for answer in [MADE, Observation::LedgerUnavailable, Observation::Changed(Changed::Moved(None))] {
        let seen = before.clone().into_iter().chain([Observation::Session(empty.clone()), answer]);
        let run = run_on(TWICE, remove.clone(), seen);
        let steps =
            ["read the ledger", "reserve u#ten 1", "write \"\" off 0 without cart-threshold", "release to nothing"];
        assert_eq!(run.steps, steps);
        assert!(run.reconciled().changed, "whatever became of the give-back");
    }
}

#[test]
fn nothing_is_given_back_where_the_version_is_not_kept() {
    let (crashed, mine) = (row(&held([(budget(), 1_800)]), false), held([(budget(), 1_500)]));
    let before = [shows(0, &Held::NOTHING, ""), reading(Some(crashed), [(budget(), 1_800)]), MADE];
    let run = refresh_on(BUDGET, before.into_iter().chain([shows(1_500, &mine, "")]));
    assert_eq!(run.steps, ["read the ledger", "reserve b#ten#usd 1800", "write \"\" off 1500"]);
}

#[test]
fn bump_is_claimed_for_and_ends_give_backs() {
    let (policy, one) = (counting(TWICE), held([(uses(), 1)]));
    let seen = [
        (0, shows(0, &Held::NOTHING, "")),
        (0, nothing_taken()),
        (0, MADE),
        (0, failed(FailureKind::Conflict)),
        (11, shows(0, &Held::NOTHING, "")),
        (11, reading(Some(row(&one, false)), [(uses(), 1)])),
        (11, failed(FailureKind::Other)),
    ];
    let run = play(&policy, reconciler(SessionCommand::Refresh), seen);
    assert_eq!(
        run.steps,
        ["read the ledger", "reserve u#ten 1", "write \"\" off 1500", "read", "read the ledger", "reserve u#ten 1"],
        "the read began at once"
    );

    let remove = SessionCommand::Remove(Interaction::CartThreshold.into());
    let kept = row(&one, true);
    let mut empty = counted(0, &Held::NOTHING, MINE);
    empty.snapshot.held.interactions = crate::interaction::InteractionSet::EMPTY;
    let seen = [
        (0, shows(1_500, &one, "")),
        (0, reading(Some(row(&one, false)), [(uses(), 1)])),
        (0, MADE),
        (0, failed(FailureKind::ReplayedFailure)),
        (0, shows(1_500, &one, "")),
        (0, reading(Some(kept), [(uses(), 1)])),
        (0, MADE),
        (0, Observation::Bumped(SessionVersion::parse("1"))),
        (0, Observation::Session(empty)),
    ];
    let run = play(&policy, reconciler(remove), seen);
    let write = "write \"\" off 0 without cart-threshold";
    let (first, again) = (["read the ledger", "reserve u#ten 1", write, "read"], "reserve u#ten 1 before a bump");
    let rest = ["read the ledger", again, "bump \"\" 0", "write \"1\" off 0 without cart-threshold"];
    assert_eq!(run.steps, [first, rest].concat());
}

#[test]
fn nothing_that_counts_is_given_without_the_ledger() {
    let run = refresh_on(TWICE, [shows(0, &Held::NOTHING, ""), Observation::LedgerUnavailable]);
    assert_eq!(run.steps, ["read the ledger"]);
    assert_eq!(run.reasons(), [Code::LEDGER_UNAVAILABLE]);
    assert!(run.end.unwrap().ledger_unavailable);

    let lost = refresh_on(TWICE, [shows(0, &Held::NOTHING, ""), nothing_taken(), Observation::LedgerUnavailable]);
    assert_eq!(lost.steps, ["read the ledger", "reserve u#ten 1"]);
    assert_eq!(lost.reasons(), [Code::LEDGER_UNAVAILABLE]);
}

#[test]
fn discount_that_counts_stays_while_the_ledger_is_down() {
    let one = held([(uses(), 1)]);
    for command in [SessionCommand::Refresh, cart([("price_cup", 1)])] {
        let run = run_on(TWICE, command, [shows(1_500, &one, ""), Observation::LedgerUnavailable]);
        assert_eq!(run.steps, ["read the ledger"], "nothing is written");
        assert_eq!(run.error(), (&ReconcileError::LedgerUnavailable, None));
    }
    let remove = SessionCommand::Remove(Interaction::CartThreshold.into());
    let run = run_on(TWICE, remove, [shows(1_500, &one, ""), Observation::LedgerUnavailable]);
    assert_eq!(run.steps, ["read the ledger", "write \"\" off 0 without cart-threshold"]);
}

#[test]
fn discount_without_a_claim_is_claimed_or_taken_off() {
    let one = held([(uses(), 1)]);
    let made = refresh_on(TWICE, [shows(1_500, &one, ""), nothing_taken(), MADE]);
    assert_eq!(made.steps, ["read the ledger", "reserve u#ten 1"]);
    assert!(!made.reconciled().changed);
    let spent = refresh_on(TWICE, [shows(1_500, &one, ""), nothing_taken(), spent(uses(), 2)]);
    assert_eq!(spent.steps, ["read the ledger", "reserve u#ten 1", "write \"\" off 0"]);
}

#[test]
fn settled_row_ends_what_is_given() {
    let gone = Row { phase: Phase::Gone, ..row(&Held::NOTHING, false) };
    let run = refresh_on(TWICE, [shows(0, &Held::NOTHING, ""), reading(Some(gone), [])]);
    assert_eq!(run.steps, ["read the ledger"]);
    assert_eq!(run.reasons(), [Code::LEDGER_UNAVAILABLE]);
}

#[test]
fn intents_get_nothing_that_counts() {
    let mut intent = counted(0, &Held::NOTHING, "");
    let undiscounted = 15_000;
    intent.intent_amount = Some(crate::reconcile::IntentAmount { undiscounted, is_stale: false });
    let run = refresh_on(TWICE, [Observation::Session(intent)]);
    assert_eq!(run.steps, [""; 0], "the ledger is not asked");
    assert_eq!(run.reasons(), [Code::LEDGER_UNAVAILABLE]);
}

#[test]
fn day_is_that_of_the_decision() {
    let policy = counting("limit.uses = 2\nlimit.per = \"day\"");
    let run =
        play(&policy, reconciler(SessionCommand::Refresh), [(0, shows(0, &Held::NOTHING, "")), (0, nothing_taken())]);
    let day = Period::of(PeriodLength::Day, date(2026, 6, 3));
    assert_eq!(run.steps, ["read the ledger".to_owned(), format!("reserve u#ten#{day} 1")]);
    assert_eq!(row(&Held::NOTHING, false).revision, Revision::FIRST);
}
