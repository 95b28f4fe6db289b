//! Events: calls and the ways in which they go, late writes, time, and the page.

use crate::caller::{Phase, Request};
use crate::setup::Setup;
use crate::world::World;

/// Backoffs of a caller after which time has to pass before the next: the model's clock stops in between.
const MAX_BACKOFFS: u8 = 3;

/// An event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Event {
    Call(u8, Way),
    /// Stripe makes a write that was underway.
    Lands(usize),
    TimePasses,
    PageChangesTheCart,
    PagePays,
}

/// The way in which a call goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    Answered,
    /// Made; the answer is lost, and the client sends the call again under its key.
    LostAndSentAgain,
    /// Made; the answer is lost.
    Lost,
    /// Made; the lines of the answer are of another moment.
    Torn,
    NeverArrives,
    RateLimited,
    /// Made, and answered with an error that is replayed.
    FailsMade,
    /// Not made, and answered with an error that is replayed.
    Fails,
    /// Made later; the caller waits.
    Slow,
    /// Made later; the client gives up.
    SlowGivenUp,
    /// Made later; the client sends it again, and its key is in use.
    SlowConflict,
    /// Never made, and its key stays in use.
    Stuck,
    /// The deadline cuts it off, made.
    CutOffMade,
    /// The deadline cuts it off, not made.
    CutOff,
}

impl World {
    /// The events that can happen next.
    pub(crate) fn events(&self, setup: &Setup, events: &mut Vec<Event>) {
        use Way::{
            Answered, CutOff, CutOffMade, Fails, FailsMade, Lost, LostAndSentAgain, NeverArrives, RateLimited, Slow,
            SlowConflict, SlowGivenUp, Stuck, Torn,
        };
        if self.violation.is_some() {
            return;
        }
        let may_pass = self.clock < setup.limits.time;
        let late = self.clock == 2;
        for (at, caller) in (0..).zip(&self.callers) {
            let Phase::Calling(_, request) = &caller.phase else { continue };
            let mut ways: Vec<Way> = Vec::new();
            match request {
                Request::Wait(_) => {
                    let has_to_wait = caller.backoffs >= MAX_BACKOFFS && (may_pass || !self.stripe.underway.is_empty());
                    ways.extend((!has_to_wait).then_some(Answered));
                }
                Request::Read if late => ways.push(CutOff),
                Request::Write(write) if late && !write.corrects => ways.extend([CutOff, CutOffMade]),
                _ => ways.push(Answered),
            }
            if self.faults > 0 && ways.contains(&Answered) {
                match request {
                    Request::Wait(_) => {}
                    Request::Read => ways.extend([NeverArrives, RateLimited]),
                    Request::Write(_) => {
                        ways.extend([LostAndSentAgain, Lost, Torn, NeverArrives, RateLimited, FailsMade, Fails]);
                        ways.push(Slow);
                        // Without a lock, nothing is promised about a write that outlives its caller.
                        ways.extend([SlowGivenUp, SlowConflict].into_iter().filter(|_| setup.limits.server_only));
                        ways.extend((setup.limits.time > 0).then_some(Stuck));
                    }
                }
            }
            events.extend(ways.into_iter().map(|way| Event::Call(at, way)));
        }
        events.extend((0..self.stripe.underway.len()).map(Event::Lands));
        if self.is_over() {
            return;
        }
        // Stripe ends every write before its key is considered abandoned: the one assumption about time.
        if may_pass && self.stripe.underway.is_empty() {
            events.push(Event::TimePasses);
        }
        if self.page > 0 && self.stripe.session.open {
            events.push(Event::PagePays);
            events.extend((!setup.limits.server_only).then_some(Event::PageChangesTheCart));
        }
    }
}
