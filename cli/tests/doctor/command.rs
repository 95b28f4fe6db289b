//! The command as it is run: for a person, for a script.

use std::process::Command;

use serde_json::Value;

use crate::closed_port::ClosedPort;

fn doctor(arguments: &[&str], key: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_discounts"));
    command.arg("doctor").args(arguments).env_clear().current_dir(env!("CARGO_TARGET_TMPDIR"));
    let closed = ClosedPort::open();
    let output = command.env("STRIPE_SECRET_KEY", key).env("STRIPE_API_BASE", &closed.url).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn failure_names_its_next_step_and_ends_with_1() {
    let (code, text) = doctor(&[], "sk_test_canary");
    assert_eq!(code, Some(1));
    assert!(text.contains("ok       policy: ") && text.contains("FAILED   key: "), "{text}");
    assert!(text.contains("\n         -> check the network") && text.ends_with("1 failed, 1 warning\n"), "{text}");
    assert!(!text.contains("canary"));
}

#[test]
fn json_is_the_only_output_when_asked_for() {
    let (code, text) = doctor(&["--json"], "pk_test_canary");
    let findings: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &findings[0]["check"], &findings[0]["outcome"]), (Some(1), &"settings".into(), &"failed".into()));
    assert!(!text.contains("canary"));
}

#[test]
fn argument_is_refused_unless_an_address() {
    assert_eq!(doctor(&["--api", "nowhere"], "sk_test_1").0, Some(2));
}
