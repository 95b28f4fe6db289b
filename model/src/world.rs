//! The state of an exploration, and the events that lead from one state to the next.

use std::sync::Arc;

use discounts_core::command::{Edit, SessionCommand};
use discounts_core::reconcile::{Action, Observation, Outcome, PlannedWrite, Reconciler, Step, WriteKey};
use discounts_core::session::AppliedDiscount;

use crate::caller::{Caller, Ended, Phase, Request};
use crate::event::{Event, Way};
use crate::invariants::{self, Violation};
use crate::setup::{LARGE, SMALL, Setup};
use crate::stripe::{Cause, Key, Seen, Session, Stripe, failed};

/// Calls that a run makes in the model, at most. A run that makes more counts as endless.
const MAX_CALLS: u8 = 80;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct World {
    pub(crate) start: Arc<Session>,
    pub(crate) clock: u8,
    pub(crate) stripe: Stripe,
    pub(crate) callers: Vec<Caller>,
    pub(crate) faults: u8,
    pub(crate) page: u8,
    /// The page changed the cart, and no caller has read it since.
    pub(crate) unread: bool,
    pub(crate) violation: Option<Violation>,
}

impl World {
    pub(crate) fn new(setup: &Setup, session: &Session, commands: &[SessionCommand]) -> Self {
        let caller = |(at, command): (u128, &SessionCommand)| {
            let nonce = at.saturating_add(1) << 64_u32;
            let reconciler = Reconciler::new(command.clone(), setup.deadline(), nonce, setup.limits.knows_of_splits);
            Caller {
                command: Arc::new(command.clone()),
                phase: Phase::Calling(Arc::new(reconciler), Request::Read),
                after: None,
                calls: 0,
                backoffs: 0,
                wrote: false,
                saw_excess: false,
            }
        };
        Self {
            start: Arc::new(session.clone()),
            clock: 0,
            stripe: Stripe::new(session.clone()),
            callers: (0..).zip(commands).map(caller).collect(),
            faults: setup.limits.faults,
            page: setup.limits.page,
            unread: false,
            violation: None,
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.callers.iter().all(|caller| matches!(caller.phase, Phase::Ended(_)))
    }

    /// The state after an event; `None` if it can't happen.
    pub(crate) fn after(&self, setup: &Setup, event: Event) -> Option<Self> {
        let mut next = self.clone();
        match event {
            Event::Call(at, way) => next.call(setup, at, way)?,
            Event::Lands(index) => next.land(setup, index)?,
            Event::TimePasses => {
                next.clock = next.clock.saturating_add(1);
                next.callers.iter_mut().for_each(|caller| caller.backoffs = 0);
            }
            Event::PageChangesTheCart => {
                let session = &mut next.stripe.session;
                session.units = if session.units == SMALL { LARGE } else { SMALL };
                (next.unread, next.page) = (true, next.page.saturating_sub(1));
            }
            Event::PagePays => (next.stripe.session.open, next.page) = (false, next.page.saturating_sub(1)),
        }
        let broken = invariants::broken(setup, self, &next);
        next.violation = next.violation.or(broken);
        Some(next)
    }

    fn call(&mut self, setup: &Setup, at: u8, way: Way) -> Option<()> {
        let ended: u8 = (0_u32..).zip(&self.callers).fold(0, |mask, (bit, caller)| match &caller.phase {
            Phase::Ended(Ended { error: None, .. }) => mask | 1_u8.checked_shl(bit).unwrap_or_default(),
            _ => mask,
        });
        let caller = self.callers.get_mut(usize::from(at))?;
        caller.after.get_or_insert(ended);
        caller.calls = caller.calls.saturating_add(1);
        if caller.calls > MAX_CALLS {
            self.violation = Some(Violation::Endless);
        }
        let Phase::Calling(reconciler, request) = caller.phase.clone() else { return None };
        if !matches!(way, Way::Answered | Way::CutOff | Way::CutOffMade) {
            self.faults = self.faults.checked_sub(1)?;
        }
        let seen = match request {
            Request::Wait(least) => {
                caller.backoffs = caller.backoffs.saturating_add(u8::from(!least.is_zero()));
                Observation::Waited
            }
            Request::Read => match way {
                Way::NeverArrives => failed(Cause::Unreachable),
                Way::RateLimited => failed(Cause::RateLimited),
                Way::CutOff => failed(Cause::TimedOut),
                _ => self.stripe.read(setup),
            },
            Request::Write(write) => match self.write(setup, at, &write, way)? {
                Reply::Now(seen) => seen,
                Reply::Later => {
                    self.callers.get_mut(usize::from(at))?.phase = Phase::Underway(reconciler);
                    return Some(());
                }
                Reply::SendAgain => return Some(()),
            },
        };
        self.deliver(setup, at, &reconciler, seen)
    }

    fn write(&mut self, setup: &Setup, at: u8, write: &Arc<PlannedWrite>, way: Way) -> Option<Reply> {
        if setup.mutation.is_some_and(|mutation| mutation.forgets(write)) {
            let mut view = self.stripe.session.view(setup);
            view.snapshot.held.discount = AppliedDiscount::Nothing;
            return (way == Way::Answered).then_some(Reply::Now(Observation::Session(view)));
        }
        match way {
            Way::NeverArrives => return Some(Reply::Now(failed(Cause::Unreachable))),
            Way::RateLimited => return Some(Reply::Now(failed(Cause::RateLimited))),
            Way::CutOff => return Some(Reply::Now(failed(Cause::TimedOut))),
            _ => {}
        }
        if let Some(seen) = self.stripe.stops(setup, at, write) {
            return (way == Way::Answered).then_some(Reply::Now(seen));
        }
        let is_bump = matches!(write.key, WriteKey::Bump(..));
        let makes = matches!(
            way,
            Way::Answered | Way::LostAndSentAgain | Way::Lost | Way::Torn | Way::CutOffMade | Way::FailsMade
        );
        let seen = makes.then(|| {
            if let Some(caller) = self.callers.get_mut(usize::from(at)) {
                caller.wrote |= !is_bump;
            }
            self.stripe.make(setup, at, write)
        });
        let underway = |waits| (at, waits, Arc::clone(write));
        Some(Reply::Now(match way {
            Way::LostAndSentAgain => return Some(Reply::SendAgain),
            Way::Torn if is_bump => return None,
            Way::Torn => Observation::Torn(Cause::Torn),
            Way::Fails | Way::FailsMade => self.stripe.fail(at, write),
            Way::Stuck | Way::Slow | Way::SlowGivenUp | Way::SlowConflict => {
                self.stripe.take_key(at, write);
                match way {
                    Way::Slow => {
                        self.stripe.underway.push(underway(true));
                        return Some(Reply::Later);
                    }
                    Way::SlowGivenUp => self.stripe.underway.push(underway(false)),
                    Way::SlowConflict => {
                        self.stripe.underway.push(underway(false));
                        return Some(Reply::Now(failed(Cause::Conflict)));
                    }
                    _ => {}
                }
                failed(Cause::TimedOut)
            }
            Way::Answered => seen?,
            _ => failed(Cause::TimedOut),
        }))
    }

    /// Stripe makes a write that was underway, unless the session was completed.
    fn land(&mut self, setup: &Setup, index: usize) -> Option<()> {
        if index >= self.stripe.underway.len() {
            return None;
        }
        let (at, waits, write) = self.stripe.underway.remove(index);
        let caller = self.callers.get_mut(usize::from(at))?;
        let seen = if self.stripe.session.open {
            caller.wrote |= !matches!(write.key, WriteKey::Bump(..));
            self.stripe.make(setup, at, &write)
        } else {
            self.stripe.free_key(at, &write);
            failed(Cause::NotOpen)
        };
        self.stripe.keys.remove(&Key::Fresh(at));
        match self.callers.get(usize::from(at))?.phase.clone() {
            Phase::Underway(reconciler) if waits => self.deliver(setup, at, &reconciler, seen),
            _ => Some(()),
        }
    }

    /// Passes an answer to the reconciler, and keeps what it does next.
    fn deliver(&mut self, setup: &Setup, at: u8, reconciler: &Reconciler<Cause>, seen: Seen) -> Option<()> {
        self.stripe.keys.remove(&Key::Fresh(at));
        let seen = setup.mutation.map_or(seen.clone(), |mutation| mutation.observation(seen));
        let caller = self.callers.get_mut(usize::from(at))?;
        if let Observation::Session(_) = &seen {
            let session = &self.stripe.session;
            caller.saw_excess = has_command(session, &caller.command) && session.excess(setup).get() > 0;
            self.unread = false;
        }
        match reconciler.clone().next(&setup.policy, seen, setup.now(self.clock)) {
            Step::Act(next, action) => match request(setup, action) {
                Some(request) => caller.phase = Phase::Calling(Arc::new(*next), request),
                None => self.violation = self.violation.or(Some(Violation::NeedlessRead)),
            },
            Step::Done(outcome) => {
                let violation = invariants::broken_end(setup, &self.stripe.session, caller.saw_excess, &outcome);
                self.violation = self.violation.or(violation);
                let Outcome { result, excess, .. } = *outcome;
                caller.phase = Phase::Ended(Ended { error: result.err(), excess });
            }
        }
        Some(())
    }
}

enum Reply {
    Now(Seen),
    Later,
    SendAgain,
}

/// True if a command changes nothing of a session.
fn has_command(session: &Session, command: &SessionCommand) -> bool {
    let set = command.apply(session.set) == session.set;
    set && match command {
        SessionCommand::Change(Edit::Cart(lines)) => lines.iter().all(|line| line.quantity == session.units),
        _ => true,
    }
}

/// The request of an action; `None` for one that nothing in this shop needs.
fn request(setup: &Setup, action: Action) -> Option<Request> {
    Some(match action {
        Action::Read => Request::Read,
        Action::Wait { least, .. } => Request::Wait(least),
        Action::Write(mut write) => {
            setup.mutation.into_iter().for_each(|mutation| mutation.write(&mut write));
            Request::Write(Arc::from(write))
        }
        // Every customer and every price of this shop is on the session, and no offer counts.
        Action::ReadCustomer(_)
        | Action::ReadPrices(..)
        | Action::ReadLedger(_)
        | Action::Reserve(_)
        | Action::Release(_) => return None,
    })
}
