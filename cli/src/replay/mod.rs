//! `discounts replay`: what a policy would have given many sessions, and how that differs from another policy or from
//! what was given.
//!
//! Data takes one way: **input -> chunks of lines -> tallies, one for each worker -> one tally -> report -> text**.
//!
//! - [`input`], [`workers`], [`progress`]: the file, in pieces, on all cores
//! - [`judge`], [`unusable`]: what becomes of one line; why one is not decided
//! - [`tally`]: what is counted; adds up in any order
//! - [`report`], [`mod@never`], [`notes`]: the result as data; what nothing ever hit; why a number may be too low
//! - [`table`]: the result for people

mod args;
mod input;
mod judge;
mod never;
mod notes;
mod progress;
mod report;
mod table;
mod tally;
mod unusable;
mod workers;

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread::available_parallelism;

pub use self::args::Args;
use self::args::name_of;
use self::judge::Question;
use self::progress::Progress;
use self::report::Report;
use self::workers::WorkError;
use crate::failure::Failure;
use crate::policy_file;

#[derive(Debug, thiserror::Error)]
#[error("{name} can't be read")]
struct Unreadable {
    name: String,
    source: io::Error,
}

/// Replays, and returns the result as text or as JSON.
///
/// # Errors
///
/// - Exit code 1: a policy can't be read, or has errors.
/// - Exit code 2: the input can't be read, or holds no session.
pub fn run(args: &Args) -> Result<String, Failure> {
    let question = Question {
        policy: policy_file::load_or_default(args.policy.as_deref())?,
        against: args.against.as_deref().map(policy_file::load).transpose()?,
        interactions: args.interactions,
        now: args.now,
    };
    let name = name_of(&args.sessions);
    let unreadable = |source| Failure::usage(Unreadable { name, source });
    let (input, size) = match open(&args.sessions) {
        Ok(opened) => opened,
        Err(source) => return Err(unreadable(source)),
    };
    let threads = args.threads.map(usize::from).and_then(NonZeroUsize::new);
    let threads = threads.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let mut progress = Progress::of(size);
    let tally = workers::replay(&question, input, threads, &mut progress).map_err(|error| match error {
        WorkError::Input(source) => unreadable(source),
        error @ WorkError::Threads(_) => Failure::usage(error),
    })?;
    drop(progress);
    let report = Report::of(args, &question, &tally);
    if tally.read == tally.bad {
        return Err(Failure::usage(table::no_session(&report)));
    }
    if !args.json {
        return Ok(table::text(&report));
    }
    let mut text = serde_json::to_string_pretty(&report).map_err(Failure::usage)?;
    text.push('\n');
    Ok(text)
}

fn open(path: &Path) -> io::Result<(Box<dyn Read + Send>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(path)?;
    let data = file.metadata()?;
    if data.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // A pipe has no size.
    let size = Some(data.len()).filter(|size| *size > 0);
    Ok((Box::new(file), size))
}
