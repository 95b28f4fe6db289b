//! `discounts replay`: what a policy would have given many sessions, and how that differs from another policy or from
//! what was given.
//!
//! Data takes one way: **input -> chunks of lines -> tallies, one for each worker -> one tally -> report -> text**.
//!
//! - [`input`], [`workers`], [`progress`]: the file, in pieces, on all cores
//! - [`judge`]: what becomes of one line
//! - [`tally`]: what is counted; adds up in any order
//! - [`report`], [`mod@never`], [`notes`]: the result as data; what nothing ever hit; why a number may be too low
//! - [`table`], [`columns`]: the result for people

mod columns;
mod input;
mod judge;
mod never;
mod notes;
mod progress;
mod report;
mod table;
mod tally;
mod workers;

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use jiff::Timestamp;
use shared::core::InteractionSet;

use self::judge::Question;
use self::progress::Progress;
use self::report::Report;
use crate::{Failure, arguments, policy_file};

/// What `discounts replay` is given.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Checkout Sessions as Stripe returns them, whatever has become of them, as JSON, one a line. "-" reads standard
    /// input.
    #[arg(long, value_name = "FILE.jsonl|-")]
    sessions: PathBuf,
    /// The policy. Without it: discounts.toml of the current directory, else the one compiled in.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The policy that it is compared with. Without it: what was taken off each session.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// The interactions to decide for. Without it: those that each session has been asked for, by its metadata.
    #[arg(long, value_name = "A,B|all", value_parser = arguments::interactions)]
    interactions: Option<InteractionSet>,
    /// The moment to decide for. Without it: the one at which each session was created.
    #[arg(long, value_name = "RFC3339", value_parser = arguments::moment)]
    now: Option<Timestamp>,
    /// Print JSON, amounts in minor units.
    #[arg(long)]
    json: bool,
    /// How many sessions are decided at the same time. Without it: as many as there are cores. The result is the same.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// Replays; the result as text or as JSON.
///
/// # Errors
///
/// Code 1 for a policy with faults, 2 for input that can't be read or holds no session.
pub fn run(args: &Args) -> Result<String, Failure> {
    let question = Question {
        policy: policy_file::load_or_default(args.policy.as_deref())?,
        against: args.against.as_deref().map(policy_file::load).transpose()?,
        interactions: args.interactions,
        now: args.now,
    };
    let name = name_of(&args.sessions);
    let unreadable = |error: io::Error| Failure::usage(format!("{name} can't be read: {error}"));
    let (input, size) = open(&args.sessions).map_err(unreadable)?;
    let threads = args.threads.map(usize::from).and_then(NonZeroUsize::new);
    let threads = threads.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let mut progress = Progress::of(size);
    let tally = workers::replay(&question, input, threads, &mut progress).map_err(unreadable)?;
    drop(progress);
    let report = Report::of(args, &question, &tally);
    if tally.read == tally.bad {
        return Err(Failure::usage(table::no_session(&report)));
    }
    if !args.json {
        return Ok(table::text(&report));
    }
    let mut text = serde_json::to_string_pretty(&report).map_err(|error| Failure::usage(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn open(path: &Path) -> io::Result<(Box<dyn Read>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
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

fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
