//! Loads the policy that is compiled in: a faulty one does not compile, and a start has no file to parse.

use std::path::Path;
use std::{env, fs, process};

use discounts_core::Policy;
use discounts_core::policy::decode;
use jiff::tz::TimeZone;

const POLICY: &str = "../discounts.toml";

fn main() {
    println!("cargo::rerun-if-changed={POLICY}");
    let directory = env::var_os("OUT_DIR").unwrap_or_default();
    if let Err(fault) = compile(Path::new(POLICY), Path::new(&directory)) {
        for line in fault.lines() {
            println!("cargo::error={line}");
        }
        process::exit(1);
    }
}

/// Writes a policy's loaded form into a directory; else what is wrong, as `discounts check` shows it.
///
/// Its time zone is written beside it, as the expression of a constant: looked up by its name, its rules would be parsed
/// at every start.
pub(crate) fn compile(policy: &Path, directory: &Path) -> Result<(), String> {
    let bytes = fs::read(policy).map_err(|error| format!("discounts.toml can't be read: {error}"))?;
    let text = decode("discounts.toml", &bytes).map_err(|faults| faults.report(false))?;
    let mut policy = Policy::load("discounts.toml", &text).map_err(|faults| faults.report(false))?;
    let write = |name: &str, bytes: &[u8]| fs::write(directory.join(name), bytes).map_err(|error| error.to_string());
    write("zone.rs", constant(&policy.zone).as_bytes())?;
    policy.zone = TimeZone::UTC;
    write("policy.postcard", &postcard::to_stdvec(&policy).map_err(|error| error.to_string())?)
}

fn constant(zone: &TimeZone) -> String {
    match zone.iana_name() {
        Some(name) if *zone != TimeZone::UTC => format!("jiff::tz::get!({name:?})"),
        _ => "jiff::tz::TimeZone::UTC".to_owned(),
    }
}
