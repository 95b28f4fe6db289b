//! Random effects.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::filter_words;
use crate::decide::tests::random::CURRENCIES;

pub(super) fn gift() -> impl Strategy<Value = String> {
    let step = (percent(), option::of(amounts()));
    let cap = |before: &str, cap: Option<String>| cap.map(|cap| format!("{before}cap = {cap}")).unwrap_or_default();
    let ladder = (vec(step, 1..4), prop_oneof![1 => Just(0), 4 => 1..200_u64], select(&["over", "at_least"][..]))
        .prop_map(move |(steps, from, reach)| {
            let step = |(index, (percent, most)): (usize, (String, Option<String>))| {
                let reached = from * 100 + 7_000 * u64::try_from(index).unwrap();
                let amounts = CURRENCIES.map(|code| format!("{code} = {}", in_currency(code, reached)));
                format!("{{ {reach} = {{ {} }}, percent = {percent}{} }}", amounts.join(", "), cap(", ", most))
            };
            format!("give.ladder = [{}]", steps.into_iter().enumerate().map(step).collect::<Vec<_>>().join(", "))
        });
    let rates = prop_oneof![
        2 => amounts().prop_map(|amounts| format!("give.amount_off = {amounts}")),
        3 => (percent(), option::of(amounts())).prop_map(move |(percent, most)| {
            format!("give.percent = {percent}{}", cap("\ngive.", most))
        }),
    ];
    let each = (amounts(), select(&["amount_off = {}\ngive.per_unit = true", "unit_price = {}"][..]))
        .prop_map(|(amounts, each)| format!("give.{}", each.replace("{}", &amounts)));
    let units = select(
        &[
            "",
            "give.max_units = 2",
            "give.cheapest = true",
            "give.every = 3",
            "give.every = 2\ngive.rank = \"dearest\"",
            "give.every = 4\ngive.units = 3\ngive.at_most = 2",
            "give.for_each = { tags = [\"sale\"] }",
            "give.for_each = { products = [\"prod_a\"] }\ngive.units = 2\ngive.at_most = 3",
        ][..],
    );
    let of_units = (prop_oneof![2 => rates.boxed(), 1 => each.boxed()], units);
    let parts = select(
        &[
            "{ products = [\"prod_a\"] }, { tags = [\"sale\"], quantity = 2 }",
            "{ tags = [\"sale\"] }, { tags = [\"new\"] }",
            "{ prices = [\"price_b\", \"price_c\"], quantity = 2 }",
        ][..],
    );
    let bundle = (parts, amounts(), option::weighted(0.2, filter_words())).prop_map(|(parts, price, except)| {
        let except = except.map(|items| format!("\ngive.except = {{ {items} }}")).unwrap_or_default();
        format!("give.bundle = [{parts}]\ngive.bundle_price = {price}{except}")
    });
    let given = prop_oneof![
        4 => of_units.prop_map(|(rate, units)| format!("{rate}\n{units}")),
        1 => ladder,
    ];
    let of_goods = (given, option::weighted(0.3, scope()))
        .prop_map(|(given, scope)| format!("{given}\n{}", scope.unwrap_or_default()));
    prop_oneof![8 => of_goods, 1 => bundle, 2 => of_shipping()]
}

/// An effect on shipping.
fn of_shipping() -> impl Strategy<Value = String> {
    let off = prop_oneof![
        2 => Just("\"free\"".to_owned()),
        1 => percent().prop_map(|percent| format!("{{ percent = {percent} }}")),
        1 => amounts().prop_map(|amounts| format!("{{ amount_off = {amounts} }}")),
    ];
    let rates = select(&["", "\ngive.rates = [\"shr_a\"]", "\ngive.rates = [\"shr_a\", \"shr_b\"]"][..]);
    (off, option::weighted(0.3, amounts()), rates).prop_map(|(off, cap, rates)| {
        let cap = cap.map(|cap| format!("\ngive.cap = {cap}")).unwrap_or_default();
        format!("give.shipping = {off}{cap}{rates}")
    })
}

/// The lines that are the base.
fn scope() -> impl Strategy<Value = String> {
    let bounds = (amounts(), select(&["least", "most"][..]))
        .prop_map(|(amounts, bound)| format!("give.on = {{ unit_price_at_{bound} = {amounts} }}"));
    prop_oneof![
        filter_words().prop_map(|items| format!("give.on = {{ {items} }}")),
        filter_words().prop_map(|items| format!("give.except = {{ {items} }}")),
        (filter_words(), filter_words())
            .prop_map(|(on, except)| format!("give.on = {{ {on} }}\ngive.except = {{ {except} }}")),
        bounds,
    ]
}

pub(super) fn percent() -> impl Strategy<Value = String> {
    let parts = prop_oneof![1..=1_000_000_u32, (1..=100_u32).prop_map(|whole| whole * 10_000)];
    parts.prop_map(|parts| format!("\"{}.{:04}\"", parts / 10_000, parts % 10_000))
}

/// Amounts in some of the currencies.
pub(super) fn amounts() -> impl Strategy<Value = String> {
    let currencies = subsequence(CURRENCIES.to_vec(), 5..=6);
    (currencies, 1..30_000_u64).prop_map(|(codes, minor)| {
        let amounts: Vec<String> = codes.iter().map(|code| format!("{code} = {}", in_currency(code, minor))).collect();
        format!("{{ {} }}", amounts.join(", "))
    })
}

fn in_currency(code: &str, minor: u64) -> String {
    match code {
        "jpy" => format!("\"{minor}\""),
        "isk" => format!("\"{minor}.00\""),
        "kwd" => format!("\"{}.{:03}\"", minor / 1_000, minor % 1_000),
        _ => format!("\"{}.{:02}\"", minor / 100, minor % 100),
    }
}
