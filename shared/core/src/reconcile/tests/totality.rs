//! Totality: every state takes every observation, for every command.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use discounts_ledger::{Changed, CounterKey, Name, Reading};
use proptest::prelude::*;

use super::*;
use crate::code::ShopperCode;
use crate::command::ShippingAddress;
use crate::decide::decide;
use crate::interaction::InteractionSet;
use crate::money::Amount;
use crate::reconcile::LinePiece;
use crate::reconcile::state::{Obligation, State};
use crate::session::{AppliedDiscount, Customer, Shopper};
use crate::test_support::offer;

/// Offers for every cart, for members and for a code, with low limits.
static SHOP: LazyLock<Policy> = LazyLock::new(|| {
    let member = offer("gold", "loyalty", "when.tier = [\"gold\"]\ngive.percent = \"20\"");
    let code = offer("spring", "code", "when.code = [\"SPRING\"]\ngive.percent = \"30\"");
    let all = for_all("ten", "give.percent = \"10\"");
    let limits = "limits.writes_per_session = 3\nlimits.codes_per_session = 1";
    test_support::policy(&format!("{limits}\n{POLICY}\n{all}\n{member}\n{code}"))
});

fn command() -> impl Strategy<Value = SessionCommand> {
    let code = prop_oneof![Just("SPRING"), Just("WINTER")].prop_map(ShopperCode::parse);
    let address = ShippingAddress { name: "Jo".to_owned(), country: "US".to_owned(), fields: Vec::new() };
    prop_oneof![
        Just(SessionCommand::Refresh),
        Just(SessionCommand::Add(Interaction::Loyalty, None)),
        Just(SessionCommand::Add(Interaction::CartThreshold, None)),
        code.prop_map(|code| SessionCommand::Add(Interaction::Code, code)),
        Just(SessionCommand::Remove(Interaction::CartThreshold.into())),
        Just(SessionCommand::Remove(InteractionSet::all())),
        (1_u64..4).prop_map(|units| cart([("price_cup", units)])),
        (1_u64..4).prop_map(|units| cart([("price_tea", units)])),
        Just(cart([("price_gold", 1)])),
        Just(SessionCommand::Change(Edit::ShippingAddress(address))),
    ]
}

fn gold() -> Shopper {
    let metadata = [("loyalty_tier".to_owned(), "gold".to_owned())].into();
    Shopper::Customer(Customer { id: "cus_1".to_owned(), metadata, ..Customer::default() })
}

fn any_version() -> impl Strategy<Value = Option<SessionVersion>> {
    prop_oneof![Just(None), prop_oneof![Just(""), Just("a"), Just("1"), Just(MINE)].prop_map(SessionVersion::parse)]
}

prop_compose! {
    fn any_view()(
        (units, off, foreign) in (1_u64..4, prop_oneof![Just(0_u64), Just(500), Just(1_500), Just(2_000)], any::<bool>()),
        version in any_version(),
        shopper in 0_u8..3,
        (writes, keys) in (0_u64..5, prop_oneof![9 => Just(0), 1 => Just(50)]),
        (server_only_lines, server_only_shipping, in_lines) in any::<(bool, bool, bool)>(),
        sets in any::<(bool, bool, bool)>(),
    ) -> Box<SessionView> {
        let mut view = of(units, off, "");
        let asked = [(sets.0, Interaction::CartThreshold), (sets.1, Interaction::Loyalty), (sets.2, Interaction::Code)];
        let held = &mut view.snapshot.held;
        held.interactions = asked.into_iter().filter(|(asked, _)| *asked).map(|(_, interaction)| interaction).collect();
        held.code = ShopperCode::parse("SPRING").filter(|_| sets.2);
        held.writes = writes;
        if foreign && off == 500 {
            held.discount = AppliedState::foreign(off).discount;
        }
        view.snapshot.code.clone_from(&held.code);
        if in_lines {
            view.line_pricing = LinePricing::Lower;
            let line = &mut view.lines[0];
            line.price.as_mut().unwrap().product = Some("prod_cup".to_owned());
            let piece = LinePiece { id: "li_cup".to_owned(), quantity: units, off: amount(off.div_euclid(units)), is_part: false };
            line.pieces = vec![piece];
        }
        view.snapshot.metadata = (0..keys).map(|key| (format!("theirs_{key}"), String::new())).collect();
        if shopper > 0 {
            view.snapshot.shopper = gold();
        }
        let customer_by_reference = shopper == 2;
        Box::new(SessionView { version, server_only_lines, server_only_shipping, customer_by_reference, ..*view })
    }
}

fn any_failure() -> impl Strategy<Value = Seen> {
    let kind = prop_oneof![
        1 => Just(FailureKind::NotOpen),
        3 => Just(FailureKind::Rejected),
        1 => Just(FailureKind::ReplayedRejection),
        3 => Just(FailureKind::Conflict),
        1 => Just(FailureKind::ReplayedFailure),
        1 => Just(FailureKind::RateLimited),
        1 => Just(FailureKind::TimedOut),
        1 => Just(FailureKind::Other),
    ];
    kind.prop_map(failed)
}

fn any_prices() -> impl Strategy<Value = Seen> {
    let tea = PriceId::parse("price_tea").unwrap();
    let tiers = PriceView { amount_per_unit: None, ..price("price_tea") };
    let views = prop_oneof![Just(None), Just(Some(tiers)), Just(Some(price("price_tea")))];
    views.prop_map(move |view| Observation::Prices([(tea.clone(), view)].into()))
}

fn observation() -> impl Strategy<Value = Seen> {
    prop_oneof![
        8 => any_view().prop_map(Observation::Session),
        2 => any_view().prop_map(Observation::Replayed),
        1 => Just(Observation::Torn(2)),
        2 => any_version().prop_map(Observation::Bumped),
        2 => any_prices(),
        1 => Just(Observation::Customer(Shopper::Guest)),
        1 => Just(Observation::Customer(gold())),
        2 => Just(Observation::Waited),
        4 => any_failure(),
    ]
}

/// The observation that an action asks for, so that runs get far.
fn answers(action: &Action, seen: &Seen) -> bool {
    match (action, seen) {
        (_, Observation::Failed(_) | Observation::Torn(_))
        | (Action::Read, Observation::Session(_))
        | (Action::ReadCustomer(_), Observation::Customer(_))
        | (Action::ReadPrices(..), Observation::Prices(_))
        | (Action::Wait { .. }, Observation::Waited) => true,
        (Action::Write(write), Observation::Bumped(_)) => matches!(write.key, WriteKey::Bump(..)),
        (Action::Write(write), Observation::Session(_) | Observation::Replayed(_)) => {
            !matches!(write.key, WriteKey::Bump(..))
        }
        _ => false,
    }
}

/// True if a view shows a discount of ours that is larger than its own cart and set earn, and the command changes nothing.
fn shows_excess(policy: &Policy, command: &SessionCommand, view: &SessionView) -> bool {
    let held = &view.snapshot.held;
    let unchanged = command.apply(held.interactions) == held.interactions && command.code().is_none();
    let is_plain = unchanged && !matches!(command, SessionCommand::Change(_)) && !view.customer_by_reference;
    let decision = decide(policy, &view.snapshot, held.interactions, second(0)).unwrap();
    is_plain && held.is_more_than(decision.amount_off())
}

/// Checks the end of a run. `last` is the last session that the run decided on.
fn check(
    policy: &Policy,
    command: &SessionCommand,
    last: Option<&SessionView>,
    outcome: Outcome<u8>,
) -> Result<(), TestCaseError> {
    match outcome.result {
        Ok(reconciled) => {
            let held = &reconciled.view.snapshot.held;
            prop_assert_eq!(outcome.excess, None);
            prop_assert!(!held.is_more_than(reconciled.decision.amount_off()));
            let due = reconciled.decision.amount_off();
            prop_assert!(held.discount != AppliedDiscount::Nothing || due == Amount::ZERO);
        }
        Err(error) => {
            let knows = last.is_some_and(|view| shows_excess(policy, command, view));
            prop_assert!(!knows || outcome.excess.is_some(), "{:?} leaves an excess unreported", error);
        }
    }
    Ok(())
}

/// The shop, with an offer that counts.
static COUNTING_SHOP: LazyLock<Policy> = LazyLock::new(|| {
    let few = for_all("few", "give.percent = \"15\"\nlimit.uses = 1\nlimit.budget = { usd = \"30.00\" }");
    test_support::policy(&format!(
        "limits.writes_per_session = 3\n{POLICY}\n{}\n{few}",
        for_all("ten", "give.percent = \"10\"")
    ))
});

/// Every session has an id, under which the ledger knows it.
fn with_id(mut seen: Seen) -> Seen {
    if let Observation::Session(view) | Observation::Replayed(view) = &mut seen {
        view.snapshot.id = Some("cs_test_1".to_owned());
    }
    seen
}

fn any_ledger() -> impl Strategy<Value = Seen> {
    let key = || CounterKey::Uses { offer: Name::parse("few").unwrap(), period: None };
    let taken = move |taken: u64| BTreeMap::from([(key(), taken)]);
    prop_oneof![
        3 => (0_u64..2).prop_map(move |n| Observation::Ledger(Reading { row: None, taken: taken(n) })),
        3 => Just(Observation::Changed(Changed::Made)),
        1 => Just(Observation::Changed(Changed::Moved(None))),
        1 => Just(Observation::Changed(Changed::Spent(BTreeMap::new()))),
        1 => Just(Observation::LedgerUnavailable),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// In any order of observations, a run that fails with a known excess says what became of it.
    #[test]
    fn every_state_takes_every_observation(
        command in command(),
        splits in any::<bool>(),
        seen in proptest::collection::vec((0_i64..20, observation(), any::<bool>()), 1..48),
    ) {
        let policy = &*SHOP;
        let mut reconciler = Reconciler::new(command.clone(), second(16), 7, splits);
        let mut action = Reconciler::<u8>::FIRST;
        let mut last = None;
        for (moment, seen, anything) in seen {
            if !anything && !answers(&action, &seen) {
                continue;
            }
            let owed = matches!(reconciler.obligation, Obligation::Excess(_));
            // The states that decide on what they see.
            match (&reconciler.state, &seen) {
                (State::Reading { .. }, Observation::Session(view) | Observation::Replayed(view))
                | (State::Writing(..), Observation::Session(view)) => last = Some(view.clone()),
                _ => {}
            }
            let shows = matches!(seen, Observation::Session(_) | Observation::Replayed(_) | Observation::Customer(_));
            match reconciler.next(policy, seen, second(moment)) {
                Step::Act(next, then) => (reconciler, action) = (*next, then),
                Step::Done(outcome) => {
                    prop_assert!(shows || !owed || outcome.result.is_ok() || outcome.excess.is_some());
                    check(policy, &command, last.as_deref(), *outcome)?;
                    break;
                }
            }
        }
    }

    /// Runs end as well where an offer counts, whatever the ledger answers.
    #[test]
    fn every_state_takes_every_answer_of_the_ledger(
        command in command(),
        seen in proptest::collection::vec((0_i64..20, observation(), any_ledger(), any::<bool>()), 1..48),
    ) {
        let policy = &*COUNTING_SHOP;
        let mut reconciler = Reconciler::new(command.clone(), second(16), 7, false);
        let mut action = Reconciler::<u8>::FIRST;
        for (moment, seen, ledger, anything) in seen {
            let asks = matches!(action, Action::ReadLedger(_) | Action::Reserve(_) | Action::Release(_));
            let seen = if asks { ledger } else { with_id(seen) };
            if !anything && !asks && !answers(&action, &seen) {
                continue;
            }
            match reconciler.next(policy, seen, second(moment)) {
                Step::Act(next, then) => (reconciler, action) = (*next, then),
                Step::Done(outcome) => {
                    if let Ok(reconciled) = outcome.result {
                        let held = &reconciled.view.snapshot.held;
                        prop_assert!(!held.is_more_than(reconciled.decision.amount_off()));
                    }
                    break;
                }
            }
        }
    }
}
