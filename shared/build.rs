//! Loads the policy that is compiled in: a faulty one does not compile, and a start has no file to parse.

use std::path::Path;
use std::{env, fs, process};

use discounts_core::Policy;

const POLICY: &str = "../discounts.toml";

fn main() {
    println!("cargo::rerun-if-changed={POLICY}");
    if let Err(fault) = compile() {
        for line in fault.lines() {
            println!("cargo::error={line}");
        }
        process::exit(1);
    }
}

fn compile() -> Result<(), String> {
    let text = fs::read_to_string(POLICY).map_err(|error| format!("discounts.toml can't be read: {error}"))?;
    let policy = Policy::load("discounts.toml", &text).map_err(|faults| faults.to_string())?;
    let written = serde_json::to_string(&policy).map_err(|error| error.to_string())?;
    let directory = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&directory).join("policy.json"), written).map_err(|error| error.to_string())
}
