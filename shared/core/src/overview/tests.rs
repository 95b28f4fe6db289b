use proptest::prelude::*;
use toml::de::{DeTable, DeValue};

use super::*;
use crate::decide::decide;
use crate::decide::tests::random::worlds;
use crate::money::Amount;
use crate::policy::OfferId;
use crate::test_support::{amount, at, currency, policy};

const NOW: &str = "2026-06-03T12:00:00Z";

fn sentences(text: &str) -> Vec<String> {
    let policy = policy(text);
    policy.offers.iter().map(|offer| sentence(&policy, offer).to_string()).collect()
}

fn offer(lines: &str) -> String {
    format!("[[offer]]\nid = \"it\"\ninteraction = \"automatic\"\nname = \"It\"\n{lines}\n")
}

#[test]
fn offer_is_one_sentence() {
    for (lines, said) in [
        (
            "when.contains = { tags = [\"shoes\"] }\ngive.percent = \"20\"\ngive.cap = { usd = \"50.00\" }",
            "20% off the WHOLE cart, at most 50.00 usd, if the cart has at least 1 of [shoes]",
        ),
        (
            "when.tier = [\"gold\", \"silver\"]\nwhen.ends = 2026-07-04T00:00:00\ngive.percent = \"12.5\"\n\
             give.on = { tags = [\"shoes\"] }\ngive.except = { products = [\"prod_a\"] }",
            "12.5% off [shoes] except prod_a, if the tier is gold or silver, until 2026-07-04 00:00",
        ),
        (
            "when.subtotal_over = { usd = \"100.00\" }\nunless.weekdays = [\"sat\", \"sun\"]\ngive.shipping = \"free\"\nexclusive = true",
            "free shipping, if the cart is over 100.00 usd, unless on sat or sun; alone, without any other offer",
        ),
        (
            "when.quantity_at_least = 3\ngive.percent = \"100\"\ngive.every = 3\ngive.on = { tags = [\"tea\"] }",
            "100% off the cheapest of every 3 units of [tea], if the cart has at least 3 units",
        ),
        (
            "when.days_of_month = [1, -1]\ngive.ladder = [{ at_least = { usd = \"50.00\" }, percent = \"5\" }, \
             { at_least = { usd = \"90.00\" }, amount_off = { usd = \"9.00\" } }]",
            "5% from 50.00 usd, 9.00 usd from 90.00 usd off the WHOLE cart, on days 1 or -1 of the month",
        ),
        (
            "when.quantity_at_least = 1\ngive.percent = \"10\"\nlimit = { uses = 100, budget = { usd = \"500.00\" }, \
             uses_per_shopper = 1, per = \"day\" }",
            "10% off the WHOLE cart, if the cart has at least 1 units; limited to 100 times each day; limited to 500.00 usd each day; \
             limited to once for each shopper each day",
        ),
    ] {
        assert_eq!(sentences(&offer(lines)), [said]);
    }
}

/// Every value under a table of an offer as it is written, with the last key that leads to it.
fn leaves(key: &str, value: &DeValue<'_>, found: &mut Vec<(String, String)>) {
    match value {
        DeValue::Table(table) => table.iter().for_each(|(key, value)| leaves(key.get_ref(), value.get_ref(), found)),
        DeValue::Array(list) => list.iter().for_each(|value| leaves(key, value.get_ref(), found)),
        DeValue::String(text) => found.push((key.to_owned(), text.to_string())),
        DeValue::Integer(number) => found.push((key.to_owned(), number.as_str().to_owned())),
        DeValue::Boolean(flag) => found.push((key.to_owned(), flag.to_string())),
        DeValue::Datetime(time) => found.push((key.to_owned(), time.to_string())),
        DeValue::Float(_) => panic!("no policy has a number with a point"),
    }
}

/// A value of the file as the sentence must show it.
fn shown(policy: &Policy, key: &str, value: &str) -> String {
    match (key, value) {
        ("starts" | "ends", value) => at(value).to_zoned(policy.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
        ("first_order", _) => "first order".to_owned(),
        ("per_unit", _) => "each unit".to_owned(),
        ("cheapest", _) => "cheapest".to_owned(),
        ("rank", _) => "from the dearest down".to_owned(),
        ("shipping", _) => "free shipping".to_owned(),
        // One unit, one time, and all of what shipping costs are said without a number.
        ("units" | "at_most" | "max_units" | "quantity" | "quantity_at_least", "1") | ("percent", "100.0000") => {
            String::new()
        }
        // Without the blanks, as codes are compared.
        ("code", text) => text.split_whitespace().collect(),
        ("percent", text) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        ("hours" | "dates", text) => text.split("..").next().unwrap().get(..5).unwrap().to_owned(),
        (_, text) => text.to_lowercase(),
    }
}

#[test]
fn sentence_says_every_value_of_its_offer() {
    proptest!(|(world in worlds())| {
        let file = DeTable::parse(&world.text).unwrap();
        let offers = file.get_ref().get("offer").and_then(|offers| offers.get_ref().as_array());
        for written in offers.into_iter().flatten() {
            let written = written.get_ref().as_table().unwrap();
            let value = |key: &str| written.get(key).map(toml::Spanned::get_ref);
            let id = value("id").and_then(DeValue::as_str).unwrap();
            let offer = world.policy.offers.iter().find(|offer| offer.id.as_str() == id).unwrap();
            let sentence = sentence(&world.policy, offer);
            let text = sentence.to_string();
            let lower = text.to_lowercase();
            let mut found = Vec::new();
            for table in ["when", "unless", "give"] {
                if let Some(value) = value(table) {
                    leaves(table, value, &mut found);
                }
            }
            for (key, value) in found {
                let shown = shown(&world.policy, &key, &value);
                prop_assert!(lower.contains(&shown.to_lowercase()), "{} = {} in {}", key, value, text);
            }
            let give = value("give").and_then(DeValue::as_table).unwrap();
            let limited = ["on", "except", "shipping", "bundle"].iter().any(|key| give.contains_key(*key));
            prop_assert_eq!(sentence.base.ends_with("the WHOLE cart"), !limited, "{}", text);
            prop_assert_eq!(sentence.at_most.is_some(), give.contains_key("cap"), "{}", text);
            prop_assert_eq!(text.contains(", unless "), value("unless").is_some(), "{}", text);
            prop_assert_eq!(text.contains("; alone"), value("exclusive").and_then(DeValue::as_bool) != Some(false), "{}", text);
        }
    });
}

#[test]
fn no_cart_gets_more_than_the_most() {
    proptest!(|(world in worlds())| {
        let cart = &world.session.cart;
        let most = most(&world.policy, cart.currency);
        // The session as it is, then its cart at other values, for every interaction.
        let mut session = world.session.clone();
        for value in [cart.subtotal.get(), 5_000, 99_999, 50_000_000] {
            if session.cart.subtotal.get() != value {
                session.cart.lines = None;
                session.cart.subtotal = amount(value);
            }
            for set in [world.set, crate::InteractionSet::all()] {
                let decision = decide(&world.policy, &session, set, world.now).unwrap();
                let bound = most.at(session.cart.subtotal, session.cart.shipping);
                prop_assert!(decision.amount_off() <= bound, "{:?} of {:?}: {:?}", decision.applied, bound, most);
                prop_assert!(most.amount().is_none_or(|amount| decision.amount_off() <= amount), "{:?}", most);
                let on_goods = |applied: &crate::decide::Applied| {
                    world.policy.offers.iter().any(|offer| offer.id == applied.offer && !offer.is_on_shipping())
                };
                let goods: Vec<&OfferId> = decision.applied.iter().filter(|applied| on_goods(applied)).map(|applied| &applied.offer).collect();
                let in_a_pile = most.goods.iter().any(|pile| goods.iter().all(|id| pile.offers.iter().any(|(of, _)| of == *id)));
                prop_assert!(goods.is_empty() || in_a_pile, "{:?} in {:?}", goods, most.goods);
            }
        }
    });
}

#[test]
fn most_names_the_offers_that_can_apply_together() {
    let gold = "[[offer]]\nid = \"gold\"\ninteraction = \"loyalty\"\nname = \"G\"\nwhen.tier = [\"gold\"]\ngive.percent = \"10\"\n\
                give.cap = { usd = \"30.00\" }\n";
    let silver = gold.replace("gold", "silver").replace("30.00", "20.00");
    let code = "[[offer]]\nid = \"code\"\ninteraction = \"code\"\nname = \"C\"\nwhen.code = [\"SPRING\"]\n\
                give.amount_off = { usd = \"7.00\" }\n";
    let of = |combine: &str, limits: &str| {
        let policy = policy(&format!("combine = \"{combine}\"\n{limits}{gold}{silver}{code}"));
        let most = most(&policy, currency("usd"));
        let first = most.goods.first().map(|pile| pile.offers.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>());
        (most.amount().map(Amount::get), first.unwrap().join(" + "), most.at(amount(10_000), Amount::ZERO).get())
    };
    assert_eq!(of("best", ""), (Some(3_000), "gold".to_owned(), 1_001));
    assert_eq!(of("sum", ""), (Some(3_700), "gold + code".to_owned(), 1_701));
    assert_eq!(of("sum", "limits.max_amount = { usd = \"5.00\" }\n"), (Some(500), "gold + code".to_owned(), 500));
}

#[test]
fn calendar_marks_days_and_parts_of_days() {
    let policy = policy(
        &[
            "timezone = \"America/New_York\"\n".to_owned(),
            offer("when.weekdays = [\"sat\"]\ngive.percent = \"5\"").replace("\"it\"", "\"sat\""),
            offer("when.hours = [\"17:00-19:00\"]\ngive.percent = \"5\"").replace("\"it\"", "\"hours\""),
            offer("when.ends = 2026-06-05T00:00:00\ngive.percent = \"5\"").replace("\"it\"", "\"until\""),
            offer("when.tier = [\"gold\"]\nunless.dates = [\"06-04\"]\ngive.percent = \"5\"")
                .replace("\"it\"", "\"not\""),
            offer("when.tier = [\"gold\"]\ngive.percent = \"5\"").replace("\"it\"", "\"always\""),
        ]
        .concat(),
    );
    let (first, rows) = calendar(&policy, at(NOW));
    let marks = |row: &CalendarRow| {
        let mark = |open: &Open| match open {
            Open::Closed => '.',
            Open::Part => '+',
            Open::Whole => '#',
        };
        format!("{} {}", row.offer, row.days.iter().take(8).map(mark).collect::<String>())
    };
    assert_eq!(first.to_string(), "2026-06-03");
    assert_eq!(
        rows.iter().map(marks).collect::<Vec<_>>(),
        ["sat ...#....", "hours ++++++++", "until ##......", "not #.######"]
    );
    assert!(rows.iter().all(|row| row.days.len() == DAYS));
}

#[test]
fn curve_has_the_discount_of_each_kind_of_shopper() {
    let policy = policy(&[
        offer("when.tier = [\"gold\"]\ngive.percent = \"10\"").replace("\"it\"", "\"gold\""),
        offer("when.subtotal_at_least = { usd = \"120.00\" }\ngive.amount_off = { usd = \"6.00\" }").replace("\"it\"", "\"large\""),
        offer("when.contains = { tags = [\"tea\"], quantity_at_least = 2 }\ngive.percent = \"50\"\ngive.on = { tags = [\"tea\"] }")
            .replace("\"it\"", "\"tea\""),
        offer("when.tier = [\"gold\"]\nwhen.starts = 2026-06-10T00:00:00\ngive.percent = \"30\"").replace("\"it\"", "\"later\""),
    ].concat());
    let curves = curves(&policy, currency("usd"), at(NOW)).unwrap();
    let shown: Vec<String> = curves
        .iter()
        .map(|curve| {
            let off = |value: u64| curve.points.iter().find(|point| point.value.get() == value).unwrap().off.get();
            format!("{}: {} {} {}", curve.kind.name(), off(10_000), off(11_999), off(12_000))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "guest: 0 0 600",
            "tier gold: 1000 1199 1200",
            "guest, a cart of 2 x any [tea]: 5000 5999 6000",
            "tier gold: 3000 3599 3600",
        ]
    );
    assert_eq!(curves[3].kind.at, Some(at("2026-06-10T00:00:00Z")));
    for curve in &curves {
        let line = curve.kind.line(amount(12_000), currency("usd"), at(NOW));
        assert!(crate::notation::Described::read(&line, &policy).is_ok(), "{line}");
    }
}
