//! Reasons for which a number may be lower than it was in the shop. Without them, a merchant reads a wrong zero.

use serde::Serialize;

use super::tally::Tally;

/// One thing to know about the numbers.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Note {
    /// The kind of note.
    pub(super) code: &'static str,
    /// The number of sessions that it is about; not 0.
    pub(super) sessions: u64,
    /// The meaning, and what to do.
    pub(super) text: &'static str,
}

/// The notes on the numbers of a tally.
pub(super) fn notes(tally: &Tally) -> Vec<Note> {
    let left_out = tally.left_out.iter().map(|(left_out, sessions)| Note {
        code: left_out.code(),
        sessions: *sessions,
        text: left_out.text(),
    });
    let others = [
        (
            "asked_for_nothing",
            tally.asked_for_nothing,
            "no interaction was asked for, so there is no discount: --interactions all asks for every one",
        ),
        (
            "not_compared",
            tally.not_compared,
            "it is not said what was taken off (total_details), so nothing is compared",
        ),
    ];
    let others = others.into_iter().map(|(code, sessions, text)| Note { code, sessions, text });
    left_out.chain(others).filter(|note| note.sessions > 0).collect()
}
