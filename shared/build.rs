//! Loads the policy that is compiled in: a faulty one does not compile, and a start has no file to parse.

use std::path::Path;
use std::{env, fs, process};

use discounts_core::Policy;

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
pub(crate) fn compile(policy: &Path, directory: &Path) -> Result<(), String> {
    let text = fs::read_to_string(policy).map_err(|error| format!("discounts.toml can't be read: {error}"))?;
    let policy = Policy::load("discounts.toml", &text).map_err(|faults| faults.report(false))?;
    let written = serde_json::to_string(&policy).map_err(|error| error.to_string())?;
    fs::write(directory.join("policy.json"), written).map_err(|error| error.to_string())
}
