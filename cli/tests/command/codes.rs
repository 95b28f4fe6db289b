//! `discounts codes`

use std::collections::BTreeSet;

use crate::run::{discounts_with_variable, streams};

const KEY: (&str, &str) = ("DISCOUNT_CODE_KEY", "an-example-key-with-32-characters");
const MAY: [&str; 4] = ["--series", "MAY", "--count", "10000"];

fn codes(command: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = discounts_with_variable(&[&["codes", command], arguments].concat(), KEY);
    let (code, out, err) = streams(&output);
    (code, out.to_owned(), err.to_owned())
}

#[test]
fn minted_codes_are_checked_as_good() {
    let (code, csv, err) = codes("mint", &MAY);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let rows: Vec<(&str, &str)> = csv.lines().map(|line| line.split_once(',').unwrap()).collect();
    assert_eq!((rows.len(), rows[0]), (10_001, ("code", "number")));
    assert_eq!(rows.iter().map(|(code, _)| code).collect::<BTreeSet<_>>().len(), 10_001);
    let (first, last) = (rows[1].0, rows[10_000].0);
    let checked = codes("check", &[&MAY[..], &[first, last]].concat());
    let good = format!("{first}: good, number 0\n{last}: good, number 9999\n");
    assert_eq!(checked, (Some(0), good, String::new()));
}

#[test]
fn code_is_good_as_a_shopper_types_it() {
    for typed in ["CN48-AF9M-1884", "cn48af9mi884", " cn48 af9m l884 "] {
        let (code, out, _) = codes("check", &[&MAY[..], &[typed]].concat());
        assert!(code == Some(0) && out.ends_with(": good, number 0\n"), "{out}");
    }
}

#[test]
fn mistyped_codes_are_distinguished_from_unknown_ones() {
    let (code, out, err) = codes(
        "check",
        &["--series", "MAY", "--count", "2", "CN48-AF9M-1848", "60G4-2RVY-SD5T", "VDH2-SHSD-5BGG", "SUMMER"],
    );
    assert_eq!((code, err.as_str()), (Some(1), ""));
    let expected = [
        "CN48-AF9M-1848: mistyped: a symbol is wrong, or two are swapped",
        "60G4-2RVY-SD5T: unknown: it is not a code of this series",
        "VDH2-SHSD-5BGG: unknown: it is number 2 of the series, counted from 0, and the series has fewer",
        "SUMMER: mistyped: no code has the sign \"U\"",
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn unusable_arguments_or_keys_are_usage_errors() {
    for (arguments, message) in [
        (["--series", "MAY", "--count", "0"], "from 1 to 1048576"),
        (["--series", "MAY", "--count", "1048577"], "from 1 to 1048576"),
        (["--series", "MAY 2026", "--count", "10"], "without blanks"),
    ] {
        let (code, out, err) = codes("mint", &arguments);
        assert!(code == Some(2) && out.is_empty() && err.contains(message), "{err}");
    }
    for key in ["", "canary"] {
        let output = discounts_with_variable(&[&["codes", "mint"], &MAY[..]].concat(), ("DISCOUNT_CODE_KEY", key));
        let (code, out, err) = streams(&output);
        assert!(code == Some(2) && out.is_empty() && err.contains("openssl rand -hex 32"), "{err}");
        assert!(!err.contains("canary"), "{err}");
    }
}

#[test]
fn documented_codes_are_those_of_the_documented_key() {
    let documented = include_str!("../../../docs/codes.md").replace("\n    ", "\n");
    let (_, csv, _) = codes("mint", &["--series", "MAY", "--count", "3"]);
    assert!(documented.contains(KEY.1) && documented.contains(csv.trim_end()), "docs/codes.md shows other codes");
    let (_, checked, _) = codes("check", &[&MAY[..], &["4146 vp32 zp7k", "4164-VP32-ZP7K"]].concat());
    assert!(documented.contains(checked.trim_end()), "docs/codes.md shows another answer than {checked}");
}
