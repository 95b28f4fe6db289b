//! The policy when the functions are built: the build script's own function, on other files.

#[path = "../build.rs"]
#[expect(dead_code, clippy::print_stdout, reason = "main is for cargo, which listens to its output")]
mod build_script;

use std::path::Path;

use discounts_core::Policy;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../discounts.toml");
const FAULTY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/tests/data/faulty.toml");

fn directory() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

#[test]
fn a_faulty_policy_does_not_compile_and_says_what_check_says() {
    let error = build_script::compile(Path::new(FAULTY), directory()).unwrap_err().to_string();
    let faults = Policy::load("discounts.toml", &std::fs::read_to_string(FAULTY).unwrap()).unwrap_err();
    assert_eq!(error, faults.report(false));
    assert!(error.starts_with("discounts.toml:1:11: \"most\" is not a value of combine"), "{error}");
    assert!(error.contains("\n8 | give.percent = 5\n  |                ^ write \"5\""), "{error}");
}

#[test]
fn a_policy_that_loads_is_written_as_it_is_read_at_a_start() {
    let loaded = Policy::load("discounts.toml", &std::fs::read_to_string(SAMPLE).unwrap()).unwrap();
    build_script::compile(Path::new(SAMPLE), directory()).unwrap();
    let mut read: Policy = postcard::from_bytes(&std::fs::read(directory().join("policy.postcard")).unwrap()).unwrap();
    read.zone = loaded.zone.clone();
    assert_eq!(format!("{read:?}"), format!("{loaded:?}"));
}

#[test]
fn its_zone_is_written_as_a_constant() {
    for (policy, constant) in [
        ("timezone = \"Europe/Berlin\"", "jiff::tz::get!(\"Europe/Berlin\")"),
        ("timezone = \"Etc/UTC\"", "jiff::tz::get!(\"Etc/UTC\")"),
        ("timezone = \"UTC\"", "jiff::tz::TimeZone::UTC"),
        ("", "jiff::tz::TimeZone::UTC"),
    ] {
        let directory = directory().join("zone");
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join("it.toml"), policy).unwrap();
        build_script::compile(&directory.join("it.toml"), &directory).unwrap();
        assert_eq!(std::fs::read_to_string(directory.join("zone.rs")).unwrap(), constant, "{policy}");
    }
}

#[test]
fn a_policy_with_a_zone_that_is_not_there_does_not_compile() {
    let policy = directory().join("mars.toml");
    std::fs::write(&policy, "timezone = \"Mars/Olympus\"").unwrap();
    let error = build_script::compile(&policy, directory()).unwrap_err().to_string();
    assert!(error.contains("Mars/Olympus"), "{error}");
}

#[test]
fn a_policy_that_is_not_there_does_not_compile() {
    let error = build_script::compile(Path::new("nowhere.toml"), directory()).unwrap_err().to_string();
    assert!(error.starts_with("discounts.toml can't be read: "), "{error}");
}
