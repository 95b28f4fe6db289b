#![expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small, and a panic fails it")]

use proptest::prelude::*;

use super::*;
use crate::InteractionSet;
use crate::Policy;
use crate::decide::decide;
use crate::decide::tests::random::worlds;
use crate::session::Shopper;
use crate::test_support::{at, currency, policy};

fn read(text: &str) -> Described {
    Described::read(text, &policy("")).unwrap()
}

fn fault(policy: &Policy, text: &str) -> String {
    let NotationFault { span, message, instead } = Described::read(text, policy).unwrap_err();
    let instead = instead.map(|meant| format!(" [{meant}]")).unwrap_or_default();
    format!("{}:{} {message}{instead}", span.start, &text[span.clone()])
}

#[test]
fn cart_is_a_sum_or_lines() {
    let cart = read("150.00 usd").snapshot.cart;
    assert_eq!(
        (cart.subtotal.get(), cart.currency, cart.quantity, cart.lines),
        (15_000, currency("usd"), Some(1), None)
    );
    let cart =
        read(" 3 x shirt at 20.00 [clothes sale] + 2 x prod_mug/price_cup for 15.99 [new in,], eur ").snapshot.cart;
    assert_eq!((cart.subtotal.get(), cart.currency, cart.quantity), (7_599, currency("eur"), Some(5)));
    let lines = cart.lines.unwrap();
    let ids = |place: usize| (lines[place].product.as_deref().unwrap(), lines[place].price.as_deref().unwrap());
    assert_eq!((ids(0), ids(1)), (("prod_shirt", "price_shirt"), ("prod_mug", "price_cup")));
    assert_eq!((lines[0].tags.as_deref(), lines[1].tags.as_deref()), (Some("clothes,sale"), Some("new in,")));
    assert_eq!((lines[0].unit_amount.unwrap().get(), lines[1].unit_amount), (2_000, None));
}

#[test]
fn facts_describe_the_shopper_the_place_and_the_time() {
    let shop = policy(
        "timezone = \"America/New_York\"\n[[offer]]\nid = \"app\"\ninteraction = \"automatic\"\nname = \"App\"\n\
         when.metadata = { channel = [\"app\"] }\nwhen.customer_metadata = { plan = [\"pro\"] }\ngive.percent = \"1\"\n",
    );
    let text = "50.00 usd; tier gold; code SPRING; at 2026-06-06T10:00:00; to US-CA 94105; channel app; plan pro; \
                shipping 5.90 shr_a; units 4; asked loyalty, code; metadata.x y; customer.z w; session cs_9";
    let described = Described::read(text, &shop).unwrap();
    let session = &described.snapshot;
    assert_eq!(described.moment(), at("2026-06-06T14:00:00Z"));
    assert_eq!(described.interactions().iter().count(), 2);
    assert_eq!(
        (session.cart.quantity, session.cart.shipping.get(), session.id.as_deref()),
        (Some(4), 590, Some("cs_9"))
    );
    assert_eq!(
        session.metadata.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>(),
        ["channel=app", "x=y"]
    );
    let Shopper::Customer(customer) = &session.shopper else { panic!("{:?}", session.shopper) };
    let facts: Vec<String> = customer.metadata.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(facts, ["loyalty_tier=gold", "plan=pro", "z=w"]);
    let address = session.address.as_ref().unwrap();
    assert_eq!((address.state.as_deref(), address.postal_code.as_deref()), (Some("CA"), Some("94105")));
}

#[test]
fn session_is_decided_for_everything_at_noon_by_default() {
    let described = read("1.00 usd");
    assert_eq!((described.moment(), described.interactions()), (at("2026-06-03T12:00:00Z"), InteractionSet::all()));
    assert_eq!(read("1.00 usd; asked nothing").interactions(), InteractionSet::EMPTY);
}

#[test]
fn mistakes_are_named_with_their_place() {
    let policy = policy("");
    for (text, expected) in [
        ("", "0: there is no cart: write 150.00 usd, or 2 x boots at 90.00 [shoes], usd"),
        ("150.00", "0:150.00 the cart has no currency: write 150.00 usd, or 2 x boots at 90.00 [shoes], usd"),
        ("1.999 usd", "0:1.999 1.999 has too many decimals: the currency has 2"),
        (
            "2 boots at 90.00, usd",
            "0:2 boots at 90.00 2 boots at 90.00 is not an amount: write digits and at most one point, such as \"20.00\"",
        ),
        ("two x boots at 90.00, usd", "0:two units are a whole number, such as 3"),
        ("2 x my boots at 90.00, usd", "4:my boots an item is one word, such as boots or prod_boots"),
        ("2 x boots, usd", "0:2 x boots a line is units x item at price, such as 3 x shirt at 20.00 [clothes sale]"),
        ("2 x boots at 90.00 [shoes, usd", "20:shoes tags are the last of a line, in brackets, such as [clothes sale]"),
        ("1.00 usd; tire gold", "10:tire \"tire\" is not a fact of a session: did you mean \"tier\"? [tier]"),
        ("1.00 usd; tier", "10:tier tier needs a value after it"),
        ("1.00 usd; ; tier gold", "10: there is no fact between these semicolons: take one out"),
        ("1.00 usd; orders many", "17:many this is a whole number, such as 3"),
        (
            "1.00 usd; asked loyalti",
            "16:loyalti \"loyalti\" is not an interaction: did you mean \"loyalty\"? [\"loyalty\"]",
        ),
        (
            "1.00 usd; at noon",
            "13:noon a time is written as 2026-06-06T10:00:00 or 2026-06-06 on the shop's clock, or with an offset",
        ),
    ] {
        assert_eq!(fault(&policy, text), expected);
    }
}

#[test]
fn no_text_makes_the_parser_panic() {
    let shop = policy("");
    let words = prop::collection::vec(
        prop::sample::select(vec![
            "1",
            "x",
            " x ",
            "at",
            " at ",
            " for ",
            "é",
            "[",
            "]",
            ";",
            " ",
            ",",
            "usd",
            "/",
            "+",
            "tier",
            "9999999999999999",
        ]),
        0..12,
    );
    proptest!(|(words in words)| {
        let text = words.concat();
        if let Err(fault) = Described::read(&text, &shop) {
            prop_assert!(text.get(fault.span.clone()).is_some(), "{:?} of {}", fault.span, text);
        }
    });
}

#[test]
fn described_session_is_decided_like_the_session() {
    let described = std::cell::Cell::new((0_u32, 0_u32));
    proptest!(|(world in worlds())| {
        let line = describe(&world.policy, &world.session, world.set, world.now);
        let (some, all) = described.get();
        described.set((some + u32::from(line.is_ok()), all + 1));
        if let Ok(line) = line {
            let read = Described::read(&line, &world.policy).unwrap();
            let now = world.now.round(jiff::Unit::Second).unwrap();
            let (given, wanted) = (
                decide(&world.policy, &read.snapshot, read.interactions(), read.moment()).unwrap(),
                decide(&world.policy, &world.session, world.set, now).unwrap(),
            );
            prop_assert_eq!(given.applied, wanted.applied, "{}", line);
            prop_assert!(!line.contains("jane.doe") && !line.contains("1990") && !line.contains("94105"), "{}", line);
        }
    });
    // What can't be described: lines without a product, tags that are unknown, facts that can't be read.
    let (some, all) = described.get();
    assert!(some * 2 > all, "{some} of {all}");
}
