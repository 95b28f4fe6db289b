//! The decisions for all lines, on several cores.

use std::io::{self, Read};
use std::iter::from_fn;
use std::num::NonZeroUsize;

use rayon::iter::{ParallelBridge, ParallelIterator};
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use super::input::{Chunk, Chunks};
use super::judge::Question;
use super::progress::Progress;
use super::tally::Tally;

/// A replay that has no result.
#[derive(Debug, thiserror::Error)]
pub(super) enum WorkError {
    #[error("the input can't be read")]
    Input(#[from] io::Error),
    #[error("the threads can't be started: use fewer of them with --threads")]
    Threads(#[from] ThreadPoolBuildError),
}

/// Counts every line of the input. Each thread reads a chunk when it has none, so that one chunk for each is in memory.
///
/// # Errors
///
/// - [`WorkError::Input`]: the input can't be read to its end.
/// - [`WorkError::Threads`]: the system does not give as many threads.
pub(super) fn replay(
    question: &Question,
    input: impl Read + Send,
    threads: NonZeroUsize,
    progress: &mut Progress,
) -> Result<Tally, WorkError> {
    let mut chunks = Chunks::of(input);
    let chunks = from_fn(|| {
        let chunk = chunks.read().transpose()?;
        progress.read(chunk.as_ref().map_or(0, Chunk::len));
        Some(chunk)
    });
    let none = || Tally::none(&question.policy);
    let pool = ThreadPoolBuilder::new().num_threads(threads.get()).build()?;
    let tally = pool.install(|| {
        let tallies =
            chunks.par_bridge().try_fold(none, |tally, chunk| chunk.map(|chunk| count(question, tally, &chunk)));
        tallies.try_reduce(none, |mut tally, other| {
            tally.merge(other);
            Ok(tally)
        })
    });
    Ok(tally?)
}

fn count(question: &Question, mut tally: Tally, chunk: &Chunk) -> Tally {
    for (number, line) in chunk.lines() {
        tally.add(question, number, line);
    }
    tally
}
