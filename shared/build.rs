//! Loads the policy that is compiled in: a faulty one does not compile, and a start has no file to parse.

use std::path::Path;
use std::{env, fs, io, process};

use discounts_core::Policy;
use discounts_core::policy::{Faults, decode};
use jiff::tz::TimeZone;

const POLICY: &str = "../discounts.toml";

fn main() {
    println!("cargo::rerun-if-changed={POLICY}");
    let directory = env::var_os("OUT_DIR").unwrap_or_default();
    if let Err(error) = compile(Path::new(POLICY), Path::new(&directory)) {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
        process::exit(1);
    }
}

/// A policy that can't be compiled in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompileError {
    #[error("discounts.toml can't be read: {0}")]
    Read(#[source] io::Error),
    /// The faults, as `discounts check` shows them.
    #[error("{}", .0.report(false))]
    Faulty(#[from] Faults),
    #[error("the policy can't be encoded: {0}")]
    Encode(#[from] postcard::Error),
    #[error("{file} can't be written: {source}")]
    Write { file: &'static str, source: io::Error },
}

/// Writes a policy's loaded form into a directory.
///
/// Its time zone is written beside it, as the expression of a constant: looked up by its name, its rules would be parsed
/// at every start.
pub(crate) fn compile(policy: &Path, directory: &Path) -> Result<(), CompileError> {
    let bytes = fs::read(policy).map_err(CompileError::Read)?;
    let text = decode("discounts.toml", &bytes)?;
    let mut policy = Policy::load("discounts.toml", &text)?;
    let write = |file: &'static str, bytes: &[u8]| {
        fs::write(directory.join(file), bytes).map_err(|source| CompileError::Write { file, source })
    };
    write("zone.rs", constant(&policy.zone).as_bytes())?;
    policy.zone = TimeZone::UTC;
    write("policy.postcard", &postcard::to_stdvec(&policy)?)
}

fn constant(zone: &TimeZone) -> String {
    match zone.iana_name() {
        Some(name) if *zone != TimeZone::UTC => format!("jiff::tz::get!({name:?})"),
        _ => "jiff::tz::TimeZone::UTC".to_owned(),
    }
}
