//! Several requirements, each by units of its own.

use proptest::prelude::*;

use super::*;
use crate::Snapshot;

/// A policy of 5.00 for every cart that fits.
fn asking_for(contains: &str) -> crate::Policy {
    policy(&for_all("it", &format!("give.amount_off.usd = \"5.00\"\nwhen.contains = {contains}")))
}

/// Every row is what is asked for, a cart and the verdict.
fn each_is<const N: usize>(rows: [(&str, Snapshot, &str); N]) {
    for (contains, session, expected) in rows {
        let decision = decided(&asking_for(contains), &session);
        assert_eq!(verdict(&decision), expected, "{contains}\n{session:?}");
    }
}

fn cart<const N: usize>(lines: [(&str, &str, u64, u64); N]) -> Snapshot {
    Snapshot::guest(0).lines(lines)
}

const BOTH: &str = "[{ tags = [\"a\"] }, { tags = [\"b\"], quantity_at_least = 2 }]";

#[test]
fn each_requirement_takes_units_of_its_own() {
    each_is([
        (BOTH, cart([("prod_1", "a", 1, 100), ("prod_2", "b", 2, 100)]), "applies"),
        (BOTH, cart([("prod_1", "a", 1, 100), ("prod_2", "b", 1, 100)]), "item_missing 2 1"),
        (BOTH, cart([("prod_1", "c", 1, 100), ("prod_2", "b", 2, 100)]), "item_missing 1 0"),
        (BOTH, cart([("prod_1", "a,b", 3, 100)]), "applies"),
        (BOTH, cart([("prod_1", "a,b", 2, 100)]), "item_missing 3 2"),
        (BOTH, cart([("prod_1", "a,b", 2, 100), ("prod_2", "a", 1, 100)]), "applies"),
        (BOTH, cart([("prod_1", "a,b", 1, 100), ("prod_2", "b", 2, 100)]), "applies"),
        (BOTH, cart([("prod_1", "?", 9, 100)]), "item_missing 1 0"),
        (BOTH, Snapshot::guest(500), "item_missing 3"),
    ]);
}

#[test]
fn bound_counts_every_unit_that_matches_or_may() {
    let most = "{ tags = [\"a\"], quantity_at_most = 2 }";
    let between = "{ tags = [\"a\"], quantity_at_least = 2, quantity_at_most = 2 }";
    let second = "[{ tags = [\"a\"] }, { products = [\"prod_2\"], quantity_at_most = 1 }]";
    each_is([
        (most, cart([("prod_1", "a", 2, 100)]), "applies"),
        (most, cart([("prod_1", "a", 2, 100), ("prod_2", "a", 1, 100)]), "too_many_items 2 3"),
        (most, cart([("prod_1", "a", 1, 100), ("prod_2", "?", 1, 100)]), "applies"),
        (most, cart([("prod_1", "a", 1, 100), ("prod_2", "?", 2, 100)]), "too_many_items 2 3"),
        (most, cart([("prod_1", "b", 2, 100)]), "item_missing 1 0"),
        (between, cart([("prod_1", "a", 2, 100)]), "applies"),
        (between, cart([("prod_1", "a", 1, 100)]), "item_missing 2 1"),
        (between, cart([("prod_1", "a", 3, 100)]), "too_many_items 2 3"),
        (second, cart([("prod_1", "a", 5, 100), ("prod_2", "a", 1, 100)]), "applies"),
        (second, cart([("prod_1", "a", 5, 100), ("prod_2", "b", 2, 100)]), "too_many_items 1 2"),
    ]);
}

#[test]
fn sum_counts_lines_that_no_other_requirement_names() {
    let both = "[{ tags = [\"a\"] }, { tags = [\"b\"], subtotal_at_least = { usd = \"2.00\" } }]";
    each_is([
        (both, cart([("prod_1", "a", 1, 100), ("prod_2", "b", 1, 200)]), "applies"),
        (both, cart([("prod_1", "a", 1, 100), ("prod_2", "b", 1, 199)]), "item_missing 200 199"),
        (both, cart([("prod_1", "a,b", 9, 900)]), "item_missing 200 0"),
        (both, cart([("prod_1", "a,b", 1, 900), ("prod_2", "b", 1, 200)]), "applies"),
        // What is not known may be of the other, too.
        (
            both,
            cart([("prod_1", "a", 1, 100), ("prod_2", "b", 1, 200)]).pays_in("eur"),
            r#"currency_not_offered "eur""#,
        ),
    ]);
}

#[test]
fn one_sum_without_the_currency_is_enough() {
    let sums = ["usd = \"1.00\", eur = \"1.00\"", "usd = \"2.00\""];
    let table = |tag: &str, sum: &str| format!("{{ tags = [\"{tag}\"], subtotal_at_least = {{ {sum} }} }}");
    let session = cart([("prod_1", "a", 1, 100), ("prod_2", "b", 1, 200)]);
    for (first, second) in [(sums[0], sums[1]), (sums[1], sums[0])] {
        let contains = format!("[{}, {}]", table("a", first), table("b", second));
        let policy = policy(&for_all("it", &format!("give.percent = \"5\"\nwhen.contains = {contains}")));
        let off = |session: &Snapshot| decided(&policy, session).off();
        assert_eq!((off(&session), off(&session.clone().pays_in("eur"))), (if first == sums[0] { 15 } else { 0 }, 0));
    }
}

#[test]
fn list_under_unless_excludes_carts_that_may_hold_it() {
    let excluding = |contains: &str| {
        policy(&for_all("it", &format!("give.amount_off.usd = \"5.00\"\nunless.contains = {contains}")))
    };
    let most = "{ tags = [\"a\"], quantity_at_most = 2 }";
    for (contains, session, expected) in [
        (BOTH, cart([("prod_1", "a,b", 3, 100)]), "excluded_by_contains 3 6"),
        (BOTH, cart([("prod_1", "a,b", 2, 100)]), "applies"),
        (BOTH, cart([("prod_1", "?", 3, 100)]), "excluded_by_contains 3 6"),
        (BOTH, cart([("prod_1", "a", 3, 100)]), "applies"),
        (most, cart([("prod_1", "a", 2, 100)]), "excluded_by_contains 1 2"),
        (most, cart([("prod_1", "a", 3, 100)]), "applies"),
        // Too many are only those that surely match.
        (most, cart([("prod_1", "a", 2, 100), ("prod_2", "?", 1, 100)]), "excluded_by_contains 1 3"),
        (most, cart([("prod_1", "b", 2, 100)]), "applies"),
    ] {
        assert_eq!(verdict(&decided(&excluding(contains), &session)), expected, "{contains}\n{session:?}");
    }
}

#[test]
fn hint_names_the_one_requirement_that_lacks() {
    let hinted = |contains: &str, session: &Snapshot| {
        let hints = decided(&asking_for(contains), session).hints;
        hints.first().map(|hint| serde_json::to_string(hint).unwrap()).unwrap_or_default()
    };
    let one = hinted(BOTH, &cart([("prod_1", "a", 1, 500), ("prod_2", "b", 1, 500)]));
    assert!(one.contains(r#""code":"add_items","quantity":1,"items":{"tags":["b"]}"#), "{one}");
    assert!(one.contains(r#""price":"price_2""#) && one.contains(r#""gain":500"#), "{one}");
    let other = hinted(BOTH, &cart([("prod_2", "b", 2, 500)]));
    assert!(other.contains(r#""quantity":1,"items":{"tags":["a"]}"#), "{other}");
    // Two lack, or any of the two would do.
    assert_eq!(hinted(BOTH, &cart([("prod_2", "b", 1, 500)])), "");
    assert_eq!(hinted(BOTH, &cart([("prod_1", "a,b", 2, 500)])), "");
    // More of them would be too many.
    let full =
        "[{ tags = [\"a\"], quantity_at_most = 1 }, { tags = [\"b\"], quantity_at_least = 2, quantity_at_most = 2 }]";
    assert_ne!(hinted(full, &cart([("prod_1", "a", 1, 500), ("prod_2", "b", 1, 500)])), "");
    assert_eq!(hinted(full, &cart([("prod_1", "a,b", 1, 500), ("prod_2", "a", 1, 500)])), "");
    // How many units reach a subtotal depends on their prices.
    let priced = "[{ tags = [\"a\"], subtotal_at_least.usd = \"2.00\" }, { tags = [\"b\"], quantity_at_least = 2 }]";
    assert_eq!(hinted(priced, &cart([("prod_1", "a", 1, 500), ("prod_2", "b", 1, 500)])), "");
    let nested = "[{ tags = [\"a\", \"b\"], quantity_at_most = 2 }, { tags = [\"b\"], quantity_at_least = 2 }]";
    assert_eq!(hinted(nested, &cart([("prod_1", "a", 1, 500), ("prod_2", "b", 1, 500)])), "");
}

#[test]
fn gain_is_not_promised_where_more_may_be_too_many() {
    let gain = |most: &str| {
        let contains = format!("[{{ tags = [\"a\"], quantity_at_least = 3 }}, {{ products = [\"prod_9\"]{most} }}]");
        let session = cart([("prod_1", "a", 1, 500), ("prod_2", "a", 1, 700), ("prod_9", "", 1, 900)]);
        decided(&asking_for(&contains), &session).hints[0].gain.map(crate::money::Amount::get)
    };
    assert_eq!(gain(""), Some(500));
    assert_eq!(gain(", quantity_at_most = 1"), None);
}

/// Tries each unit for each requirement that still asks for some.
fn taken(units: &[&str], asked: &[(&str, u64)]) -> bool {
    let Some((tags, rest)) = units.split_first() else { return asked.iter().all(|(_, least)| *least == 0) };
    taken(rest, asked)
        || (0..asked.len()).filter(|place| asked[*place].1 > 0 && tags.contains(asked[*place].0)).any(|place| {
            let mut asked = asked.to_vec();
            asked[place].1 -= 1;
            taken(rest, &asked)
        })
}

/// Tries every way to give each unit to one requirement, or to none.
fn fits(units: &[&str], asked: &[(&str, u64, u64)]) -> bool {
    let count = |tag: &str| u64::try_from(units.iter().filter(|tags| tags.contains(tag)).count()).unwrap();
    let few = asked.iter().all(|(tag, _, most)| count(tag) <= *most);
    few && taken(units, &asked.iter().map(|(tag, least, _)| (*tag, *least)).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn list_holds_where_trying_every_unit_finds_a_way(
        lines in prop::collection::vec((prop::sample::select(vec!["", "a", "b", "c", "a,b", "b,c", "a,b,c"]), 1..3_u64), 1..4),
        asked in prop::collection::vec((prop::sample::select(vec!["a", "b", "c"]), 1..3_u64, 0..4_u64), 1..4),
        turn in 0..4_usize,
    ) {
        let asked: Vec<(&str, u64, u64)> = asked.iter().map(|(tag, least, more)| (*tag, *least, least + more)).collect();
        let table = |(tag, least, most): &(&str, u64, u64)| {
            format!("{{ tags = [\"{tag}\"], quantity_at_least = {least}, quantity_at_most = {most} }}")
        };
        let policy = asking_for(&format!("[{}]", asked.iter().map(table).collect::<Vec<_>>().join(", ")));
        let units: Vec<&str> = lines.iter().flat_map(|(tags, units)| (0..*units).map(|_| *tags)).collect();
        let session = |lines: &[(&str, u64)]| {
            let mut session = cart([("prod_1", "", 1, 1_000)]);
            let first = session.cart.lines.as_ref().unwrap()[0].clone();
            let line = |(tags, quantity): &(&str, u64)| crate::session::Line {
                tags: Some((*tags).to_owned()),
                quantity: *quantity,
                ..first.clone()
            };
            session.cart.lines = Some(lines.iter().map(line).collect());
            session
        };
        let holds = |lines: &[(&str, u64)]| decided(&policy, &session(lines)).discount.is_some();
        let expected = fits(&units, &asked);
        prop_assert_eq!(holds(&lines), expected);
        // Neither the order of lines nor the number of units on each counts.
        let mut turned = lines.clone();
        turned.rotate_left(turn % lines.len());
        prop_assert_eq!(holds(&turned), expected);
        let split: Vec<(&str, u64)> = units.iter().map(|tags| (*tags, 1)).collect();
        prop_assert_eq!(holds(&split), expected);
    }
}
