use std::collections::BTreeMap;

use discounts_ledger::{CounterKey, Held, Name, Phase, Reading, Revision, Row};

use super::*;
use crate::facts::SignedCode;
use crate::money::Amount;
use crate::policy::Guests;
use crate::session::{Room, ShopperCode};
use crate::test_support::{NOON, amount, at, decided, for_all, offer, policy};

const LIMITS: &str = "give.amount_off = { usd = \"5.00\", eur = \"5.00\" }\nlimit.uses = 100\nlimit.per = \"day\"\n\
                      limit.budget = { usd = \"50.00\" }\nlimit.uses_per_shopper = 2";

fn held(items: &str) -> Held {
    let held = read(items);
    assert_eq!(written(&held), items);
    held
}

fn keys(held: &[CounterKey]) -> Vec<String> {
    held.iter().map(ToString::to_string).collect()
}

fn signed(mut session: Snapshot, code: &str, series: &str, serial: u32) -> Snapshot {
    let code = ShopperCode::parse(code).unwrap();
    let signed = SignedCode { series: series.to_owned().into(), serial };
    session.ledger.signed_codes.push((code.clone(), signed));
    session.code = Some(code);
    session
}

fn row(held: Held) -> Row {
    let (revision, phase, check_at) = (Revision::FIRST, Phase::Open, at(NOON));
    Row { revision, phase, held, keeps: false, check_at, session: None, order: None }
}

#[test]
fn counters_are_those_of_the_session_and_the_day() {
    let policy =
        policy(&format!("timezone = \"Asia/Tokyo\"\n{}{}", for_all("a", LIMITS), for_all("b", "give.percent = \"1\"")));
    let late = at("2026-06-03T15:00:00Z");
    let customer = Snapshot::customer([]);
    for (session, now, expected) in [
        (customer.clone(), at(NOON), &["u#a#2026-06-03", "b#a#usd#2026-06-03", "p#a#cus_1#2026-06-03"][..]),
        (customer.clone(), late, &["u#a#2026-06-04", "b#a#usd#2026-06-04", "p#a#cus_1#2026-06-04"]),
        (customer.pays_in("eur"), at(NOON), &["u#a#2026-06-03", "p#a#cus_1#2026-06-03"]),
        (Snapshot::guest(15_000), at(NOON), &["u#a#2026-06-03", "b#a#usd#2026-06-03"]),
    ] {
        assert_eq!(keys(&Counters::of(&policy, &session, now).keys()), expected);
    }
    assert_eq!(keys(&shared_keys(&policy, at(NOON))), ["u#a#2026-06-03", "b#a#usd#2026-06-03"]);
}

#[test]
fn guest_is_counted_if_the_policy_counts_guests() {
    let limits = "give.percent = \"10\"\nlimit.uses_per_shopper = 1";
    for (guests, expected) in [(Guests::None, &[][..]), (Guests::Email, &["p#a#guest-0123456789abcdef"])] {
        let mut policy = policy(&for_all("a", limits));
        policy.customer.guests = guests;
        let mut guest = Snapshot::guest(15_000);
        assert!(Counters::of(&policy, &guest, at(NOON)).keys().is_empty());
        guest.ledger.guest = Name::parse("guest-0123456789abcdef");
        assert_eq!(keys(&Counters::of(&policy, &guest, at(NOON)).keys()), expected, "{guests:?}");
    }
}

#[test]
fn offers_that_share_a_series_share_its_codes() {
    let text =
        |limit: &str| format!("when.code_series = {{ name = \"MAY\", count = 9 }}\n{limit}\ngive.percent = \"10\"");
    let policy = policy(&format!(
        "combine = \"sum\"\n{}{}",
        offer("a", "code", &text("limit.uses_per_code = 3")),
        offer("b", "code", &text(""))
    ));
    let mut session = signed(Snapshot::guest(15_000), "may:7", "MAY", 7);
    let counters = Counters::of(&policy, &session, at(NOON));
    assert_eq!(keys(&counters.keys()), ["k#MAY#7"]);
    let code = CounterKey::parse("k#MAY#7").unwrap();
    assert_eq!(counters.limits().limit(&code), Some(1));
    session.ledger.rooms = untouched(&policy, &session, at(NOON));
    let decision = decided(&policy, &session);
    assert_eq!(decision.shares(), "a 1500, b 1500");
    assert_eq!(written(&wanted(&policy, &session, &decision)), "k#MAY#7=1");
}

#[test]
fn room_is_what_others_have_left() {
    let policy = policy(&for_all("a", LIMITS));
    let session = Snapshot::customer([]);
    let counters = Counters::of(&policy, &session, at(NOON));
    let taken = held("u#a#2026-06-03=100,b#a#usd#2026-06-03=4800,p#a#cus_1#2026-06-03=1");
    let taken: BTreeMap<CounterKey, u64> = taken.iter().map(|(key, taken)| (key.clone(), taken)).collect();
    let own = held("u#a#2026-06-03=1,b#a#usd#2026-06-03=500");
    for (row, expected) in [
        (None, Room { uses: Some(0), budget: Some(amount(200)), shopper: Some(1), code: None }),
        (Some(row(own)), Room { uses: Some(1), budget: Some(amount(700)), shopper: Some(1), code: None }),
        // What the session holds of another day is no part of this day's.
        (
            Some(row(held("u#a#2026-06-02=1"))),
            Room { uses: Some(0), budget: Some(amount(200)), shopper: Some(1), code: None },
        ),
    ] {
        let reading = Reading { row, taken: taken.clone() };
        assert_eq!(counters.rooms(&reading).of("a"), Some(&expected));
    }
}

#[test]
fn decision_takes_what_its_record_says() {
    let policy = policy(&for_all("a", LIMITS));
    let mut session = Snapshot::customer([]);
    session.ledger.rooms = untouched(&policy, &session, at(NOON));
    let decision = decided(&policy, &session);
    let wanted = wanted(&policy, &session, &decision);
    assert_eq!(written(&wanted), "u#a#2026-06-03=1,b#a#usd#2026-06-03=500,p#a#cus_1#2026-06-03=1");
    assert_eq!(read(&written(&wanted)), wanted);
    assert_eq!(crate::session::DiscountRecord::of(&policy, &session, &decision).counted, wanted);
}

#[test]
fn paid_session_is_judged_by_what_it_holds() {
    let policy = policy(&for_all("a", LIMITS));
    let mut session = Snapshot::customer([]);
    for (holds, shares) in [
        // Of the day before: it was paid after midnight.
        ("u#a#2026-06-02=1,b#a#usd#2026-06-02=500,p#a#cus_1#2026-06-02=1", "a 500"),
        ("u#a#2026-06-03=1,b#a#usd#2026-06-03=300,p#a#cus_1#2026-06-03=1", "a 300"),
        ("u#a#2026-06-03=1,b#a#eur#2026-06-03=500,p#a#cus_1#2026-06-03=1", ""),
        ("u#b#2026-06-03=1,b#b#usd#2026-06-03=500,p#b#cus_1#2026-06-03=1", ""),
        ("", ""),
    ] {
        session.ledger.rooms = rooms_of(&policy, &session, &held(holds));
        assert_eq!(decided(&policy, &session).shares(), shares, "{holds}");
    }
}

#[test]
fn list_without_its_form_is_left_out() {
    for (list, expected) in
        [("", ""), ("u#a=1,x#b=2,p#c=1", "u#a=1"), ("u#a", ""), ("u#a=x,k#MAY#7=1", "k#MAY#7=1"), ("b#a#usd=-5", "")]
    {
        assert_eq!(written(&read(list)), expected, "{list}");
    }
}

#[test]
fn policy_without_limits_has_no_counters() {
    let plain = policy(&for_all("a", "give.percent = \"10\""));
    let session = Snapshot::customer([]);
    assert!(!plain.counts());
    assert_eq!(untouched(&plain, &session, at(NOON)), Rooms::NotAsked);
    assert!(Counters::of(&plain, &session, at(NOON)).keys().is_empty());
    assert_eq!(decided(&plain, &session).amount_off(), amount(1_500));
    let counted = policy(&for_all("a", "give.percent = \"10\"\nlimit.uses = 1"));
    assert!(counted.counts());
    assert_eq!(decided(&counted, &session).amount_off(), Amount::ZERO);
    assert_eq!(decided(&counted, &session).losses(), "a ledger_unavailable");
}
