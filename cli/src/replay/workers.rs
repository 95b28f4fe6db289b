//! All cores at work: one reads, the others decide.

use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::input::{Chunk, Chunks};
use super::judge::Question;
use super::progress::Progress;
use super::tally::Tally;

/// Chunks that wait for each worker: enough that none runs dry, and the most that is ever in memory.
const WAITING: usize = 2;

/// Counts every line of the input.
///
/// # Errors
///
/// The input can't be read on.
pub(super) fn replay(
    question: &Question,
    input: impl Read,
    threads: NonZeroUsize,
    progress: &mut Progress,
) -> io::Result<Tally> {
    let (send, receive) = sync_channel(threads.get().saturating_mul(WAITING));
    let receive = Arc::new(Mutex::new(receive));
    thread::scope(|scope| {
        // The workers alone hold the receiving end: were they all to fail, sending would not wait for ever.
        let ends = std::iter::repeat_n(receive, threads.get());
        let workers: Vec<_> = ends.map(|receive| scope.spawn(move || work(question, &receive))).collect();
        let mut chunks = Chunks::of(input);
        while let Some(chunk) = chunks.read()? {
            progress.read(chunk.len());
            if send.send(chunk).is_err() {
                break;
            }
        }
        // Without a sender the workers come to an end.
        drop(send);
        let mut all = Tally::none(&question.policy);
        for worker in workers {
            all.merge(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        Ok(all)
    })
}

fn work(question: &Question, receive: &Mutex<Receiver<Chunk>>) -> Tally {
    let mut tally = Tally::none(&question.policy);
    loop {
        // Taken out under the lock, worked on without it.
        let chunk = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(chunk) = chunk else { return tally };
        for (number, line) in chunk.lines() {
            tally.add(question, number, line);
        }
    }
}
