//! Discounts that other systems publish in their own tests, rules and issues: the discount of a cart there, and here.
//!
//! `cases.json` holds them, each with its source. Where this project differs, [`DIFFERENCES`] says so and why, and
//! `docs/conformance.md` shows the same row.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test that panics has failed"
)]

mod case;

use std::collections::BTreeSet;

use case::Case;

const CASES: &str = include_str!("cases.json");
const DOCS: &str = include_str!("../../../../docs/conformance.md");

/// Case, its discount here in minor units, and the reason.
const DIFFERENCES: &[(&str, u64, &str)] = &[
    ("C163", 102, "rounded once, on the whole base, never per line"),
    ("C173", 15_000, "`max_units` counts over the whole cart, the dearest first, never per line"),
    ("C176", 150_000, "there are no budgets: nothing is stored but what Stripe keeps"),
    ("C196", 2_940, "a condition is always about the undiscounted cart, whatever is applied before"),
];

fn cases() -> Vec<Case> {
    serde_json::from_str(CASES).unwrap()
}

#[test]
fn published_carts_get_the_published_or_documented_discount() {
    for case in cases() {
        let known = DIFFERENCES.iter().find(|(id, ..)| *id == case.id);
        let expected = known.map_or(case.expected_discount, |(_, ours, _)| *ours);
        assert_eq!(case.decided(), expected, "{} ({})\n{}", case.id, case.rule, case.policy());
    }
}

#[test]
fn every_difference_is_one_and_stands_in_the_docs() {
    let cases = cases();
    for (id, ours, why) in DIFFERENCES {
        let case = cases.iter().find(|case| case.id == *id).unwrap_or_else(|| panic!("there is no case {id}"));
        assert_ne!(case.expected_discount, *ours, "{id}");
        let row = format!("| {id} | {} | {} | {why} |", case.shown(case.expected_discount), case.shown(*ours));
        assert!(DOCS.contains(&row), "docs/conformance.md lacks the row\n{row}");
    }
    let documented = DOCS.lines().filter(|line| line.starts_with("| C")).count();
    assert_eq!(documented, DIFFERENCES.len());
}

#[test]
fn every_case_that_the_docs_name_is_there() {
    let known: BTreeSet<String> = cases().into_iter().map(|case| case.id).collect();
    assert_eq!(known.len(), 80);
    let words = DOCS.split(|c: char| !c.is_ascii_alphanumeric());
    let named = words.filter(|word| word.len() == 4 && word.starts_with('C') && word[1..].parse::<u16>().is_ok());
    for id in named {
        assert!(known.contains(id), "docs/conformance.md names {id}");
    }
}
