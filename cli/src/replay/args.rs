//! The arguments of `discounts replay`.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use shared::core::InteractionSet;

use crate::arguments;

/// The arguments of `discounts replay`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Checkout Sessions as Stripe returns them, whatever has become of them, as JSON, one a line. "-" reads standard
    /// input.
    #[arg(long, value_name = "FILE.jsonl|-")]
    pub(super) sessions: PathBuf,
    /// The policy. Without it: discounts.toml of the current directory, else the one compiled in.
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,
    /// The policy that it is compared with. Without it: what was taken off each session.
    #[arg(long, value_name = "FILE")]
    pub(super) against: Option<PathBuf>,
    /// The interactions to decide for. Without it: those that each session has been asked for, by its metadata.
    #[arg(long, value_name = "A,B|all", value_parser = arguments::interactions)]
    pub(super) interactions: Option<InteractionSet>,
    /// The moment to decide for. Without it: the one at which each session was created.
    #[arg(long, value_name = "RFC3339", value_parser = arguments::moment)]
    pub(super) now: Option<Timestamp>,
    /// Print JSON, amounts in minor units.
    #[arg(long)]
    pub(super) json: bool,
    /// The number of threads. Without it: one for each core. The result does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
}

/// The name of an input, for messages.
pub(super) fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
