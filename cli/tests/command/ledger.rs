//! `discounts report`, `counts` and `codes revoke`, without a table to read. `.ci/run ledger` runs them with one.

use crate::run::{discounts, discounts_with_variable, streams};

const MAY: [&str; 4] = ["--series", "MAY", "--count", "10"];

#[test]
fn command_without_a_table_names_the_variable() {
    for arguments in [&["report"][..], &["counts", "verify"]] {
        let output = discounts(arguments);
        let (code, out, err) = streams(&output);
        assert_eq!((code, out), (Some(2), ""), "{arguments:?}");
        assert!(err.starts_with("DISCOUNT_TABLE is not set: set it to the name of the ledger's table"), "{err}");
    }
}

#[test]
fn mistyped_code_is_not_revoked() {
    let key = ("DISCOUNT_CODE_KEY", "an-example-key-with-32-characters");
    let output = discounts_with_variable(&[&["codes", "revoke"], &MAY[..], &["CN48-AF9M-1885"]].concat(), key);
    let (code, out, _) = streams(&output);
    assert!(code == Some(1) && out.starts_with("CN48-AF9M-1885: mistyped"), "{out}");
    let output = discounts_with_variable(&[&["codes", "revoke"], &MAY[..]].concat(), key);
    let (code, _, err) = streams(&output);
    assert!(code == Some(2) && err.contains("--all"), "{err}");
}
