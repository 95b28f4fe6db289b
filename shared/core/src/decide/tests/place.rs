//! Conditions on where it goes.

use super::*;
use crate::Snapshot;

fn to(country: &str, state: &str, postal_code: &str) -> Snapshot {
    Snapshot::guest(15_000).ships_to(country, state, postal_code)
}

#[test]
fn countries_are_compared_in_any_case() {
    let us = "country = [\"us\", \"CA\"]";
    each_verdict_is(
        "location",
        &[
            (us, to("US", "", ""), "applies"),
            (us, to("ca", "", ""), "applies"),
            (us, to("MX", "", ""), r#"place_not_eligible ["US","CA"] "MX""#),
        ],
    );
}

#[test]
fn a_region_is_understood_with_and_without_its_country() {
    let california = "region = [\"US-CA\"]";
    each_verdict_is(
        "location",
        &[
            (california, to("US", "CA", ""), "applies"),
            (california, to("us", " ca ", ""), "applies"),
            (california, to("US", "US-CA", ""), "applies"),
            (california, to("US", "us-ca", ""), "applies"),
            (california, to("US", "NY", ""), r#"place_not_eligible ["US-CA"] "US-NY""#),
            (california, to("CA", "ON", ""), r#"place_not_eligible ["US-CA"] "CA-ON""#),
            (california, to("CA", "US-CA", ""), r#"place_not_eligible ["US-CA"] "CA""#),
            (california, to("US", "", ""), r#"place_not_eligible ["US-CA"]"#),
        ],
    );
}

#[test]
fn region_is_understood_by_its_name() {
    let named = "region = [\"US-CA\", \"IE-KE\", \"AU-NSW\", \"CA-QC\"]";
    for (country, state) in [
        ("US", "California"),
        ("US", " CALIFORNIA\u{200b} "),
        ("IE", "Co. Kildare"),
        ("IE", "county kildare"),
        ("AU", "New South Wales"),
        ("CA", "Québec"),
        ("CA", "quebec"),
    ] {
        each_verdict_is("location", &[(named, to(country, state, ""), "applies")]);
    }
}

#[test]
fn region_that_is_not_understood_says_so() {
    let policy = policy(&offer("it", "location", "when.region = [\"US-CA\"]\ngive.amount_off.usd = \"5\""));
    for (country, state, actual) in
        [("US", " Kalifornien\u{200b}", Some("Kalifornien")), ("US", "ZZ", Some("ZZ")), ("DE", "Bayern", None)]
    {
        let decision = decided(&policy, &to(country, state, ""));
        let reason = &decision.rejected[0].reasons[0];
        assert_eq!(reason.code, crate::decide::Code::PLACE_NOT_ELIGIBLE);
        let typed = match &reason.actual {
            crate::decide::Value::Typed(typed) => Some(typed.reveal()),
            _ => None,
        };
        assert_eq!(typed, actual, "{state}");
        assert!(actual.is_none_or(|actual| !crate::test_support::word(&decision).contains(actual)), "not in the log");
    }
}

#[test]
fn territory_is_a_region_and_a_country() {
    let places = [to("PR", "", "00901"), to("PR", "San Juan", ""), to("US", "PR", ""), to("US", "Puerto Rico", "")];
    for place in places {
        each_verdict_is(
            "location",
            &[
                ("country = [\"PR\"]", place.clone(), "applies"),
                ("country = [\"US\"]", place.clone(), "applies"),
                ("region = [\"US-PR\"]", place.clone(), "applies"),
                ("country = [\"US\"]\nregion = [\"US-PR\"]", place.clone(), "applies"),
                ("country = [\"PR\"]\nregion = [\"US-PR\"]", place.clone(), "applies"),
                ("region = [\"US-NY\"]", place.clone(), r#"place_not_eligible ["US-NY"] "US-PR""#),
                ("country = [\"GU\"]", place.clone(), r#"place_not_eligible ["GU"] "PR""#),
            ],
        );
    }
    each_verdict_is("location", &[("country = [\"PR\"]", to("US", "NY", ""), r#"place_not_eligible ["PR"] "US""#)]);
}

#[test]
fn postal_prefixes_follow_their_countrys_codes() {
    let westminster = "country = [\"GB\"]\npostal_prefix = [\"SW1\", \"w-1\"]";
    let islington = "country = [\"GB\"]\npostal_prefix = [\"N1\"]";
    let polish = "country = [\"PL\"]\npostal_prefix = [\"87-1\"]";
    each_verdict_is(
        "location",
        &[
            (westminster, to("GB", "", "sw1a 1aa"), "applies"),
            (westminster, to("GB", "", "W1A 0AX"), "applies"),
            (westminster, to("GB", "", "S W1"), "applies"),
            (westminster, to("GB", "", "N1 9GU"), r#"place_not_eligible ["SW1","W1"]"#),
            (westminster, to("GB", "", "SW"), r#"place_not_eligible ["SW1","W1"]"#),
            (westminster, to("GB", "", ""), r#"place_not_eligible ["SW1","W1"]"#),
            (
                westminster,
                to("US", "", "SW1A 1AA"),
                r#"place_not_eligible ["GB"] "US"; place_not_eligible ["SW1","W1"]"#,
            ),
            (islington, to("GB", "", "N1 1AA"), "applies"),
            (islington, to("GB", "", "n1c4ag"), "applies"),
            (islington, to("GB", "", "N19 4AB"), r#"place_not_eligible ["N1"]"#),
            (islington, to("GB", "", "N1"), "applies"),
            (polish, to("PL", "", "87-100"), "applies"),
            (polish, to("PL", "", "87100"), "applies"),
            (polish, to("PL", "", "87-200"), r#"place_not_eligible ["871"]"#),
        ],
    );
}

#[test]
fn prefixes_of_several_offers_do_not_hide_each_other() {
    let prefix = |id: &str, prefix: &str| {
        let when = format!("when.country = [\"US\"]\nwhen.postal_prefix = [\"{prefix}\"]");
        offer(id, "location", &format!("{when}\ngive.amount_off.usd = \"1.00\""))
    };
    let text = format!("combine = \"sum\"\n{}{}{}", prefix("wide", "1"), prefix("near", "100"), prefix("off", "101"));
    let decision = decided(&policy(&text), &to("US", "", "10012"));
    assert_eq!((decision.shares(), decision.losses()), ("wide 100, near 100".into(), "off place_not_eligible".into()));
}

#[test]
fn without_an_address_or_its_country_the_place_is_missing() {
    for when in ["country = [\"US\"]", "region = [\"US-CA\"]", "country = [\"US\"]\npostal_prefix = [\"1\"]"] {
        each_verdict_is(
            "location",
            &[
                (when, Snapshot::guest(15_000), "address_missing"),
                (when, to("", "CA", "10012"), "address_missing"),
                (when, to(" ", "CA", "10012"), "address_missing"),
            ],
        );
    }
}
