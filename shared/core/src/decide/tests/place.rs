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
            (california, to("CA", "CA", ""), r#"place_not_eligible ["US-CA"] "CA-CA""#),
            (california, to("CA", "US-CA", ""), r#"place_not_eligible ["US-CA"]"#),
            (california, to("US", "", ""), r#"place_not_eligible ["US-CA"]"#),
        ],
    );
}

#[test]
fn postal_prefixes_ignore_case_and_blanks_and_belong_to_one_country() {
    let westminster = "country = [\"GB\"]\npostal_prefix = [\"SW1\", \"w 1\"]";
    each_verdict_is(
        "location",
        &[
            (westminster, to("GB", "", "sw1a 1aa"), "applies"),
            (westminster, to("GB", "", "W1A 0AX"), "applies"),
            (westminster, to("GB", "", "S W1"), "applies"),
            (westminster, to("GB", "", "N1 9GU"), r#"place_not_eligible ["SW1","W1"]"#),
            (westminster, to("GB", "", "SW"), r#"place_not_eligible ["SW1","W1"]"#),
            (westminster, to("GB", "", ""), r#"place_not_eligible ["SW1","W1"]"#),
            (westminster, to("US", "", "SW1A 1AA"), r#"place_not_eligible ["GB"] "US""#),
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
