//! `discounts check`

use serde_json::{Value, json};

use crate::run::{data, discounts, discounts_with_input, streams};

const SAMPLE: &str = "../../../discounts.toml";
/// A date at which one offer of suspicious.toml is over.
const NOW: &str = "2026-11-20T15:00:00Z";

#[test]
fn sample_policy_is_clean_on_every_date() {
    for now in [NOW, "2024-02-29T12:00:00Z", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2046-06-01T00:00:00Z"] {
        let output = discounts(&["check", SAMPLE, "--strict", "--now", now]);
        assert_eq!(
            streams(&output),
            (Some(0), "../../../discounts.toml: 12 offers, 5 cases, no faults\n", ""),
            "{now}"
        );
    }
}

#[test]
fn errors_are_reported_with_their_place_and_line() {
    let output = discounts(&["check", "faulty.toml"]);
    let (code, out, err) = streams(&output);
    assert_eq!((code, out), (Some(1), ""));
    let first_lines: Vec<&str> = err.lines().filter(|line| line.starts_with("faulty.toml:")).collect();
    let places: Vec<&str> = first_lines.iter().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["faulty.toml:1:11", "faulty.toml:8:16", "faulty.toml:10:1", "faulty.toml"], "{err}");
    assert!(err.contains("\n8 | give.percent = 5\n  |                ^ write \"5\"\n"), "{err}");
    assert!(err.ends_with("\nfaulty.toml: 3 faults\n"), "{err}");
}

#[test]
fn warnings_are_told_and_let_the_policy_pass() {
    let output = discounts(&["check", "suspicious.toml", "--now", NOW]);
    let (code, out, err) = streams(&output);
    assert_eq!((code, err), (Some(0), ""));
    assert!(out.starts_with("suspicious.toml:18:16: warning: \"gold\" promises 60%"), "{out}");
    assert!(out.contains("[above-guard-rail]\n   |\n18 | give.percent = \"60\"\n   |                ^^^^\n"), "{out}");
    assert!(out.contains("= help: give at most 50%, or raise max_percent under [limits]\n"), "{out}");
    assert!(out.ends_with("\nsuspicious.toml: 3 offers, no faults, 2 warnings\n"), "{out}");
}

#[test]
fn to_the_strict_a_warning_is_a_fault() {
    let output = discounts(&["check", "suspicious.toml", "--strict", "--now", NOW]);
    let (code, out, err) = streams(&output);
    assert_eq!((code, out), (Some(1), ""));
    assert!(err.ends_with("\nsuspicious.toml: 3 offers, 2 warnings, and --strict allows none\n"), "{err}");
}

#[test]
fn window_that_is_over_depends_on_the_moment() {
    let output = discounts(&["check", "suspicious.toml", "--now", "2026-04-01T00:00:00Z"]);
    assert!(streams(&output).1.ends_with("3 offers, no faults, 1 warning\n"));
}

fn notes(arguments: &[&str], code: i32) -> Value {
    let output = discounts(&[&["check", "--json", "--now", NOW], arguments].concat());
    let (ended, out, err) = streams(&output);
    assert_eq!((ended, err), (Some(code), ""));
    serde_json::from_str(out).unwrap()
}

#[test]
fn machines_read_an_array_of_objects() {
    assert_eq!(notes(&[SAMPLE], 0), json!([]));
    assert_eq!(
        notes(&["faulty.toml"], 1)[1],
        json!({
            "severity": "error",
            "code": "invalid",
            "file": "faulty.toml",
            "line": 8, "column": 16, "end_line": 8, "end_column": 17,
            "message": "percent must be a decimal string, such as \"12.5\", not a number",
            "help": null,
            "instead": "\"5\"",
        })
    );
    let warnings = notes(&["suspicious.toml"], 0);
    assert_eq!(
        warnings[0],
        json!({
            "severity": "warning",
            "code": "above-guard-rail",
            "file": "suspicious.toml",
            "line": 18, "column": 16, "end_line": 18, "end_column": 20,
            "message": "\"gold\" promises 60%, but max_percent never lets more than 50% through",
            "help": "give at most 50%, or raise max_percent under [limits]",
            "instead": null,
        })
    );
    assert_eq!(notes(&["suspicious.toml", "--strict"], 1), warnings);
}

#[test]
fn policy_may_come_from_standard_input() {
    let policy = std::fs::read_to_string(data("faulty.toml")).unwrap();
    let output = discounts_with_input(&["check", "-"], &policy);
    let (code, out, err) = streams(&output);
    assert_eq!((code, out), (Some(1), ""));
    assert!(err.starts_with("stdin:1:11: "), "{err}");
}

#[test]
fn text_that_is_not_toml_is_explained_once_for_each_mistake() {
    let policy = "[limits\nmax_percent = 50%\n\n// the sale\n[[offer]]\nname: “Gold”\nwhen.ends = 11/27/2026\n";
    let output = discounts_with_input(&["check", "-"], policy);
    let (code, _, err) = streams(&output);
    let places: Vec<&str> = err
        .lines()
        .filter_map(|line| line.strip_prefix("stdin:")?.split(": ").find(|place| !place.starts_with(' ')))
        .collect();
    assert_eq!((code, places), (Some(1), vec!["1:1", "2:15", "4:1", "6:5", "6:7", "7:13"]), "{err}");
    assert!(err.contains("write 2026-11-27\n"), "{err}");
}

#[test]
fn file_of_another_encoding_is_named_with_its_place() {
    let folder = std::env::temp_dir().join(format!("discounts-encoding-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("latin.toml");
    std::fs::write(&file, b"combine = \"best\"\ncombined_name = \"Gr\xFC\xDFe\"\n").unwrap();
    let output = discounts(&["check", &file.display().to_string()]);
    let (code, _, err) = streams(&output);
    assert_eq!(code, Some(1));
    assert!(err.contains("latin.toml:2:20: this is not UTF-8: byte 0xFC"), "{err}");
    assert!(err.contains("save the file as UTF-8"), "{err}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn missing_file_is_named() {
    for arguments in [&["check", "nowhere.toml"][..], &["check"], &["check", "nowhere.toml", "--json"]] {
        let output = discounts(arguments);
        let (code, out, err) = streams(&output);
        let name = arguments.get(1).unwrap_or(&"discounts.toml");
        assert_eq!((code, out), (Some(1), ""));
        assert!(err.starts_with(&format!("{name} can't be read: ")), "{err}");
    }
}

/// Without a terminal nothing is coloured; with one, `NO_COLOR` is heard (`cli/src/colour.rs`).
#[test]
fn output_into_a_file_has_no_colours() {
    for file in ["faulty.toml", "suspicious.toml"] {
        let output = discounts(&["check", file, "--now", NOW]);
        let (_, out, err) = streams(&output);
        assert!(!format!("{out}{err}").contains('\u{1b}'));
    }
}
