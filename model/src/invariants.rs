//! The invariants: `docs/protocol.md` explains each.

use std::fmt;

use discounts_core::InteractionSet;
use discounts_core::command::{Edit, SessionCommand};
use discounts_core::reconcile::{Excess, Outcome};

use crate::caller::{Caller, Ended, Phase};
use crate::setup::Setup;
use crate::stripe::{Cause, Session};
use crate::world::World;

/// A broken invariant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Violation {
    Excess,
    NotSerial,
    TooLittle,
    ExcessUnreported,
    NotCleared,
    StaleAnswer,
    WrongAnswer,
    NeedlessRead,
    Endless,
    Deadlock,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Excess => "the session has a larger discount than its cart and its set earn",
            Self::NotSerial => "no serial order of the calls leaves this cart and this set",
            Self::TooLittle => "every call ended well, and the session has a smaller discount than it earns",
            Self::ExcessUnreported => "a run failed, and left a known excess without clearing or reporting it",
            Self::NotCleared => "a run reported an excess as cleared, and the session has one",
            Self::StaleAnswer => "a run ended well with a session that is not as it was read last",
            Self::WrongAnswer => "a run ended well, and the session does not have the discount that it earns",
            Self::NeedlessRead => "a run reads a customer or a price that the session shows",
            Self::Endless => "a run does not end",
            Self::Deadlock => "a run waits for nothing",
        })
    }
}

/// The invariant that an event broke.
pub(crate) fn broken(setup: &Setup, before: &World, after: &World) -> Option<Violation> {
    let (was, is) = (before.stripe.session.excess(setup), after.stripe.session.excess(setup));
    if setup.limits.server_only && is > was {
        return Some(Violation::Excess);
    }
    if !after.is_over() || !after.stripe.underway.is_empty() {
        let mut events = Vec::new();
        after.events(setup, &mut events);
        return (after.violation.is_none() && events.is_empty()).then_some(Violation::Deadlock);
    }
    let session = &after.stripe.session;
    let calls: Vec<Call<'_>> = (0_u8..).zip(&after.callers).filter_map(|(at, caller)| Call::of(at, caller)).collect();
    let fits = |units, set| set == session.set && (!setup.limits.server_only || units == session.units);
    if !serial(&calls, 0, 0, (after.start.units, after.start.set), &fits) {
        return Some(Violation::NotSerial);
    }
    let well = |caller: &Caller| matches!(caller.phase, Phase::Ended(Ended { error: None, .. }));
    let all_well = after.callers.iter().all(well);
    let earned = setup.earned(session.units, session.set);
    (all_well && !after.unread && session.amount_off < earned).then_some(Violation::TooLittle)
}

/// The invariant that the end of a run broke.
pub(crate) fn broken_end(
    setup: &Setup,
    session: &Session,
    saw_excess: bool,
    outcome: &Outcome<Cause>,
) -> Option<Violation> {
    match (&outcome.result, outcome.excess) {
        (Ok(reconciled), _) if reconciled.view != *session.view(setup) => Some(Violation::StaleAnswer),
        (Ok(_), _) if session.amount_off != setup.earned(session.units, session.set) => Some(Violation::WrongAnswer),
        (Err(_), None) if saw_excess => Some(Violation::ExcessUnreported),
        // Without a lock, another caller may have put on a new one since.
        (Err(_), Some(Excess::Cleared)) if setup.limits.server_only && session.excess(setup).get() > 0 => {
            Some(Violation::NotCleared)
        }
        _ => None,
    }
}

/// A call that ended well, or that failed and may have written.
struct Call<'w> {
    command: &'w SessionCommand,
    bit: u8,
    /// Calls that ended well before this one began.
    after: u8,
    ended_well: bool,
}

impl<'w> Call<'w> {
    /// A call that failed without a write has no effect.
    fn of(at: u8, caller: &'w Caller) -> Option<Self> {
        let Phase::Ended(Ended { error, .. }) = &caller.phase else { return None };
        let bit = 1_u8.checked_shl(at.into())?;
        let ended_well = error.is_none();
        let call = Self { command: &caller.command, bit, after: caller.after.unwrap_or_default(), ended_well };
        (ended_well || caller.wrote).then_some(call)
    }

    fn apply(&self, (units, set): (u64, InteractionSet)) -> (u64, InteractionSet) {
        let units = match self.command {
            SessionCommand::Change(Edit::Cart(lines)) => lines.iter().map(|line| line.quantity).sum(),
            _ => units,
        };
        (units, self.command.apply(set))
    }
}

/// Searches for a serial order of all calls that ended well, and of some that failed, with this end. A call that began after
/// another had ended well comes after it.
fn serial(
    calls: &[Call<'_>],
    done: u8,
    well: u8,
    state: (u64, InteractionSet),
    fits: &impl Fn(u64, InteractionSet) -> bool,
) -> bool {
    let missing = calls.iter().any(|call| call.ended_well && done & call.bit == 0);
    if !missing && fits(state.0, state.1) {
        return true;
    }
    calls.iter().filter(|call| done & call.bit == 0 && call.after & !well == 0).any(|call| {
        let well = if call.ended_well { well | call.bit } else { well };
        serial(calls, done | call.bit, well, call.apply(state), fits)
    })
}
