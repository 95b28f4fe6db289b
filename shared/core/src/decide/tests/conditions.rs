//! Conditions on the cart and the session.

use super::*;
use crate::Snapshot;

const USD_100: &str = "{ usd = \"100.00\", jpy = \"100\", kwd = \"100.000\" }";

#[test]
fn thresholds_of_the_subtotal_are_exact() {
    let (over, least, below) = (
        format!("subtotal_over = {USD_100}"),
        format!("subtotal_at_least = {USD_100}"),
        format!("subtotal_below = {USD_100}"),
    );
    each_verdict_is(
        "cart-threshold",
        &[
            (&over, Snapshot::guest(10_001), "applies"),
            (&over, Snapshot::guest(10_000), "subtotal_too_low 10001 10000"),
            (&over, Snapshot::guest(0), "subtotal_too_low 10001 0"),
            (&least, Snapshot::guest(10_000), "applies"),
            (&least, Snapshot::guest(9_999), "subtotal_too_low 10000 9999"),
            (&below, Snapshot::guest(9_999), "applies"),
            (&below, Snapshot::guest(10_000), "subtotal_too_high 10000 10000"),
        ],
    );
}

#[test]
fn a_threshold_is_in_the_minor_units_of_its_currency() {
    for (code, on, over) in [("usd", 10_000, 10_001), ("jpy", 100, 101), ("kwd", 100_000, 100_001)] {
        let text = format!("when.subtotal_over = {USD_100}\ngive.percent = \"10\"");
        let policy = policy(&offer("it", "cart-threshold", &text));
        assert_eq!(decided(&policy, &Snapshot::guest(on).pays_in(code)).off(), 0, "{code}");
        assert_ne!(decided(&policy, &Snapshot::guest(over).pays_in(code)).off(), 0, "{code}");
    }
}

#[test]
fn unlisted_currency_is_not_offered_and_never_converted() {
    let paid_in_euro = || Snapshot::guest(99_999).pays_in("eur");
    for key in ["subtotal_over", "subtotal_at_least", "subtotal_below"] {
        let when = format!("{key} = {USD_100}");
        each_verdict_is("cart-threshold", &[(&when, paid_in_euro(), r#"currency_not_offered "eur""#)]);
    }
    each_verdict_is("cart-threshold", &[("quantity_at_least = 1", paid_in_euro(), r#"currency_not_offered "eur""#)]);
}

#[test]
fn a_session_is_in_one_of_the_currencies_listed() {
    let listed = "quantity_at_least = 1\ncurrency = [\"usd\", \"eur\"]";
    let other = "quantity_at_least = 1\ncurrency = [\"eur\"]";
    each_verdict_is(
        "cart-threshold",
        &[
            (listed, Snapshot::guest(15_000), "applies"),
            (other, Snapshot::guest(15_000), r#"currency_not_offered "usd""#),
        ],
    );
}

#[test]
fn an_unknown_quantity_is_none() {
    let of = |quantity| Snapshot::guest(15_000).quantity(quantity);
    each_verdict_is(
        "cart-threshold",
        &[
            ("quantity_at_least = 3", of(Some(3)), "applies"),
            ("quantity_at_least = 3", of(Some(4)), "applies"),
            ("quantity_at_least = 3", of(Some(2)), "quantity_too_low 3 2"),
            ("quantity_at_least = 3", of(None), "quantity_too_low 3"),
        ],
    );
}

#[test]
fn every_key_of_the_metadata_has_one_of_its_values() {
    let both = "quantity_at_least = 1\nmetadata = { channel = [\"app\", \"web\"], store = [\"7\"] }";
    let session = || Snapshot::guest(15_000).says("channel", "web");
    each_verdict_is(
        "cart-threshold",
        &[
            (both, session().says("store", "7"), "applies"),
            (both, session().says("store", "8"), r#"metadata_not_eligible ["7"]"#),
            (both, session(), r#"metadata_not_eligible ["7"]"#),
            (both, Snapshot::guest(15_000), r#"metadata_not_eligible ["app","web"]; metadata_not_eligible ["7"]"#),
        ],
    );
}

#[test]
fn every_failing_condition_is_reported_each_reason_once() {
    let when = "tier = [\"gold\"]\nsegment = [\"vip\"]\nsubtotal_over = { usd = \"200.00\" }\ncountry = [\"US\"]\n\
                region = [\"US-CA\"]\nends = 2026-01-01T00:00:00Z";
    let expected = "customer_unknown; subtotal_too_low 20001 15000; address_missing; \
                    ended \"2026-01-01T00:00:00Z\" \"2026-06-03T12:00:00Z\"";
    each_verdict_is("loyalty", &[(when, Snapshot::guest(15_000), expected)]);
}
