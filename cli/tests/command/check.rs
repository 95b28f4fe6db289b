//! `discounts check`

use crate::run::{discounts, told};

const SAMPLE: &str = "../../../discounts.toml";

#[test]
fn the_sample_policy_has_no_faults() {
    let output = discounts(&["check", SAMPLE]);
    assert_eq!(told(&output), (Some(0), "../../../discounts.toml: 11 offers, no faults\n", ""));
}

#[test]
fn every_fault_is_told_with_its_place() {
    let output = discounts(&["check", "faulty.toml"]);
    let (code, out, err) = told(&output);
    assert_eq!((code, out), (Some(1), ""));
    let first_lines: Vec<&str> = err.lines().filter(|line| line.starts_with("faulty.toml:")).collect();
    let places: Vec<&str> = first_lines.iter().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["faulty.toml:1:11", "faulty.toml:8:16", "faulty.toml:10:1"], "{err}");
    assert!(err.contains("\n8 | give.percent = 5\n  |                ^ write \"5\"\n"), "{err}");
}

#[test]
fn a_policy_without_guard_rails_is_warned_of() {
    let output = discounts(&["check", "unguarded.toml"]);
    let (code, out, err) = told(&output);
    assert_eq!((code, err), (Some(0), ""));
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("unguarded.toml: warning: there are no limits"), "{out}");
    assert!(lines[1].contains("the minimum charge of kwd"), "{out}");
    assert_eq!(lines[2..], ["unguarded.toml: 1 offer, no faults"]);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    for arguments in [&["check", "nowhere.toml"][..], &["check"]] {
        let output = discounts(arguments);
        let (code, out, err) = told(&output);
        let name = arguments.get(1).unwrap_or(&"discounts.toml");
        assert_eq!((code, out), (Some(1), ""));
        assert!(err.starts_with(&format!("{name} can't be read: ")), "{err}");
    }
}
